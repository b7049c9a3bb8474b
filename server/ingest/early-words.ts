import type { InboundMessage } from '../../shared/domain/inbound.ts';

type Later = Extract<InboundMessage, { kind: 'edit' | 'deletion' }>;

/**
 * Edits and deletions that overtook their message: platforms send again in no order, and whoever was told 200 does not come back with them. Kept in memory, the
 * last `max`: a restart between the two loses them.
 */
export class EarlyWords {
  readonly #max: number;
  readonly #words = new Map<string, Later[]>();

  constructor(max = 50_000) {
    this.#max = max;
  }

  keep(accountId: string, word: Later): void {
    const key = `${accountId}\n${word.remoteId}`;
    const before = this.#words.get(key) ?? [];
    this.#words.delete(key);
    // Of each kind the last one said; repeats change nothing.
    this.#words.set(key, [...before.filter((other) => other.kind !== word.kind || saidAt(other) > saidAt(word)), word].slice(-4));
    if (this.#words.size <= this.#max) return;
    const oldest = this.#words.keys().next().value;
    if (oldest !== undefined) this.#words.delete(oldest);
  }

  /** What was said of this message before it came, in the order in which it was said; not given twice. */
  take(accountId: string, remoteId: string): readonly Later[] {
    const key = `${accountId}\n${remoteId}`;
    const words = this.#words.get(key) ?? [];
    this.#words.delete(key);
    return words.toSorted((a, b) => saidAt(a) - saidAt(b));
  }
}

function saidAt(word: Later): number {
  return word.kind === 'edit' ? word.editedAt : word.deletedAt;
}
