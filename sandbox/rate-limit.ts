import { SandboxError } from './errors.ts';
import type { Ledger } from './ledger.ts';
import { key } from './store.ts';
import type { Settings } from './settings.ts';

/** Budget of posts per account over a sliding window. It counts posts, so it stands after a restart as before. */
export class RateLimit {
  readonly #made = new Map<string, number[]>();
  readonly #settings: () => Settings;
  readonly #now: () => number;

  constructor(ledger: Ledger, settings: () => Settings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
    ledger.on('post', ({ post, storedAtMs, imported }) => {
      if (imported) return;
      const made = this.#made.get(key(post.author)) ?? [];
      made.push(storedAtMs);
      // Enough to judge any limit the settings allow would be everything; beyond a day it is history.
      if (made.length % 1000 === 0) made.splice(0, made.findIndex((at) => at > storedAtMs - 86_400_000));
      this.#made.set(key(post.author), made);
    });
  }

  /** X-RateLimit headers for an account, or none when the limit is off. Reset is in seconds since 1970. */
  headers(handle: string): Record<string, string> {
    const { posts, windowMs } = this.#settings().rateLimit;
    if (posts === 0) return {};
    const inWindow = this.#inWindow(handle, windowMs);
    const resetMs = (inWindow[0] ?? this.#now()) + windowMs;
    return {
      'x-ratelimit-limit': String(posts),
      'x-ratelimit-remaining': String(Math.max(0, posts - inWindow.length)),
      'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)),
    };
  }

  /** Throws RATE_LIMITED with Retry-After (seconds, at least 1) when the budget is used. */
  check(handle: string): void {
    const { posts, windowMs } = this.#settings().rateLimit;
    if (posts === 0) return;
    const inWindow = this.#inWindow(handle, windowMs);
    if (inWindow.length < posts) return;
    const freeAtMs = (inWindow[inWindow.length - posts] ?? 0) + windowMs;
    const waitSeconds = Math.max(1, Math.ceil((freeAtMs - this.#now()) / 1000));
    throw new SandboxError('RATE_LIMITED', { headers: { ...this.headers(handle), 'retry-after': String(waitSeconds) } });
  }

  #inWindow(handle: string, windowMs: number): number[] {
    const from = this.#now() - windowMs;
    const made = this.#made.get(key(handle)) ?? [];
    let start = made.length;
    while (start > 0 && (made[start - 1] as number) > from) start -= 1;
    return made.slice(start);
  }
}
