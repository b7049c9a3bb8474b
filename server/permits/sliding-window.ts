/** So many in any window of this length; older ones leave one by one. */
export class SlidingWindow {
  readonly count: number;
  readonly windowMs: number;
  readonly #at: number[] = [];

  constructor(count: number, windowMs: number) {
    this.count = count;
    this.windowMs = windowMs;
  }

  add(now: number): void {
    this.#at.push(now);
  }

  left(now: number): number {
    this.#forget(now);
    return Math.max(0, this.count - this.#at.length);
  }

  /** In how many ms the `nth` from now fits, if nothing else comes in between. */
  freeIn(nth: number, now: number): number {
    this.#forget(now);
    const over = this.#at.length + nth - this.count;
    if (over <= 0) return 0;
    // Beyond one whole window the next ones take as long again.
    const rounds = Math.floor((over - 1) / this.count);
    const at = this.#at[(over - 1) % this.count] ?? now;
    return Math.max(1, at + (rounds + 1) * this.windowMs - now);
  }

  #forget(now: number): void {
    let gone = 0;
    while (gone < this.#at.length && (this.#at[gone] as number) + this.windowMs <= now) gone += 1;
    if (gone > 0) this.#at.splice(0, gone);
  }
}
