import type { OrderKey } from './order-key.ts';
import { sortKeys } from './sort-keys.ts';

const FULL = 512;

function before(a: OrderKey, b: OrderKey): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.id < b.id);
}

/** First index in `keys` that is not before `key`. */
function lowerBound(keys: readonly OrderKey[], key: OrderKey): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(keys[middle] as OrderKey, key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A sorted list that answers "what stands at place n" and "at which place stands this" while it changes: chunks of at most 512 keys, so
 * that one move among 100,000 touches a few hundred entries and never the whole.
 */
export class OrderList {
  private chunks: OrderKey[][] = [];
  private count = 0;

  /** Takes unsorted keys; they must differ in (rank, id). */
  static of(keys: readonly OrderKey[]): OrderList {
    const list = new OrderList();
    const sorted = sortKeys(keys);
    for (let from = 0; from < sorted.length; from += FULL / 2) list.chunks.push(sorted.slice(from, from + FULL / 2));
    list.count = sorted.length;
    return list;
  }

  get size(): number {
    return this.count;
  }

  insert(key: OrderKey): void {
    this.count += 1;
    if (this.chunks.length === 0) {
      this.chunks.push([key]);
      return;
    }
    const at = this.chunkFor(key);
    const chunk = this.chunks[at] as OrderKey[];
    chunk.splice(lowerBound(chunk, key), 0, key);
    if (chunk.length > FULL) this.chunks.splice(at, 1, chunk.slice(0, FULL / 2), chunk.slice(FULL / 2));
  }

  /** True when the key was there. */
  remove(key: OrderKey): boolean {
    if (this.chunks.length === 0) return false;
    const at = this.chunkFor(key);
    const chunk = this.chunks[at] as OrderKey[];
    const place = lowerBound(chunk, key);
    const found = chunk[place];
    if (found === undefined || found.rank !== key.rank || found.id !== key.id) return false;
    chunk.splice(place, 1);
    if (chunk.length === 0) this.chunks.splice(at, 1);
    this.count -= 1;
    return true;
  }

  at(index: number): OrderKey | undefined {
    if (index < 0) return undefined;
    let rest = index;
    for (const chunk of this.chunks) {
      if (rest < chunk.length) return chunk[rest];
      rest -= chunk.length;
    }
    return undefined;
  }

  /** -1 when the key is not there. */
  indexOf(key: OrderKey): number {
    if (this.chunks.length === 0) return -1;
    const at = this.chunkFor(key);
    const chunk = this.chunks[at] as OrderKey[];
    const place = lowerBound(chunk, key);
    const found = chunk[place];
    if (found === undefined || found.rank !== key.rank || found.id !== key.id) return -1;
    let index = place;
    for (let i = 0; i < at; i += 1) index += (this.chunks[i] as OrderKey[]).length;
    return index;
  }

  /** The last chunk that starts at or before the key (the first one for a key before all). */
  private chunkFor(key: OrderKey): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (before(key, (this.chunks[middle] as OrderKey[])[0] as OrderKey)) high = middle - 1;
      else low = middle;
    }
    return low;
  }
}
