import type { ReadingMarks } from '../../shared/domain/reading.ts';
import { strategyInForce } from '../../shared/domain/strategy.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { readingOf } from '../../shared/text/reading.ts';
import type { Addressed, MessagePlace, MessageReader, ReadAbout, ReadMessage } from '../ingest/port.ts';
import { Brands } from './brands.ts';
import { folded, passesFor } from './lookalike.ts';
import { Pace } from './pace.ts';
import { Waves } from './waves.ts';

export interface ReaderParts {
  readonly state: Pick<EntityMaps, 'all' | 'get'>;
  /** Messages of a thread, for what was said before this process started. */
  messagesOf(threadId: string): Iterable<string>;
  readonly modelsVersion: string;
  nextId(): string;
}

const LINK = /https?:\/\/|www\.|\b(?:t\.me|wa\.me|bit\.ly|tinyurl\.com|cutt\.ly)\b/iu;

/** Reads each message once: its text by `shared/text`, and what stands beside the text (T11). Keeps counts and hashes, no words. */
export class DeskReader implements MessageReader {
  readonly #parts: ReaderParts;
  readonly #brands: Brands;
  readonly #pace: Pace;
  readonly #waves = new Waves<MessagePlace>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    this.#brands = new Brands(parts.state);
    this.#pace = new Pace((threadId) => [...parts.messagesOf(threadId)].flatMap((id) => parts.state.get('message', id)?.receivedAt ?? []));
  }

  read(text: string, about: ReadAbout): ReadMessage {
    const { modelsVersion } = this.#parts;
    const read = readingOf(text, this.#context(about.accountId, about.address), this.#marks(about), about.subject);
    const isDanger = read.signals.some((one) => one.kind === 'danger');
    const isFar = read.relevant.label === 'false' || LINK.test(text);
    // Somebody in danger, a letter with a clock of its own or a person we know is never part of a wave.
    if (!about.isStranger || isDanger || read.special.length > 0 || !isFar) return { reading: read, modelsVersion, earlier: [] };
    const { waveFrom, waveMs } = strategyInForce(this.#parts.state.get('strategy', 'center')).rules.notice;
    const { messageId, threadId, conversationId, contactId, visibility } = about;
    const found = this.#waves.take(text, { authorKey: about.contactId, at: about.now, place: { messageId, threadId, conversationId, contactId, visibility } }, this.#parts.nextId(), waveFrom, waveMs);
    if (found === undefined) return { reading: read, modelsVersion, earlier: [] };
    const wave = { id: found.id, size: found.size };
    return { reading: { ...read, marks: { ...read.marks, wave } }, modelsVersion, earlier: found.earlier.map((place) => ({ place, marks: { wave } })) };
  }

  readAgain(text: string, accountId: string, address: Addressed, marks: ReadingMarks): Pick<ReadMessage, 'reading' | 'modelsVersion'> {
    return { reading: readingOf(text, this.#context(accountId, address), marks), modelsVersion: this.#parts.modelsVersion };
  }

  #context(accountId: string, address: Addressed): Parameters<typeof readingOf>[1] {
    const { names, notNames, numbers } = this.#brands.of(accountId);
    return { brand: { names, notNames, ...(address === 'us' ? { addressed: true } : {}) }, numbers };
  }

  #marks(about: ReadAbout): ReadingMarks {
    const { followersFrom, perHourFrom } = strategyInForce(this.#parts.state.get('strategy', 'center')).rules.notice;
    const { followers = 0 } = about.author;
    const perHour = about.visibility === 'public' ? this.#pace.count(about.threadId, about.now) : 0;
    const impostor = this.#impostor(about);
    return {
      ...(followers >= followersFrom ? { reach: Math.min(9, Math.floor(Math.log10(followers))) } : {}),
      ...(perHour >= perHourFrom ? { perHour } : {}),
      ...(impostor === undefined ? {} : { impostor }),
    };
  }

  #impostor({ accountId, author }: ReadAbout): ReadingMarks['impostor'] {
    const channel = this.#parts.state.get('account', accountId)?.channel ?? '';
    if (this.#brands.isOwnHandle(channel, author.handle)) return undefined;
    const handle = folded(author.handle);
    const name = folded(author.displayName ?? '');
    for (const own of this.#brands.own()) {
      if (passesFor(handle, own.handle) || passesFor(handle, own.brand)) return { by: 'handle', accountId: own.accountId };
      if (passesFor(name, own.name) || passesFor(name, own.handle) || passesFor(name, own.brand)) return { by: 'name', accountId: own.accountId };
    }
    return undefined;
  }
}
