import { createHash, createHmac } from 'node:crypto';
import type { AnswerFile, Attachment } from '../../shared/domain/message-parts.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Center } from '../center/center.ts';
import type { EventLog } from '../log/port.ts';
import { attachmentsOf } from './kept-attachments.ts';
import type { TextVault } from './port.ts';

export interface AnswerFilesParts {
  readonly center: Center;
  readonly log: EventLog;
  readonly vault: TextVault;
  readonly readTexts: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** 32 bytes: a ref says nothing of the bytes it stands for. */
  readonly secret: Uint8Array;
}

const MOST_PER_REPLY = 20;
const MOST_REMEMBERED = 10_000;

/**
 * Files that go with answers: brought by the desk before it asks leave, sealed under the person's key, found by the reply and the digest of their bytes. What is
 * never permitted stays sealed and goes with the person.
 */
export class AnswerFiles {
  readonly #p: AnswerFilesParts;
  /** Refs known to be on the disk, last met last. */
  readonly #known = new Map<string, string>();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #perReply = new Map<string, Set<string>>();

  constructor(parts: AnswerFilesParts) {
    this.#p = parts;
  }

  refOf(replyId: string, digest: string): string {
    return `file-${createHmac('sha256', this.#p.secret).update(`${replyId}\n${digest}`).digest('hex').slice(0, 40)}`;
  }

  /** Keeps these bytes; again the same is nothing new. On disk when it resolves. INPUT_INVALID where they are not what the digest says, NOT_FOUND for an erased person. */
  async put(to: { readonly conversationId: string; readonly replyId: string; readonly digest: string; readonly mediaType: string }, bytes: Uint8Array): Promise<void> {
    const { center } = this.#p;
    if (createHash('sha256').update(bytes).digest('hex') !== to.digest) throw new CodedError('INPUT_INVALID', { field: 'digest', detail: 'These are other bytes.' });
    const conversation = center.live.get('conversation', to.conversationId);
    if (conversation === undefined || conversation.erasedAt !== undefined) throw new CodedError('NOT_FOUND', { field: 'conversationId' });
    const ref = this.refOf(to.replyId, to.digest);
    const before = this.#underWay.get(ref);
    if (before !== undefined) return before;
    const run = this.#keep(ref, to, conversation.contactId, bytes).finally(() => this.#underWay.delete(ref));
    this.#underWay.set(ref, run);
    return run;
  }

  /** The refs of these files, in order; undefined where one has not come. */
  async kept(contactId: string, replyId: string, files: readonly Pick<AnswerFile, 'digest'>[]): Promise<readonly string[] | undefined> {
    const refs = files.map(({ digest }) => this.refOf(replyId, digest));
    const unknown = refs.filter((ref) => this.#known.get(ref) !== contactId);
    if (unknown.length > 0) for (const [ref, body] of await this.#p.log.bodies(unknown)) this.#remember(ref, body.contactId);
    return refs.every((ref) => this.#known.get(ref) === contactId) ? refs : undefined;
  }

  async ofMessage(messageId: string): Promise<readonly Attachment[]> {
    const message = this.#p.center.live.get('message', messageId);
    return message === undefined ? [] : attachmentsOf(message, this.#p.readTexts);
  }

  async #keep(ref: string, to: { readonly replyId: string; readonly mediaType: string }, contactId: string, bytes: Uint8Array): Promise<void> {
    const { center, log, vault } = this.#p;
    if ((await log.bodies([ref])).has(ref)) return this.#remember(ref, contactId);
    const of = this.#perReply.get(to.replyId) ?? new Set();
    this.#perReply.set(to.replyId, of.add(ref));
    if (this.#perReply.size > MOST_REMEMBERED) this.#perReply.delete(this.#perReply.keys().next().value ?? '');
    if (of.size > MOST_PER_REPLY) throw new CodedError('FILE_REFUSED', { field: 'files' });
    const sealed = await vault.seal(contactId, JSON.stringify({ mediaType: to.mediaType, base64: Buffer.from(bytes).toString('base64') }), ref);
    await center.submit('system', () => ({ events: [], bodies: [sealed.body], keys: sealed.key === undefined ? [] : [sealed.key] }));
    vault.stored([contactId]);
    this.#remember(ref, contactId);
  }

  #remember(ref: string, contactId: string): void {
    this.#known.delete(ref);
    this.#known.set(ref, contactId);
    if (this.#known.size > MOST_REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
  }
}
