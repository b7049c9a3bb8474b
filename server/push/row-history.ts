import type { RowKey } from './row-key.ts';

/** So many notes beyond one per row are kept before the list is made short again. */
const SPARE = 4_096;

/** At which place in the log each row changed last, so that a desk that comes back is told only what changed since it was here. */
export class RowHistory {
  #seqs: number[] = [];
  #keys: RowKey[] = [];
  readonly #last = new Map<RowKey, number>();
  readonly #moved = new Map<RowKey, number>();
  #from: number;
  #count = 0;

  /** `from`: changes at this place and later will be noted here, all of them. */
  constructor(from: number) {
    this.#from = from;
  }

  /** Every change at this place of the log or later is known. */
  get from(): number {
    return this.#from;
  }

  /** Grows with every note. */
  get count(): number {
    return this.#count;
  }

  /** `moved`: who may see the row may have changed with it. Places never go down. */
  note(key: RowKey, seq: number, moved: boolean): void {
    this.#count += 1;
    this.#seqs.push(seq);
    this.#keys.push(key);
    this.#last.set(key, seq);
    if (moved) this.#moved.set(key, seq);
    if (this.#keys.length > 2 * this.#last.size + SPARE) this.#shorten();
  }

  /** Changes from before: the history now begins at `from`. In the order of the log. */
  prepend(from: number, older: readonly { readonly key: RowKey; readonly seq: number; readonly moved: boolean }[]): void {
    this.#count += 1;
    this.#from = from;
    this.#seqs = [...older.map((note) => note.seq), ...this.#seqs];
    this.#keys = [...older.map((note) => note.key), ...this.#keys];
    for (const { key, seq, moved } of older) {
      if (seq > (this.#last.get(key) ?? 0)) this.#last.set(key, seq);
      if (moved && seq > (this.#moved.get(key) ?? 0)) this.#moved.set(key, seq);
    }
  }

  /** Forgets what happened before this place. */
  dropBefore(seq: number): void {
    if (seq <= this.#from) return;
    this.#from = seq;
    for (const map of [this.#last, this.#moved]) for (const [key, at] of map) if (at < seq) map.delete(key);
    this.#shorten();
  }

  /** Where the row changed last, 0: before the history begins. */
  last(key: RowKey): number {
    return this.#last.get(key) ?? 0;
  }

  hasMovedSince(key: RowKey, seq: number): boolean {
    return (this.#moved.get(key) ?? 0) >= seq;
  }

  /** How many notes there are from this place on; a row that changed again and again counts each time. */
  notesSince(seq: number): number {
    let [low, high] = [0, this.#seqs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#seqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return this.#seqs.length - low;
  }

  /** Rows that changed at this place or later, each once. */
  since(seq: number): Set<RowKey> {
    const found = new Set<RowKey>();
    for (let i = this.#keys.length - 1; i >= 0 && (this.#seqs[i] as number) >= seq; i -= 1) found.add(this.#keys[i] as RowKey);
    return found;
  }

  #shorten(): void {
    const notes = [...this.#last].toSorted(([, a], [, b]) => a - b);
    this.#keys = notes.map(([key]) => key);
    this.#seqs = notes.map(([, seq]) => seq);
  }
}
