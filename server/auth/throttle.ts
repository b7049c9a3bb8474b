import { CodedError, type WireError } from '../../shared/util/errors.ts';

/** Too many failures; says how long to wait. */
export class ThrottledError extends CodedError {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('AUTH_THROTTLED', { detail: `Too many sign-ins failed; wait ${Math.ceil(retryAfterMs / 1000)} s.` });
    this.retryAfterMs = retryAfterMs;
  }

  override toWire(): WireError & { readonly retryAfterMs: number } {
    return { ...super.toWire(), retryAfterMs: this.retryAfterMs };
  }
}

export interface ThrottleRule {
  /** Failures that cost nothing. */
  readonly free: number;
  /** Wait after the first failure beyond; doubles with each. */
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** Failures are forgotten after this long without another. */
  readonly forgetMs: number;
}

interface Failures {
  count: number;
  lastAt: number;
}

/** Counts failures per key (a user's name, an address) and makes each further try wait longer. Times are steady ms. */
export class Throttle {
  readonly #rule: ThrottleRule;
  readonly #maxKeys: number;
  readonly #failures = new Map<string, Failures>();

  constructor(rule: ThrottleRule, maxKeys = 20_000) {
    this.#rule = rule;
    this.#maxKeys = maxKeys;
  }

  /** Ms until this key may try again; 0 when it may now. */
  waitMs(key: string, now: number): number {
    const found = this.#failures.get(key);
    if (found === undefined) return 0;
    if (now - found.lastAt >= this.#rule.forgetMs) {
      this.#failures.delete(key);
      return 0;
    }
    const beyond = found.count - this.#rule.free;
    if (beyond <= 0) return 0;
    const wait = Math.min(this.#rule.maxWaitMs, this.#rule.firstWaitMs * 2 ** Math.min(beyond - 1, 30));
    return Math.max(0, found.lastAt + wait - now);
  }

  failed(key: string, now: number): void {
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, lastAt: now });
    // A flood of made-up keys pushes out the oldest, never the memory.
    if (this.#failures.size > this.#maxKeys)
      for (const oldest of this.#failures.keys()) {
        this.#failures.delete(oldest);
        break;
      }
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}

/** Lets at most `slots` run at once and at most `maxWaiting` wait; beyond that ThrottledError. */
export class Gate {
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(slots: number, maxWaiting: number) {
    this.#free = slots;
    this.#maxWaiting = maxWaiting;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else if (this.#waiting.length >= this.#maxWaiting) throw new ThrottledError(2000);
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
