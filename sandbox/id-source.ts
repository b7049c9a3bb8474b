/** Post ids: 13 digits of time, 4 of count. They sort as strings and never repeat, also when the clock steps back. */
export class PostIds {
  #lastMs = 0;
  #count = 0;

  next(nowMs: number): string {
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs;
      this.#count = 0;
    } else {
      this.#count += 1;
      if (this.#count > 9999) {
        this.#lastMs += 1;
        this.#count = 0;
      }
    }
    return `${String(this.#lastMs).padStart(13, '0')}${String(this.#count).padStart(4, '0')}`;
  }

  /** Goes on after an id found in the journal; ids of another form (imports) do not matter. */
  seen(id: string): void {
    if (!/^\d{17}$/.test(id)) return;
    const ms = Number(id.slice(0, 13));
    const count = Number(id.slice(13));
    if (ms > this.#lastMs || (ms === this.#lastMs && count > this.#count)) {
      this.#lastMs = ms;
      this.#count = count;
    }
  }
}
