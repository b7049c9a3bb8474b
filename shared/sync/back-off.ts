import type { Rng } from '../util/ports.ts';

/** Spans in ms: doubling from `firstMs` up to `maxMs`, spread over the upper half so that many desks do not come at once. */
export interface BackOffRule {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The wait before try number `tries` (1 = first repeat), in ms. */
export function backOffMs(rule: BackOffRule, tries: number, rng: Rng): number {
  const full = Math.min(rule.maxMs, rule.firstMs * 2 ** Math.min(30, Math.max(0, tries - 1)));
  return Math.round(full / 2 + (full / 2) * rng.next());
}

/** Never long: when a server comes back, its desks are to be back within seconds, and a try at a closed door costs next to nothing. */
export const RECONNECT: BackOffRule = { firstMs: 500, maxMs: 4_000 };
export const RESEND: BackOffRule = { firstMs: 1_000, maxMs: 60_000 };
