import { z } from 'zod';
import type { ReplyFailure } from '../../../../shared/domain/reply.ts';
import { httpCall, type HttpAnswer } from '../http-port.ts';
import type { LimitReading, OutboundTarget } from '../ports.ts';

const credentialSchema = z.object({ accessToken: z.string().min(1).max(500) });
const settingsSchema = z.object({ instance: z.url({ protocol: /^https?$/ }).max(500), publicAs: z.enum(['public', 'unlisted']).optional() });

/** Where to speak, and as whom. */
export interface MastodonAccount {
  readonly instance: string;
  readonly accessToken: string;
  readonly publicAs: 'public' | 'unlisted';
}

/** Undefined where the stored credential or the settings cannot be read. */
export function readAccount(target: OutboundTarget): MastodonAccount | undefined {
  try {
    const { instance, publicAs } = settingsSchema.parse(target.settings ?? {});
    return { instance, publicAs: publicAs ?? 'public', ...credentialSchema.parse(JSON.parse(target.credential)) };
  } catch {
    return undefined;
  }
}

export const UNREADABLE: ReplyFailure = { code: 'CREDENTIAL_INVALID', detail: 'the stored credential is not {accessToken}, or the settings are not {instance}', retryable: false };

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
export const statusSchema = z.object({
  id: z.string().min(1).max(256),
  created_at: instant,
  edited_at: instant.nullable().optional(),
  in_reply_to_id: z.string().nullable(),
  visibility: z.string(),
  content: z.string(),
  mentions: z.array(z.object({ acct: z.string().min(1) })).optional(),
  media_attachments: z.array(z.object({ id: z.string().min(1).max(64) })).optional(),
});
export type Status = z.infer<typeof statusSchema>;

export type Answer = Exclude<HttpAnswer, { kind: 'answer' }> | (Extract<HttpAnswer, { kind: 'answer' }> & { readonly problem: string | undefined; readonly limits: readonly LimitReading[]; readonly waitMs: number | undefined });

const problemSchema = z.object({ error: z.string().min(1) });

/** One call to the instance. `now`: this machine's wall clock, ms. Never throws for what network or instance do. */
export async function call(account: MastodonAccount, request: { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; body?: object | undefined; headers?: Readonly<Record<string, string>> | undefined; signal: AbortSignal; timeoutMs?: number | undefined }, now: () => number): Promise<Answer> {
  const { method, path, body, headers, signal, timeoutMs } = request;
  const answer = await httpCall({ method, url: new URL(path, account.instance), headers: { authorization: `Bearer ${account.accessToken}`, ...headers }, ...(body === undefined ? {} : { body }), ...(timeoutMs === undefined ? {} : { timeoutMs }), signal });
  if (answer.kind !== 'answer') return answer;
  const problem = answer.status >= 400 ? problemSchema.safeParse(answer.body) : undefined;
  const resetAt = Date.parse(answer.headers.get('x-ratelimit-reset') ?? '');
  const waitMs = answer.retryAfterMs ?? (Number.isNaN(resetAt) ? undefined : Math.max(0, resetAt - (answer.dateMs ?? now())));
  return { ...answer, problem: problem?.success === true ? problem.data.error : undefined, limits: limitsIn(answer.headers, method === 'POST' && path === '/api/v1/statuses' ? 'post' : 'read'), waitMs };
}

function limitsIn(headers: Headers, action: string): LimitReading[] {
  const number = (name: string): number => Number(headers.get(name) ?? Number.NaN);
  const remaining = number('x-ratelimit-remaining');
  if (!Number.isInteger(remaining) || remaining < 0) return [];
  const limit = number('x-ratelimit-limit');
  const resetAt = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  return [{ action, remaining, ...(Number.isInteger(limit) ? { limit } : {}), ...(Number.isNaN(resetAt) ? {} : { resetAt }) }];
}

interface Rest {
  readonly retryAfterMs?: number | undefined;
  readonly credentialRejected?: boolean | undefined;
  readonly limits?: readonly LimitReading[] | undefined;
}
export const failed = (failure: ReplyFailure, more: Rest = {}) => ({ kind: 'failed' as const, failure, ...more });

/** What an answer that is no success means for something that was to be written: certainly without effect, or unclear. */
export function failureOf(answer: Answer): ReturnType<typeof failed> | { readonly kind: 'unknown'; readonly detail: string } {
  if (answer.kind === 'notSent') return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true });
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  // Only a refusal in the instance's own words is proof; a page of some proxy in between is not.
  if (answer.status < 400 || answer.status >= 500 || answer.problem === undefined) return { kind: 'unknown', detail: `the instance answered ${answer.status}` };
  const detail = answer.problem.slice(0, 500);
  if (answer.status === 429) return failed({ code: 'PLATFORM_RATE_LIMITED', detail, retryable: true }, { retryAfterMs: answer.waitMs, limits: answer.limits });
  if (answer.status === 401 || answer.status === 403) return failed({ code: 'CREDENTIAL_REJECTED', detail, retryable: true }, { credentialRejected: true });
  return failed({ code: 'PLATFORM_REFUSED', detail: answer.status === 404 ? `PARENT_DELETED: ${detail}` : detail, retryable: false }, { limits: answer.limits });
}
