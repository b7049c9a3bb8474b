import type { Clock } from '../../shared/util/ports.ts';

/** Token bucket: `perSecond` on average, twice as many at once. */
export class Rate {
  readonly #perSecond: number;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#tokens = perSecond * 2;
    this.#at = clock.steady();
  }

  /** 0: taken. Otherwise ms until one is free. */
  take(): number {
    const now = this.#clock.steady();
    this.#tokens = Math.min(this.#perSecond * 2, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000);
  }
}
