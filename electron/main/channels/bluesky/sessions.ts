import { z } from 'zod';
import { type BlueskyAccount, xrpc, type XrpcAnswer } from './xrpc.ts';

const sessionSchema = z.object({ did: z.string().min(1).max(300), handle: z.string().min(1).max(300), accessJwt: z.string().min(1), refreshJwt: z.string().min(1) });
export type Session = z.infer<typeof sessionSchema>;

/** Where a session outlives the desk's run; signing in anew counts against 300 a day. Neither throws. */
export interface SessionKeeper {
  load(key: string): Promise<string | undefined>;
  save(key: string, session: string | undefined): Promise<void>;
}

export type SessionResult =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'rejected'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string; readonly retryAfterMs?: number | undefined };

/** Errors that only another password helps against. */
const REJECTED = new Set(['AuthenticationRequired', 'AuthFactorTokenRequired', 'AccountTakedown', 'AccountDeactivated', 'InvalidLogin']);
const RUN_OUT = new Set(['ExpiredToken', 'InvalidToken']);

/** One session per account, signed in once, renewed when it runs out. */
export class Sessions {
  readonly #held = new Map<string, Promise<SessionResult>>();
  readonly #now: () => number;
  readonly #keeper: SessionKeeper | undefined;

  constructor(now: () => number, keeper?: SessionKeeper) {
    this.#now = now;
    this.#keeper = keeper;
  }

  /** The session to use; whoever asks while it is being made waits for the same one. */
  get(account: BlueskyAccount, signal: AbortSignal): Promise<SessionResult> {
    return this.#held.get(keyOf(account)) ?? this.#hold(account, this.#open(account, signal));
  }

  /** A session instead of one whose access token ran out. */
  async renew(account: BlueskyAccount, stale: Session, signal: AbortSignal): Promise<SessionResult> {
    const held = await this.#held.get(keyOf(account));
    if (held?.kind === 'session' && held.session.accessJwt !== stale.accessJwt) return held;
    return this.#hold(account, this.#refresh(account, stale, signal));
  }

  #hold(account: BlueskyAccount, making: Promise<SessionResult>): Promise<SessionResult> {
    const key = keyOf(account);
    this.#held.set(key, making);
    return making.then(async (result) => {
      if (result.kind !== 'session') this.#held.delete(key);
      else await this.#keeper?.save(key, JSON.stringify(result.session));
      return result;
    });
  }

  async #open(account: BlueskyAccount, signal: AbortSignal): Promise<SessionResult> {
    const kept = readSession(await this.#keeper?.load(keyOf(account)));
    if (kept !== undefined) return { kind: 'session', session: kept };
    return this.#signIn(account, signal);
  }

  async #signIn(account: BlueskyAccount, signal: AbortSignal): Promise<SessionResult> {
    return judge(await xrpc(account.service, { nsid: 'com.atproto.server.createSession', input: { identifier: account.identifier, password: account.appPassword }, signal }, this.#now));
  }

  async #refresh(account: BlueskyAccount, stale: Session, signal: AbortSignal): Promise<SessionResult> {
    const answer = await xrpc(account.service, { nsid: 'com.atproto.server.refreshSession', input: 'none', token: stale.refreshJwt, signal }, this.#now);
    if (answer.kind === 'answer' && answer.error !== undefined && (RUN_OUT.has(answer.error) || answer.status === 401)) {
      await this.#keeper?.save(keyOf(account), undefined);
      return this.#signIn(account, signal);
    }
    return judge(answer);
  }
}

/** True where a call failed only because the access token ran out. */
export function ranOut(answer: XrpcAnswer): boolean {
  return answer.kind === 'answer' && answer.error !== undefined && RUN_OUT.has(answer.error) && !hasNoAccess(answer);
}

/** The session holds, but not for this method: an app password that was made without it. Renewing would not help. */
export function hasNoAccess(answer: XrpcAnswer): boolean {
  return answer.kind === 'answer' && answer.status === 400 && /^InvalidToken: Bad token (?:method|scope)/.test(answer.detail);
}

function judge(answer: XrpcAnswer): SessionResult {
  if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
  const session = answer.status === 200 ? sessionSchema.safeParse(answer.body) : undefined;
  if (session?.success === true) return { kind: 'session', session: session.data };
  if (answer.error !== undefined && REJECTED.has(answer.error)) return { kind: 'rejected', detail: answer.detail };
  return { kind: 'unreachable', detail: answer.detail, ...(answer.status === 429 ? { retryAfterMs: answer.retryAfterMs } : {}) };
}

function readSession(text: string | undefined): Session | undefined {
  try {
    return text === undefined ? undefined : sessionSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The password is part of it: with a new one the old session is not used any more. */
function keyOf(account: BlueskyAccount): string {
  return JSON.stringify([account.service, account.identifier, account.appPassword]);
}
