import { z } from 'zod';
import { blueskyMessageId } from '../../../shared/channels/bluesky-message.ts';
import { blueskyChannel } from '../../../shared/channels/bluesky.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { pause } from '../../../shared/util/pause.ts';
import { FeedFailure, type FeedRun } from '../ports.ts';
import type { ReadSession } from './session.ts';
import { convoSchema, entrySchema, isTalkOfTwo, messageSchema, toMessage, type Convo, type Entry } from './talk.ts';

export interface MessagesOf {
  readonly account: string;
  readonly ownDid: string;
  readonly session: ReadSession;
  /** For `atproto-proxy`. */
  readonly service: string;
  readonly everyMs: number;
  /** People the account has not accepted: taken in, or left until it does. */
  readonly strangers: 'take' | 'leave';
}

const logSchema = z.object({ cursor: z.string().max(500).optional(), logs: z.array(z.unknown()).max(10_000) });
const convosSchema = z.object({ convos: z.array(z.unknown()) });
const pageSchema = z.object({ messages: z.array(z.unknown()) });
const oneSchema = z.object({ convo: convoSchema });
const KNOWN_FOR_MS = 60_000;
const MOST_KNOWN = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** What may be lost of one entry is that entry. */
const readable = <T>(schema: z.ZodType<T>, given: readonly unknown[]): T[] => given.flatMap((one) => schema.safeParse(one).data ?? []);

/**
 * Reads direct messages by their log, until the signal aborts. `cursor`: where it stands, undefined at first: then what is unread comes first. `deliver` gets messages
 * and the cursor behind them; what it throws comes out, anything else is waited out and told by `trouble`.
 */
export async function readTalks(of: MessagesOf, run: Pick<FeedRun, 'signal' | 'clock' | 'timers' | 'rng' | 'spend'>, cursor: string | undefined, deliver: (messages: readonly InboundMessage[], cursor: string) => Promise<void>, trouble: (failure: FeedFailure | undefined) => void): Promise<void> {
  const talks = new Talks(of, run);
  let at = cursor;
  let waitMs = of.everyMs;
  while (!run.signal.aborted) {
    let step: { messages: InboundMessage[]; cursor: string; more: boolean } | undefined;
    try {
      step = at === undefined ? await talks.begin() : await talks.after(at);
      if (waitMs !== of.everyMs) trouble(undefined);
      waitMs = of.everyMs;
    } catch (error) {
      if (run.signal.aborted) return;
      const failure = error instanceof FeedFailure ? error : new FeedFailure('INTERNAL', error instanceof Error ? error.message : String(error));
      waitMs = Math.max(failure.retryAfterMs ?? 0, Math.min(LONGEST_WAIT_MS, waitMs * 2));
      trouble(failure);
    }
    if (step !== undefined && (step.messages.length > 0 || step.cursor !== at)) {
      await deliver(step.messages, step.cursor);
      at = step.cursor;
    }
    if (step?.more !== true) await pause(run, waitMs * (0.95 + run.rng.next() / 10));
  }
}

class Talks {
  readonly #of: MessagesOf;
  readonly #run: Pick<FeedRun, 'signal' | 'clock' | 'spend'>;
  readonly #known = new Map<string, { convo: Convo; at: number }>();

  constructor(of: MessagesOf, run: Pick<FeedRun, 'signal' | 'clock' | 'spend'>) {
    this.#of = of;
    this.#run = run;
  }

  /** The first time: from now on, and before that what nobody has read. */
  async begin(): Promise<{ messages: InboundMessage[]; cursor: string; more: boolean }> {
    const log = await this.#read('getLog', {}, logSchema);
    const listed = await this.#read('listConvos', { limit: '100', readState: 'unread' }, convosSchema);
    const messages: InboundMessage[] = [];
    for (const convo of readable(convoSchema, listed?.convos ?? [])) if (convo.unreadCount > 0 && this.#takes(convo)) messages.push(...(await this.#said(convo, Math.min(100, convo.unreadCount))));
    return { messages, cursor: log?.cursor ?? '', more: false };
  }

  async after(cursor: string): Promise<{ messages: InboundMessage[]; cursor: string; more: boolean }> {
    const log = await this.#read('getLog', cursor === '' ? {} : { cursor }, logSchema);
    const messages: InboundMessage[] = [];
    for (const entry of readable(entrySchema, log?.logs ?? [])) messages.push(...(await this.#messagesOf(entry)));
    return { messages, cursor: log?.cursor ?? cursor, more: (log?.logs.length ?? 0) > 0 && log?.cursor !== undefined && log.cursor !== cursor };
  }

  async #messagesOf({ $type, convoId, message }: Entry): Promise<InboundMessage[]> {
    if (convoId === undefined) return [];
    const kind = $type.slice($type.indexOf('#') + 1);
    if (kind === 'logMuteConvo' || kind === 'logUnmuteConvo' || kind === 'logAcceptConvo') {
      this.#known.delete(convoId);
      // Now that the account talks with them, what they had said counts.
      if (kind === 'logMuteConvo' || (kind === 'logAcceptConvo' && this.#of.strangers === 'take')) return [];
      const convo = await this.#convo(convoId);
      return convo === undefined || kind === 'logUnmuteConvo' || !this.#takes(convo) ? [] : this.#said(convo, 20);
    }
    if (message === undefined) return [];
    if (kind === 'logDeleteMessage') return [{ v: 1, channel: blueskyChannel.name, account: this.#of.account, remoteId: blueskyMessageId(convoId, message.id), kind: 'deletion', deletedAt: this.#run.clock.now() }];
    if (kind !== 'logCreateMessage') return [];
    const convo = await this.#convo(convoId);
    if (convo === undefined || !this.#takes(convo)) return [];
    return [toMessage(message, convo, this.#of.account, this.#of.ownDid) ?? []].flat();
  }

  #takes(convo: Convo): boolean {
    return !convo.muted && isTalkOfTwo(convo) && (this.#of.strangers === 'take' || convo.status !== 'request');
  }

  /** The last messages of a talk, the oldest first. */
  async #said(convo: Convo, most: number): Promise<InboundMessage[]> {
    const page = await this.#read('getMessages', { convoId: convo.id, limit: String(most) }, pageSchema);
    return readable(messageSchema, page?.messages ?? []).reverse().flatMap((message) => toMessage(message, convo, this.#of.account, this.#of.ownDid) ?? []);
  }

  async #convo(convoId: string): Promise<Convo | undefined> {
    const held = this.#known.get(convoId);
    const now = this.#run.clock.now();
    if (held !== undefined && now - held.at < KNOWN_FOR_MS) return held.convo;
    const convo = (await this.#read('getConvo', { convoId }, oneSchema))?.convo;
    if (convo === undefined) return undefined;
    this.#known.delete(convoId);
    this.#known.set(convoId, { convo, at: now });
    const oldest = this.#known.size > MOST_KNOWN ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
    return convo;
  }

  async #read<T>(method: string, query: Readonly<Record<string, string>>, schema: z.ZodType<T>): Promise<T | undefined> {
    await this.#run.spend?.('read');
    return this.#of.session.read(`chat.bsky.convo.${method}`, query, this.#of.service, schema, this.#run.signal);
  }
}
