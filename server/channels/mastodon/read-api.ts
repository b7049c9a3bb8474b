import type { z } from 'zod';
import { FeedFailure } from '../ports.ts';

export interface ReadApi {
  readonly instance: string;
  /** With read scopes only; without one: what anybody may read. */
  readonly token?: string | undefined;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Waits for the account's shared budget. */
  readonly spend?: (() => Promise<void>) | undefined;
  readonly heard?: ((reading: { remaining: number; limit?: number | undefined; resetAt?: number | undefined }) => void) | undefined;
}

const TIMEOUT_MS = 20_000;
/** So many calls of the account's budget are left to others who share it. */
const LEFT_TO_OTHERS = 20;

export interface Read<T> {
  readonly data: T;
  /** Where the budget is nearly used: how long to leave the instance alone, ms. */
  readonly waitMs: number | undefined;
}

/** One read. `gone` where the instance knows no such thing. Throws FeedFailure. */
export async function read<T>(api: ReadApi, path: string, schema: z.ZodType<T>): Promise<Read<T> | 'gone'> {
  await api.spend?.();
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(new URL(path, api.instance), { redirect: 'error', headers: api.token === undefined ? {} : { authorization: `Bearer ${api.token}` }, signal: AbortSignal.any([api.signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    body = await response.json().catch(() => undefined);
  } catch (error) {
    throw new FeedFailure('PLATFORM_UNREACHABLE', error instanceof Error ? error.message : String(error));
  }
  const resetAt = Date.parse(response.headers.get('x-ratelimit-reset') ?? '');
  const untilReset = Number.isNaN(resetAt) ? undefined : Math.max(0, resetAt - api.now());
  const remaining = Number(response.headers.get('x-ratelimit-remaining') ?? Number.NaN);
  const limit = Number(response.headers.get('x-ratelimit-limit') ?? Number.NaN);
  if (Number.isInteger(remaining) && remaining >= 0) api.heard?.({ remaining, ...(Number.isInteger(limit) && limit > 0 ? { limit } : {}), ...(untilReset === undefined ? {} : { resetAt: api.now() + untilReset }) });
  else if (response.status === 429) api.heard?.({ remaining: 0, ...(untilReset === undefined ? {} : { resetAt: api.now() + untilReset }) });
  if (response.status === 401 || response.status === 403) throw new FeedFailure('CREDENTIAL_REJECTED', `the instance answered ${response.status} to ${path.split('?')[0]}`);
  if (response.status === 404) return 'gone';
  if (response.status === 429) throw new FeedFailure('PLATFORM_RATE_LIMITED', 'the budget of reads is used', untilReset);
  if (!response.ok) throw new FeedFailure('PLATFORM_UNREACHABLE', `the instance answered ${response.status}`, untilReset);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new FeedFailure('PLATFORM_ANSWER_UNREADABLE', `${path.split('?')[0]}: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`);
  return { data: parsed.data, waitMs: Number.isFinite(remaining) && remaining <= LEFT_TO_OTHERS ? untilReset : undefined };
}
