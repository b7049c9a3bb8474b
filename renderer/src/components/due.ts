const TEN_MINUTES = 600_000;

export type Urgency = 'ok' | 'warn' | 'late';

/** How a due time looks at an instant: what share of its span is gone (0–1) and whether to worry. */
export function urgencyOf(
  fromAt: number,
  dueAt: number,
  now: number,
): { readonly gone: number; readonly urgency: Urgency; readonly leftMs: number } {
  const leftMs = dueAt - now;
  const spanMs = Math.max(1, dueAt - fromAt);
  const gone = Math.min(1, Math.max(0, 1 - leftMs / spanMs));
  const urgency = leftMs < 0 ? 'late' : leftMs < Math.min(TEN_MINUTES, spanMs / 2) ? 'warn' : 'ok';
  return { gone, urgency, leftMs };
}
