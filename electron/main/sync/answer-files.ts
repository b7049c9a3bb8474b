import { createHash } from 'node:crypto';
import { fileProblem, mediaFor } from '../../../shared/channels/file-rules.ts';
import { getChannel, type ChannelDescriptor } from '../../../shared/channels/index.ts';
import type { Visibility } from '../../../shared/domain/channel.ts';
import { answerFileSchema, type AnswerFile } from '../../../shared/domain/message-parts.ts';
import { filesOfPart } from '../../../shared/domain/reply-files.ts';
import { draftBodySchema } from '../../../shared/domain/reply.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { OutboundFile } from '../channels/ports.ts';
import type { Brought, FileLine } from './file-line.ts';
import { mediaTypeOf } from './media-type.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

export interface AnswerFilesParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly items: () => readonly OutboxItem[];
  readonly line: Pick<FileLine, 'bring' | 'fetch'>;
}

/** States in which a reply may still need its files. */
const DONE: ReadonlySet<string> = new Set(['delivered', 'discarded', 'becameDraft']);

/** Files of answers on this desk: with the draft, then with the reply, never longer; sealed in the copy, and brought to the server before leave is asked for. */
export class AnswerFiles {
  readonly #p: AnswerFilesParts;
  readonly #brought = new Set<string>();
  #cancelSweep: (() => void) | undefined;

  constructor(parts: AnswerFilesParts) {
    this.#p = parts;
  }

  /** Keeps one file with what is being written. Throws FILE_REFUSED, CONVERSATION_NOT_HELD, DISK_FULL … */
  add(conversationId: string, visibility: Visibility, given: { readonly name: string; readonly mediaType: string }, bytes: Uint8Array): AnswerFile {
    const { base, view } = this.#p;
    const conversation = view.get('conversation', conversationId);
    if (conversation === undefined) throw new CodedError('CONVERSATION_NOT_HELD', { field: 'conversationId' });
    if (base.stores.files === undefined) throw new CodedError('FILE_REFUSED', { detail: 'notHere' });
    const file = answerFileSchema.parse({ digest: digestOf(bytes), name: plainName(given.name), mediaType: mediaTypeOf(given.mediaType, bytes), bytes: bytes.length });
    const problem = fileProblem(getChannel(conversation.channel)?.media?.[visibility], [file]);
    if (problem !== undefined) throw new CodedError('FILE_REFUSED', { field: 'file', detail: problem.kind });
    base.stores.files.put(conversationId, file.digest, bytes, base.clock.now());
    return file;
  }

  /** Those of them that are here. */
  present(conversationId: string, files: readonly AnswerFile[] | undefined): AnswerFile[] {
    return (files ?? []).filter(({ digest }) => this.#p.base.stores.files?.has(conversationId, digest) === true);
  }

  /** For freezing. Throws FILE_REFUSED where the channel does not take them together, FILE_MISSING where one is not here. */
  checked(conversationId: string, channel: ChannelDescriptor, visibility: Visibility, isOnce: boolean, files: readonly AnswerFile[]): readonly AnswerFile[] {
    const problem = fileProblem(mediaFor(channel, visibility, isOnce), files);
    if (problem !== undefined) throw new CodedError('FILE_REFUSED', { field: 'files', detail: problem.kind });
    if (this.present(conversationId, files).length !== files.length) throw new CodedError('FILE_MISSING', { field: 'files' });
    return files;
  }

  /** Whether the server may lack files of this reply. */
  mustBring({ replyId, reply }: OutboxItem): boolean {
    return reply.frozen.files !== undefined && !this.#brought.has(replyId);
  }

  /** Has the server keep every file of this reply. `refused` with FILE_MISSING where one is gone from here. */
  async bring(item: OutboxItem): Promise<Brought> {
    for (const file of item.reply.frozen.files ?? []) {
      const bytes = this.#p.base.stores.files?.get(item.conversationId, file.digest);
      if (bytes === undefined) {
        // Added at this person's other desk: the server has it already.
        const fetched = await this.#fetch(item, file.digest);
        if (fetched === 'later') return { kind: 'later' };
        if (fetched === 'gone') return { kind: 'refused', code: 'FILE_MISSING' };
        continue;
      }
      const result = await this.#p.line.bring(item, file, bytes);
      if (result.kind !== 'there') return result;
    }
    this.#brought.add(item.replyId);
    return { kind: 'there' };
  }

  /** The server does not have them after all. */
  notKept(replyId: string): void {
    this.#brought.delete(replyId);
  }

  /**
   * The bytes of this part's files as they were frozen, for sending; from the server where this desk has lost them or never had them. Else why not. Other bytes than the digest
   * names never leave.
   */
  async load(item: OutboxItem, part = 0): Promise<readonly OutboundFile[] | { readonly problem: string; readonly retryable: boolean }> {
    const loaded: OutboundFile[] = [];
    for (const file of filesOfPart(item.reply.frozen, part)) {
      const content = this.#p.base.stores.files?.get(item.conversationId, file.digest) ?? (await this.#fetch(item, file.digest));
      if (content === 'later' || content === 'gone') return { problem: `${file.name} is not on this desk`, retryable: content === 'later' };
      if (digestOf(content) !== file.digest) return { problem: `${file.name} is not what was frozen`, retryable: false };
      loaded.push({ ...file, content });
    }
    return loaded;
  }

  /** From the server, kept here from then on. */
  async #fetch(item: OutboxItem, digest: string): Promise<Uint8Array | 'gone' | 'later'> {
    const fetched = await this.#p.line.fetch(item, digest);
    if (typeof fetched === 'string' || digestOf(fetched) !== digest) return fetched;
    this.#p.base.stores.files?.put(item.conversationId, digest, fetched, this.#p.base.clock.now());
    return fetched;
  }

  /** When what happens now is over: a reply may be giving way to a new one, or to a draft. */
  sweepSoon(): void {
    this.#cancelSweep ??= this.#p.base.timers.after(1_000, () => {
      this.#cancelSweep = undefined;
      this.sweep();
    });
  }

  stop(): void {
    this.#cancelSweep?.();
  }

  /** Lets go of files that nothing being written or on its way names, and of all about an erased person. Never throws. */
  sweep(): void {
    const { base, view, items } = this.#p;
    try {
      const stored = base.stores.files?.all() ?? [];
      if (stored.length === 0) return;
      const wanted = new Set(items().flatMap(({ conversationId, reply, state }) => (DONE.has(state.kind) ? [] : (reply.frozen.files ?? []).map(({ digest }) => `${conversationId}\n${digest}`))));
      for (const { conversationId, digest, addedAt } of stored) {
        const draft = draftBodySchema.safeParse(base.stores.drafts.get(conversationId)?.value);
        const isErased = view.get('conversation', conversationId)?.erasedAt !== undefined;
        // What was just added reaches its draft with the next pause.
        const isNew = base.clock.now() - addedAt < 60_000;
        const isWanted = isNew || wanted.has(`${conversationId}\n${digest}`) || (draft.success && draft.data.files?.some((file) => file.digest === digest) === true);
        if (isErased || !isWanted) base.stores.files?.delete(conversationId, digest);
      }
    } catch (error) {
      base.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'files nobody needs any more are still here');
    }
  }
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A file's name without folders and signs that hide what it is. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069"<>|:*?]/g, '_').trim();
  const letters = [...plain];
  return letters.length === 0 ? 'file' : letters.length <= 150 ? plain : `${letters.slice(0, 120).join('')}${letters.slice(-30).join('')}`;
}
