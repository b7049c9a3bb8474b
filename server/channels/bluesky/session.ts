import { z } from 'zod';
import { FeedFailure } from '../ports.ts';

const sessionSchema = z.object({ did: z.string().startsWith('did:'), accessJwt: z.string().min(1), refreshJwt: z.string().min(1) });
type Session = z.infer<typeof sessionSchema>;
const problemSchema = z.object({ error: z.string().max(200), message: z.string().optional() });
const TIMEOUT_MS = 15_000;

export interface SessionOf {
  readonly service: string;
  readonly identifier: string;
  readonly appPassword: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly error: string | undefined;
  readonly detail: string;
  readonly retryAfterMs: number | undefined;
}

/** One sign-in for reading what is not public. It outlives a broken feed: Bluesky allows 300 sign-ins a day. */
export class ReadSession {
  readonly #of: SessionOf;
  #held: Session | undefined;

  constructor(of: SessionOf) {
    this.#of = of;
  }

  /** One read of a service behind the account's server. Undefined where that knows no such thing. Throws FeedFailure. */
  async read<T>(nsid: string, query: Readonly<Record<string, string>>, proxy: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T | undefined> {
    this.#held ??= await this.#signIn(signal);
    let answer = await this.#call(nsid, { query, proxy, jwt: this.#held.accessJwt }, signal);
    if (answer.error === 'ExpiredToken') {
      this.#held = await this.#renew(this.#held, signal);
      answer = await this.#call(nsid, { query, proxy, jwt: this.#held.accessJwt }, signal);
    }
    if (answer.status !== 200) {
      if (answer.error === 'InvalidConvo') return undefined;
      throw failureOf(answer);
    }
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw new FeedFailure('PLATFORM_ANSWER_UNREADABLE', `${nsid}: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`);
    return parsed.data;
  }

  async #signIn(signal: AbortSignal): Promise<Session> {
    return sessionIn(await this.#call('com.atproto.server.createSession', { input: { identifier: this.#of.identifier, password: this.#of.appPassword } }, signal));
  }

  async #renew(stale: Session, signal: AbortSignal): Promise<Session> {
    const answer = await this.#call('com.atproto.server.refreshSession', { input: {}, jwt: stale.refreshJwt }, signal);
    return answer.status === 400 || answer.status === 401 ? this.#signIn(signal) : sessionIn(answer);
  }

  async #call(nsid: string, { query, input, proxy, jwt }: { query?: Readonly<Record<string, string>>; input?: object; proxy?: string; jwt?: string }, signal: AbortSignal): Promise<Answer> {
    const url = new URL(`/xrpc/${nsid}?${new URLSearchParams(query).toString()}`, this.#of.service);
    const isEmpty = input !== undefined && Object.keys(input).length === 0;
    const headers = { ...(jwt === undefined ? {} : { authorization: `Bearer ${jwt}` }), ...(proxy === undefined ? {} : { 'atproto-proxy': proxy }), ...(input === undefined || isEmpty ? {} : { 'content-type': 'application/json' }) };
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url, { method: input === undefined ? 'GET' : 'POST', redirect: 'error', headers, ...(input === undefined || isEmpty ? {} : { body: JSON.stringify(input) }), signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
      body = await response.json().catch(() => undefined);
    } catch (error) {
      throw new FeedFailure('PLATFORM_UNREACHABLE', `${nsid}: ${error instanceof Error ? error.message : String(error)}`);
    }
    const problem = problemSchema.safeParse(body);
    const error = response.status >= 400 && problem.success ? problem.data.error : undefined;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { status: response.status, body, error, detail: `${nsid} answered ${response.status}${error === undefined ? '' : ` ${error}: ${problem.data?.message ?? ''}`}`.slice(0, 400), retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : undefined };
  }
}

function sessionIn(answer: Answer): Session {
  const session = answer.status === 200 ? sessionSchema.safeParse(answer.body) : undefined;
  if (session?.success === true) return session.data;
  throw failureOf(answer);
}

function failureOf({ status, error, detail, retryAfterMs }: Answer): FeedFailure {
  if (status === 429) return new FeedFailure('PLATFORM_RATE_LIMITED', detail, retryAfterMs);
  // An app password without access to direct messages says "InvalidToken: Bad token method".
  if (status === 401 || error === 'InvalidToken' || error === 'AuthenticationRequired') return new FeedFailure('CREDENTIAL_REJECTED', detail);
  return new FeedFailure('PLATFORM_UNREACHABLE', detail, retryAfterMs);
}
