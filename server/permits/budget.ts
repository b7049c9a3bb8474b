import type { Account } from '../../shared/domain/account.ts';
import type { BudgetTable } from './port.ts';

/** One shared rate budget per account: a token bucket filled steadily. In memory; full again after a restart (the platform's own 429 still holds). */
export class Budgets implements BudgetTable {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** Takes one send. `retryAfterMs`: when the next token is there. */
  spend(account: Account, now: number): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number } {
    const { capacity, refillPerMinute } = account.budget;
    const bucket = this.#buckets.get(account.id) ?? { tokens: capacity, at: now };
    const tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) * refillPerMinute) / 60_000);
    if (tokens < 1) {
      this.#buckets.set(account.id, { tokens, at: now });
      return { ok: false, retryAfterMs: Math.ceil(((1 - tokens) * 60_000) / refillPerMinute) };
    }
    this.#buckets.set(account.id, { tokens: tokens - 1, at: now });
    return { ok: true };
  }
}
