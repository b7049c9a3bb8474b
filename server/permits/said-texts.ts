import { createHash } from 'node:crypto';
import { getChannel } from '../../shared/channels/index.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { FrozenReply, Reply } from '../../shared/domain/reply.ts';
import type { SaidTable } from './port.ts';

/** How long a platform remembers what was said. */
const KEPT_MS = 24 * 3_600_000;
/** Replies whose texts are read together after a start. */
const AT_ONCE = 500;

export interface SaidParts {
  reply(replyId: string): Reply | undefined;
  readonly now: () => number;
}

/** What went out lately on channels that refuse the same words twice: hashes of the words alone, in memory. */
export class SaidTexts implements SaidTable {
  readonly #p: SaidParts;
  /** Channel → hash of a text → the reply that said it. */
  readonly #said = new Map<string, Map<string, { replyId: string; at: number }>>();

  constructor(parts: SaidParts) {
    this.#p = parts;
  }

  /** True where another reply, out or perhaps out, said one of these parts within a day. */
  wasSaid(channel: string, frozen: FrozenReply, replyId: string): boolean {
    const said = this.#said.get(channel);
    if (said === undefined) return false;
    return frozen.parts.some((text) => {
      const before = said.get(keyOf(frozen.visibility, text));
      if (before === undefined || before.replyId === replyId || this.#p.now() - before.at > KEPT_MS) return false;
      const state = this.#p.reply(before.replyId)?.state;
      return state === 'permitted' || state === 'delivered' || state === 'unconfirmed';
    });
  }

  /** After a start: what went out before it, oldest first. `read`: the sealed texts, as JSON. */
  async recall(replies: Iterable<Reply>, channelOf: (reply: Reply) => string | undefined, read: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>): Promise<void> {
    const recent = [...replies].filter((reply) => reply.permittedAt > this.#p.now() - KEPT_MS && getChannel(channelOf(reply) ?? '')?.identicalText === 'refused').sort((a, b) => a.permittedAt - b.permittedAt);
    for (let at = 0; at < recent.length; at += AT_ONCE) {
      const some = recent.slice(at, at + AT_ONCE);
      const texts = await read(some.flatMap((reply) => reply.partBodyRefs));
      for (const reply of some) {
        const parts = reply.partBodyRefs.flatMap((ref) => {
          const body = texts.get(ref);
          return body === undefined ? [] : [messageBodySchema.parse(JSON.parse(body)).text];
        });
        this.note(channelOf(reply) ?? '', { parts, visibility: reply.visibility }, reply.id, reply.permittedAt);
      }
    }
  }

  /** A reply that has leave to go. */
  note(channel: string, frozen: Pick<FrozenReply, 'parts' | 'visibility'>, replyId: string, at: number): void {
    if (getChannel(channel)?.identicalText !== 'refused') return;
    let said = this.#said.get(channel);
    if (said === undefined) this.#said.set(channel, (said = new Map()));
    for (const text of frozen.parts) {
      const key = keyOf(frozen.visibility, text);
      // The newest stands at the end.
      said.delete(key);
      said.set(key, { replyId, at });
    }
    for (const [key, { at: then }] of said) {
      if (at - then <= KEPT_MS) break;
      said.delete(key);
    }
  }
}

/** What the platform takes for the same: capitals, spaces and who is named in front make no difference. Private words do not stand beside public ones. */
function keyOf(visibility: string, text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLocaleLowerCase('de')
    .replace(/^(?:\s*@\w+)+/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return createHash('sha256').update(visibility).update('\n').update(plain).digest('base64url');
}
