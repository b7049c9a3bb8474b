interface List<T> {
  readonly live: Set<T>;
  /** As they came; those that left are passed over until the list is made anew. */
  order: T[];
}

/** Who has which word. What is asked of a word costs what is asked for, however many have it. */
export class Postings<T> {
  readonly #of = new Map<string, List<T>>();

  count(word: string): number {
    return this.#of.get(word)?.live.size ?? 0;
  }

  add(word: string, one: T): void {
    const list = this.#of.get(word);
    if (list === undefined) this.#of.set(word, { live: new Set([one]), order: [one] });
    else if (!list.live.has(one)) {
      list.live.add(one);
      list.order.push(one);
      this.#tidy(list);
    }
  }

  remove(word: string, one: T): void {
    const list = this.#of.get(word);
    if (list?.live.delete(one) !== true) return;
    if (list.live.size === 0) this.#of.delete(word);
    else this.#tidy(list);
  }

  #tidy(list: List<T>): void {
    if (list.order.length > 2 * list.live.size + 16) list.order = [...list.live];
  }

  /** At most `most` of those that have the word, the newest first. */
  newest(word: string, most: number): Set<T> {
    const found = new Set<T>();
    const list = this.#of.get(word);
    if (list === undefined) return found;
    for (let i = list.order.length - 1; i >= 0 && found.size < most; i -= 1) {
      const one = list.order[i] as T;
      if (list.live.has(one)) found.add(one);
    }
    return found;
  }
}
