import { z } from 'zod';
import { MESSAGE_SERVICE, MESSAGE_SERVICE_FORM } from '../../../../shared/channels/bluesky-message.ts';
import { httpCall, type HttpAnswer } from '../http-port.ts';
import type { LimitReading, OutboundTarget } from '../ports.ts';

const credentialSchema = z.object({ identifier: z.string().min(1).max(300), appPassword: z.string().min(1).max(300) });
const settingsSchema = z.object({ service: z.url({ protocol: /^https?$/ }).max(500).optional(), messageService: z.string().regex(MESSAGE_SERVICE_FORM).optional() });

/** Where to speak, and as whom. */
export interface BlueskyAccount {
  readonly service: string;
  readonly identifier: string;
  readonly appPassword: string;
  /** Where direct messages are, for `XrpcCall.proxy`. */
  readonly messageService: string;
}

const UPLOAD_TIMEOUT_MS = 40_000;
const SERVICE = 'https://bsky.social';
/** Points one post under a key of ours takes of the account's budget. */
const POINTS_PER_POST = 2;

/** Undefined where the stored credential or the settings cannot be read. */
export function readAccount(target: OutboundTarget): BlueskyAccount | undefined {
  try {
    const settings = settingsSchema.parse(target.settings ?? {});
    return { service: settings.service ?? SERVICE, messageService: settings.messageService ?? MESSAGE_SERVICE, ...credentialSchema.parse(JSON.parse(target.credential)) };
  } catch {
    return undefined;
  }
}

export interface XrpcCall {
  /** Name of the method, e.g. `com.atproto.repo.getRecord`. */
  readonly nsid: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Present: a procedure (POST), else a query (GET). */
  readonly input?: object | 'none' | undefined;
  /** Bytes instead of an input, and what they are. */
  readonly bytes?: { readonly content: Uint8Array; readonly mediaType: string } | undefined;
  readonly token?: string | undefined;
  /** The account's server hands the call on to this service. */
  readonly proxy?: string | undefined;
  readonly signal: AbortSignal;
}

export type XrpcAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown; readonly error: string | undefined; readonly detail: string; readonly retryAfterMs: number | undefined; readonly limits: readonly LimitReading[] }
  | Exclude<HttpAnswer, { kind: 'answer' }>;

const problemSchema = z.object({ error: z.string().max(200), message: z.string().optional() });

/** One call to an account's server. `now`: this machine's wall clock, ms. Never throws for what network or server do. */
export async function xrpc(service: string, call: XrpcCall, now: () => number): Promise<XrpcAnswer> {
  const url = new URL(`/xrpc/${call.nsid}`, service);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const answer = await httpCall({
    method: call.input === undefined && call.bytes === undefined ? 'GET' : 'POST',
    url,
    headers: { ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }), ...(call.proxy === undefined ? {} : { 'atproto-proxy': call.proxy }), ...(call.bytes === undefined ? {} : { 'content-type': call.bytes.mediaType }) },
    ...(call.bytes === undefined ? {} : { body: call.bytes.content, timeoutMs: UPLOAD_TIMEOUT_MS }),
    ...(typeof call.input === 'object' ? { body: call.input } : {}),
    signal: call.signal,
  });
  if (answer.kind !== 'answer') return answer;
  const problem = problemSchema.safeParse(answer.body);
  const error = answer.status >= 400 && problem.success ? problem.data.error : undefined;
  const resetAt = secondsAt(answer.headers.get('ratelimit-reset'));
  return {
    kind: 'answer',
    status: answer.status,
    body: answer.body,
    error,
    detail: `${error ?? `the server answered ${answer.status}`}${problem.success && problem.data.message !== undefined ? `: ${problem.data.message}` : ''}`.slice(0, 500),
    retryAfterMs: answer.retryAfterMs ?? (resetAt === undefined ? undefined : Math.max(0, resetAt - (answer.dateMs ?? now()))),
    limits: readLimits(answer.headers, resetAt),
  };
}

function secondsAt(text: string | null): number | undefined {
  const seconds = Number(text ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
}

/** The server tells of the tightest of its windows: the hour's and the day's are points of the account, the shorter one counts calls from this address. */
function readLimits(headers: Headers, resetAt: number | undefined): LimitReading[] {
  const policy = /^(\d{1,9});w=(\d{1,9})$/.exec(headers.get('ratelimit-policy') ?? '');
  const remaining = Number(headers.get('ratelimit-remaining') ?? Number.NaN);
  if (policy === null || !Number.isFinite(remaining) || remaining < 0) return [];
  const [, limit, windowSeconds] = policy.map(Number) as [number, number, number];
  const isPoints = windowSeconds >= 3_600;
  const each = isPoints ? POINTS_PER_POST : 1;
  return [{ action: isPoints ? 'post' : 'read', remaining: Math.floor(remaining / each), limit: Math.floor(limit / each), ...(resetAt === undefined ? {} : { resetAt }) }];
}
