import { createHmac } from 'node:crypto';
import { ingestResultSchema, type InboundAccount, type InboundMessage, type IngestResult } from '../shared/domain/inbound.ts';
import { CodedError } from '../shared/util/errors.ts';
import { pause } from './pause.ts';

/** The server takes 4 MB and 1,000 messages a call; both with room to spare. */
const LARGEST_BODY_BYTES = 3_500_000;
export const LARGEST_BATCH = 500;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

export interface IngestClientOptions {
  /** Address of the coordination server, e.g. `http://127.0.0.1:4100`. */
  readonly serverUrl: string;
  readonly key: string;
  /** Tries per batch before giving up, at least 1; default 8. */
  readonly tries?: number | undefined;
  /** One request may take this long (ms); default 60,000. */
  readonly timeoutMs?: number | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly now?: (() => number) | undefined;
  /** Waits between tries; may end early when aborted. */
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** In [0, 1); spreads the pauses. */
  readonly random?: (() => number) | undefined;
  readonly onRetry?: ((why: string, pauseMs: number) => void) | undefined;
}

export interface IngestClient {
  /**
   * Sends messages in order and returns one result each, in order. Repeats on lost connections, 429 and 5xx: the server knows a
   * message by (account, remote id), so a repeat does no harm. `onResults` hears of each part that is through. Throws INGEST_UNREACHABLE, INGEST_REFUSED,
   * INGEST_ANSWER_INVALID; what was sent before stays. A `signal` ends the waiting between tries, never a request under way.
   */
  send(messages: readonly InboundMessage[], options?: SendOptions): Promise<IngestResult[]>;
}
export interface SendOptions {
  /** Registered before the messages are taken. */
  readonly accounts?: readonly InboundAccount[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onResults?: ((results: readonly IngestResult[], messages: readonly InboundMessage[]) => void) | undefined;
}

/** Value of `x-leitstand-signature` for a raw body. `timestamp` is ms as text. */
export function signIngest(key: string, timestamp: string, rawBody: string): string {
  return `sha256=${createHmac('sha256', key).update(`${timestamp}.${rawBody}`, 'utf8').digest('hex')}`;
}

export function createIngestClient(options: IngestClientOptions): IngestClient {
  const address = new URL('/ingest/v1/messages', options.serverUrl);
  const call = options.fetch ?? globalThis.fetch;
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? pause;
  const random = options.random ?? Math.random;
  const tries = options.tries ?? 8;

  const post = async (rawBody: string, signal: AbortSignal | undefined): Promise<Response> => {
    let why = '';
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      let askedPauseMs = 0;
      try {
        // Signed anew for each try: an old timestamp is refused.
        const timestamp = String(now());
        const response = await call(address, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-leitstand-timestamp': timestamp,
            'x-leitstand-signature': signIngest(options.key, timestamp, rawBody),
          },
          body: rawBody,
          signal: AbortSignal.timeout(options.timeoutMs ?? 60_000),
        });
        if (response.status !== 429 && response.status < 500) return response;
        askedPauseMs = retryAfterMs(response.headers.get('retry-after'));
        why = `${response.status} ${await codeOf(response)}`;
      } catch (error) {
        why = reasonOf(error);
      }
      if (attempt === tries || signal?.aborted === true) break;
      const pauseMs = Math.max(askedPauseMs, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + random() / 2));
      options.onRetry?.(why, pauseMs);
      await sleep(pauseMs, signal);
    }
    throw new CodedError('INGEST_UNREACHABLE', { field: address.origin, detail: `The last answer was: ${why}.` });
  };

  const sendPart = async (messages: readonly InboundMessage[], send: SendOptions): Promise<IngestResult[]> => {
    const body = JSON.stringify({
      ...(send.accounts === undefined || send.accounts.length === 0 ? {} : { accounts: send.accounts }),
      messages,
    });
    const [only] = messages;
    if (Buffer.byteLength(body) > LARGEST_BODY_BYTES && messages.length > 1) return halves(messages, send);
    const response = await post(body, send.signal);
    if (response.status === 413) {
      await response.body?.cancel();
      if (messages.length > 1) return halves(messages, send);
      if (only === undefined)
        throw new CodedError('INGEST_REFUSED', { field: 'accounts', detail: 'INPUT_TOO_LARGE: the list of accounts is too large.' });
      return report(
        [
          {
            status: 'rejected',
            remoteId: only.remoteId,
            code: 'INPUT_TOO_LARGE',
            message: 'The server refuses a message of this size.',
            field: 'text',
          },
        ],
        messages,
        send,
      );
    }
    if (!response.ok)
      throw new CodedError('INGEST_REFUSED', { field: address.origin, detail: `${response.status} ${await codeOf(response)}.` });
    return report(await readResults(response, messages.length, address), messages, send);
  };

  const halves = async (messages: readonly InboundMessage[], send: SendOptions): Promise<IngestResult[]> => {
    const middle = Math.ceil(messages.length / 2);
    const first = await sendPart(messages.slice(0, middle), send);
    return [...first, ...(await sendPart(messages.slice(middle), { ...send, accounts: undefined }))];
  };

  return {
    async send(messages, send = {}) {
      const results: IngestResult[] = [];
      for (let from = 0; from === 0 || from < messages.length; from += LARGEST_BATCH) {
        const part = messages.slice(from, from + LARGEST_BATCH);
        if (part.length === 0 && (send.accounts ?? []).length === 0) break;
        results.push(...(await sendPart(part, from === 0 ? send : { ...send, accounts: undefined })));
      }
      return results;
    },
  };
}

function report(results: IngestResult[], messages: readonly InboundMessage[], send: SendOptions): IngestResult[] {
  send.onResults?.(results, messages);
  return results;
}

async function readResults(response: Response, expected: number, address: URL): Promise<IngestResult[]> {
  const parsed = ingestResultSchema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success)
    throw new CodedError('INGEST_ANSWER_INVALID', { field: address.origin, detail: 'The answer is not a list of results.' });
  if (parsed.data.results.length !== expected)
    throw new CodedError('INGEST_ANSWER_INVALID', {
      field: address.origin,
      detail: `${parsed.data.results.length} results came for ${expected} messages.`,
    });
  return parsed.data.results;
}

/** Seconds or an HTTP date → ms, at most a minute; 0 when absent or unreadable. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 60_000) : 0;
}

async function codeOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as { error?: { code?: unknown; message?: unknown } } | undefined;
  return [body?.error?.code, body?.error?.message]
    .filter((one) => typeof one === 'string')
    .join(': ')
    .slice(0, 300);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ('code' in cause && typeof cause.code === 'string' ? cause.code : '') || cause.message : String(cause);
}
