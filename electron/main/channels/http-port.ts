export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An object goes as JSON, a form as one, a text or bytes as they are (their type stands in `headers`). */
  readonly body?: object | string | Uint8Array | FormData | undefined;
  /** Default 20 s. */
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
}

export type HttpAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown; readonly headers: Headers; readonly retryAfterMs: number | undefined; readonly dateMs: number | undefined }
  /** Certain: the request did not leave this machine. */
  | { readonly kind: 'notSent'; readonly detail: string }
  /** The request may have arrived. */
  | { readonly kind: 'lost'; readonly detail: string };

/** Codes of a connection that never stood. All others may have carried the request. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const CALL_TIMEOUT_MS = 20_000;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;

/** One call to a platform. Never throws for what network or platform do. Redirects are not followed: the token stays here. */
export async function httpCall({ method, url, headers, body, signal, timeoutMs = CALL_TIMEOUT_MS }: HttpCall): Promise<HttpAnswer> {
  if (signal.aborted) return { kind: 'notSent', detail: 'stopped before it was sent' };
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...(typeof body === 'object' && !isRaw(body) ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: bodyOf(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text = await readText(response);
    return { kind: 'answer', status: response.status, body: parse(text), headers: response.headers, retryAfterMs: secondsIn(response), dateMs: dateIn(response) };
  } catch (error) {
    return { kind: NEVER_CONNECTED.has(codeOf(error)) ? 'notSent' : 'lost', detail: describe(error) };
  }
}

const isRaw = (body: object): body is Uint8Array | FormData => body instanceof Uint8Array || body instanceof FormData;

function bodyOf(body: object | string): string | FormData | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  if (body instanceof FormData) return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
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

function secondsIn(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function dateIn(response: Response): number | undefined {
  const ms = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
