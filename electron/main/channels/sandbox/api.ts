import { z } from 'zod';

/** What lies in the keychain for one brand account. */
const platformUrl = z.string().max(2_000).refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http or https address');
/** A token the platform's operator made, or what a sign-in gave: that one ends and is renewed. */
export const sandboxCredentialSchema = z
  .union([
    z.object({ url: platformUrl, token: z.string().min(1).max(500) }),
    z.object({ url: platformUrl, accessToken: z.string().min(1).max(500), refreshToken: z.string().min(1).max(500).optional(), clientId: z.string().max(100).optional(), expiresAt: z.number().optional() }),
  ])
  .transform((stored) => ('token' in stored ? { ...stored, clientId: undefined, refreshToken: undefined } : { ...stored, token: stored.accessToken }));
export type SandboxCredential = z.output<typeof sandboxCredentialSchema>;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
export const remotePostSchema = z.object({
  id: z.string().min(1).max(256),
  inReplyTo: z.string().nullable(),
  recipient: z.string().nullable(),
  author: z.object({ handle: z.string() }),
  text: z.string(),
  visibility: z.enum(['public', 'private']),
  createdAt: instant,
  clientKey: z.string().nullable(),
});
export type RemotePost = z.infer<typeof remotePostSchema>;
export const remotePostsSchema = z.object({ posts: z.array(remotePostSchema), next: z.string().nullable() });
export const remoteSettingsSchema = z.object({ idempotency: z.enum(['key', 'none']), keyRetentionMs: z.number().min(0) });
export const remoteMeSchema = z.object({ name: z.string(), scopes: z.array(z.string()), accounts: z.array(z.string()), expiresAt: z.iso.datetime().transform((text) => Date.parse(text)).nullish() });
const remoteErrorSchema = z.object({ error: z.object({ code: z.string().max(64), message: z.string() }) });

export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown; readonly retryAfterMs: number | undefined; readonly rate: { readonly remaining: number; readonly limit: number; readonly resetAt: number } | undefined; readonly error: { code: string; message: string } | undefined; readonly dateMs: number | undefined }
  /** Certain: the request did not leave this machine. */
  | { readonly kind: 'notSent'; readonly detail: string }
  /** The request may have arrived. */
  | { readonly kind: 'lost'; readonly detail: string };

/** Codes of a connection that never stood. All others may have carried the request. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const CALL_TIMEOUT_MS = 20_000;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;

/** One call to the platform. Never throws for what network or platform do. Redirects are not followed: the token stays here. */
export async function call(credential: SandboxCredential, request: { method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; path: string; body?: object | undefined; headers?: Record<string, string> | undefined; signal: AbortSignal }): Promise<Answer> {
  if (request.signal.aborted) return { kind: 'notSent', detail: 'stopped before it was sent' };
  try {
    const response = await fetch(new URL(`/api/v1${request.path}`, credential.url), {
      method: request.method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${credential.token}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
    const body = parse(await readText(response));
    const error = remoteErrorSchema.safeParse(body);
    return { kind: 'answer', status: response.status, body, retryAfterMs: secondsIn(response, 'retry-after'), rate: rateIn(response), error: error.success ? error.data.error : undefined, dateMs: dateIn(response) };
  } catch (error) {
    const detail = describe(error);
    return { kind: NEVER_CONNECTED.has(codeOf(error)) ? 'notSent' : 'lost', detail };
  }
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > MOST_ANSWER_BYTES) throw new Error('the answer is too large');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of a failed fetch: undici puts it into the cause, several tried addresses into an AggregateError. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof AggregateError && cause.errors.length > 0) {
    const codes = cause.errors.map((each: unknown) => (hasCode(each) ? each.code : ''));
    return codes.every((code) => NEVER_CONNECTED.has(code)) ? (codes[0] ?? '') : '';
  }
  return hasCode(cause) ? cause.code : '';
}

const hasCode = (value: unknown): value is { code: string } => typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed';
  const code = codeOf(error);
  return (code === '' ? `${error.name}: ${error.message}` : `${error.message} (${code})`).slice(0, 400);
}

function secondsIn(response: Response, header: string): number | undefined {
  const seconds = Number(response.headers.get(header) ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function dateIn(response: Response): number | undefined {
  const ms = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

/** The budget of the account that wrote, where the platform limits it. */
function rateIn(response: Response): { remaining: number; limit: number; resetAt: number } | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => Number(response.headers.get(`x-ratelimit-${name}`) ?? Number.NaN)) as [number, number, number];
  return [limit, remaining, reset].every((figure) => Number.isSafeInteger(figure) && figure >= 0) && limit > 0 ? { remaining, limit, resetAt: reset * 1000 } : undefined;
}
