import type { HeapNode } from './heap.ts';

/**
 * Items and people by an instant, ties by their place in the log. The instants stand in the heap itself, side by side: with thousands of
 * members most of the time goes into fetching memory, and comparing fetches none of the members. A changed instant is pushed again.
 */
export class TimeHeap<T extends { readonly view: { readonly ord: number } }> {
  readonly #nodes: HeapNode<T>[] = [];
  readonly #ats: number[] = [];
  readonly #ords: number[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  peek(): T | undefined {
    return this.#nodes[0]?.value;
  }

  /** `at` in ms. A member is moved. */
  push(node: HeapNode<T>, at: number): void {
    if (node.at >= 0) {
      if (this.#ats[node.at] === at) return;
      this.remove(node);
    }
    this.#up(node, this.#nodes.length, at, node.value.view.ord);
  }

  remove(node: HeapNode<T>): void {
    const place = node.at;
    if (place < 0) return;
    node.at = -1;
    const last = this.#nodes.pop() as HeapNode<T>;
    const at = this.#ats.pop() as number;
    const ord = this.#ords.pop() as number;
    if (last === node) return;
    if (place > 0 && this.#isBefore(at, ord, (place - 1) >> 1)) this.#up(last, place, at, ord);
    else this.#down(last, place, at, ord);
  }

  /** The members that pass, found from the top without looking below one that does not. Order is not defined. */
  whilePassing(pass: (value: T) => boolean): T[] {
    const found: T[] = [];
    const open = this.#nodes.length > 0 ? [0] : [];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const node = this.#nodes[at];
      if (node === undefined || !pass(node.value)) continue;
      found.push(node.value);
      open.push(2 * at + 1, 2 * at + 2);
    }
    return found;
  }

  #isBefore(at: number, ord: number, other: number): boolean {
    const otherAt = this.#ats[other] as number;
    return at !== otherAt ? at < otherAt : ord < (this.#ords[other] as number);
  }

  #put(node: HeapNode<T>, place: number, at: number, ord: number): void {
    this.#nodes[place] = node;
    this.#ats[place] = at;
    this.#ords[place] = ord;
    node.at = place;
  }

  #up(node: HeapNode<T>, from: number, at: number, ord: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#isBefore(at, ord, above)) break;
      this.#put(this.#nodes[above] as HeapNode<T>, place, this.#ats[above] as number, this.#ords[above] as number);
      place = above;
    }
    this.#put(node, place, at, ord);
  }

  #down(node: HeapNode<T>, from: number, at: number, ord: number): void {
    const size = this.#nodes.length;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#isBefore(this.#ats[below + 1] as number, this.#ords[below + 1] as number, below)) below += 1;
      const belowAt = this.#ats[below] as number;
      const belowOrd = this.#ords[below] as number;
      if (at !== belowAt ? at < belowAt : ord < belowOrd) break;
      this.#put(this.#nodes[below] as HeapNode<T>, place, belowAt, belowOrd);
      place = below;
    }
    this.#put(node, place, at, ord);
  }
}
