/** What the order looks at, and the place in the heap. */
export interface Placed {
  at: number;
  /** Load over capacity of the best person, and what decides between equals. */
  share: number;
  restingSince: number;
  ord: number;
}

/**
 * The links of one row and load step, best hands first. Keys and places stand in the links themselves: at ten thousand people most of the
 * time goes into fetching memory, and this fetches least. Whoever changes a link's keys calls `update` before anything else happens here.
 */
export class LinkHeap<Link extends Placed> {
  readonly #links: Link[] = [];

  get size(): number {
    return this.#links.length;
  }

  peek(): Link | undefined {
    return this.#links[0];
  }

  /** In no order. */
  all(): readonly Link[] {
    return this.#links;
  }

  push(link: Link): void {
    link.at = this.#links.length;
    this.#links.push(link);
    this.#up(link);
  }

  remove(link: Link): void {
    const { at } = link;
    const last = this.#links.pop() as Link;
    link.at = -1;
    if (last === link) return;
    this.#links[at] = last;
    last.at = at;
    this.update(last);
  }

  update(link: Link): void {
    const { at } = link;
    this.#up(link);
    if (link.at === at) this.#down(link);
  }

  #up(link: Link): void {
    const links = this.#links;
    let { at } = link;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = links[above] as Link;
      if (!before(link, parent)) break;
      links[at] = parent;
      parent.at = at;
      at = above;
    }
    links[at] = link;
    link.at = at;
  }

  #down(link: Link): void {
    const links = this.#links;
    const size = links.length;
    let { at } = link;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      let child = links[below] as Link;
      if (below + 1 < size) {
        const other = links[below + 1] as Link;
        if (before(other, child)) {
          child = other;
          below += 1;
        }
      }
      if (!before(child, link)) break;
      links[at] = child;
      child.at = at;
      at = below;
    }
    links[at] = link;
    link.at = at;
  }
}

/** R12 among links of one row and step: least load for their capacity, then longest idle, then first registered. A total order. */
export function before(a: Placed, b: Placed): boolean {
  if (a.share !== b.share) return a.share < b.share;
  return a.restingSince !== b.restingSince ? a.restingSince < b.restingSince : a.ord < b.ord;
}
