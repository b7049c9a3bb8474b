import type { Clock } from '../../../shared/util/ports.ts';

/** Token buckets by name: `perSecond` on average, `burst` at once. Who was longest quiet is forgotten first; nothing but counts is kept. */
export class Buckets {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #clock: Pick<Clock, 'steady'>;
  readonly #max: number;
  readonly #held = new Map<string, { tokens: number; at: number }>();

  constructor(rule: { readonly perSecond: number; readonly burst: number }, clock: Pick<Clock, 'steady'>, max = 20_000) {
    this.#perSecond = rule.perSecond;
    this.#burst = rule.burst;
    this.#clock = clock;
    this.#max = max;
  }

  /** 0: taken. Otherwise ms until one is free. */
  take(name: string): number {
    const now = this.#clock.steady();
    const before = this.#held.get(name) ?? { tokens: this.#burst, at: now };
    const tokens = Math.min(this.#burst, before.tokens + ((now - before.at) / 1000) * this.#perSecond);
    const isFree = tokens >= 1;
    this.#held.delete(name);
    this.#held.set(name, { tokens: isFree ? tokens - 1 : tokens, at: now });
    if (this.#held.size > this.#max) this.#held.delete(this.#held.keys().next().value ?? name);
    return isFree ? 0 : Math.ceil(((1 - tokens) / this.#perSecond) * 1000);
  }
}

/** How many of something are open at once, by name. */
export class Counts {
  readonly #held = new Map<string, number>();

  of(name: string): number {
    return this.#held.get(name) ?? 0;
  }

  add(name: string, by: 1 | -1): void {
    const next = this.of(name) + by;
    if (next <= 0) this.#held.delete(name);
    else this.#held.set(name, next);
  }
}
