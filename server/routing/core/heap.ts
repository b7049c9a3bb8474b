// A binary heap whose members know their place, so that any of them can be moved or taken out in O(log n).

/** A member's handle. `at` is its place in the heap, −1 while it is in none. One node belongs to one heap. */
export interface HeapNode<T> {
  readonly value: T;
  at: number;
}

export function heapNode<T>(value: T): HeapNode<T> {
  return { value, at: -1 };
}

/** `compare` must be a total order; who changes what it reads calls `update` before the next heap call. */
export class IndexedHeap<T> {
  readonly #nodes: HeapNode<T>[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#nodes.length;
  }

  peek(): T | undefined {
    return this.#nodes[0]?.value;
  }

  push(node: HeapNode<T>): void {
    if (node.at >= 0) return this.update(node);
    node.at = this.#nodes.length;
    this.#nodes.push(node);
    this.#up(node.at);
  }

  remove(node: HeapNode<T>): void {
    const at = node.at;
    if (at < 0) return;
    const last = this.#nodes.pop() as HeapNode<T>;
    node.at = -1;
    if (last === node) return;
    this.#nodes[at] = last;
    last.at = at;
    this.#down(at);
    this.#up(last.at);
  }

  update(node: HeapNode<T>): void {
    if (node.at < 0) return;
    this.#up(node.at);
    this.#down(node.at);
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

  *values(): IterableIterator<T> {
    for (const node of this.#nodes) yield node.value;
  }

  #up(from: number): void {
    const nodes = this.#nodes;
    const node = nodes[from] as HeapNode<T>;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = nodes[above] as HeapNode<T>;
      if (this.#compare(node.value, parent.value) >= 0) break;
      nodes[at] = parent;
      parent.at = at;
      at = above;
    }
    nodes[at] = node;
    node.at = at;
  }

  #down(from: number): void {
    const nodes = this.#nodes;
    const node = nodes[from] as HeapNode<T>;
    const size = nodes.length;
    let at = from;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#compare((nodes[below + 1] as HeapNode<T>).value, (nodes[below] as HeapNode<T>).value) < 0) below += 1;
      const child = nodes[below] as HeapNode<T>;
      if (this.#compare(child.value, node.value) >= 0) break;
      nodes[at] = child;
      child.at = at;
      at = below;
    }
    nodes[at] = node;
    node.at = at;
  }
}
