import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../shared/util/ports.ts';
import { isCodedError } from '../../../shared/util/errors.ts';
import { ServerRefusal, type AuthClient, type SignInAnswer } from './auth-client.ts';
import type { SyncLog } from './ports.ts';

/** The part of a secret store in use. */
export interface TokenStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<boolean>;
}

export type TokenResult =
  | { readonly kind: 'token'; readonly token: string; readonly expiresAt: number }
  | { readonly kind: 'signInNeeded'; readonly code: string; readonly message: string }
  | { readonly kind: 'unreachable'; readonly code: string; readonly message: string };

/** A token with less life than this is renewed first, ms. */
const FRESH_MS = 30_000;

/**
 * Holds the access token and rotates the refresh token. Invariants: a new refresh token is stored before it is used; and before one is exchanged, the name of that
 * exchange is stored beside it, so that a desk that ends between receiving and storing asks for the very same exchange again, however much later.
 */
export class TokenKeeper {
  readonly #auth: AuthClient;
  readonly #secrets: TokenStore;
  readonly #entry: string;
  readonly #clock: Clock;
  readonly #log: SyncLog;
  #access: { token: string; expiresAt: number } | undefined;
  /** Only where the store did not take it: good for this session. */
  #unstored: string | undefined;
  #running: Promise<TokenResult> | undefined;

  constructor(parts: { auth: AuthClient; secrets: TokenStore; entry: string; clock: Clock; log: SyncLog }) {
    this.#auth = parts.auth;
    this.#secrets = parts.secrets;
    this.#entry = parts.entry;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  async adopt(answer: SignInAnswer): Promise<void> {
    try {
      await this.#secrets.set(this.#entry, answer.refreshToken);
      this.#unstored = undefined;
    } catch (error) {
      this.#log.warn(
        { code: isCodedError(error) ? error.code : 'INTERNAL' },
        'the refresh token could not be stored: it lasts for this session only',
      );
      this.#unstored = answer.refreshToken;
    }
    this.#access = { token: answer.accessToken, expiresAt: answer.accessExpiresAt };
  }

  /** A token that is good for a while. One refresh at a time, however many ask. */
  fresh(force = false): Promise<TokenResult> {
    const held = this.#access;
    if (!force && held !== undefined && held.expiresAt - this.#clock.now() > FRESH_MS) return Promise.resolve({ kind: 'token', ...held });
    this.#running ??= this.#refresh().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The server refused the token although it looked good: the next `fresh` gets a new one. */
  distrust(): void {
    this.#access = undefined;
  }

  async refreshToken(): Promise<string | undefined> {
    return (await this.#kept())?.token;
  }

  async forget(): Promise<void> {
    this.#access = undefined;
    this.#unstored = undefined;
    await this.#secrets.delete(this.#entry);
  }

  /** The entry: a token, and behind a line break the exchange it was last sent for. */
  async #kept(): Promise<{ readonly token: string; readonly attempt: string | undefined } | undefined> {
    const [token, attempt] = (this.#unstored ?? (await this.#secrets.get(this.#entry)) ?? '').split('\n');
    return token === undefined || token === '' ? undefined : { token, attempt };
  }

  /** Undefined where the store does not take it: then the server's short grace has to do. */
  async #attempt({ token, attempt }: { readonly token: string; readonly attempt: string | undefined }): Promise<string | undefined> {
    if (attempt !== undefined) return attempt;
    const made = randomBytes(18).toString('base64url');
    const line = `${token}\n${made}`;
    if (this.#unstored !== undefined) {
      this.#unstored = line;
      return made;
    }
    return this.#secrets.set(this.#entry, line).then(
      () => made,
      () => undefined,
    );
  }

  async #refresh(): Promise<TokenResult> {
    try {
      const kept = await this.#kept();
      if (kept === undefined)
        return { kind: 'signInNeeded', code: 'AUTH_SESSION_ENDED', message: 'No session is kept on this desk.' };
      const answer = await this.#auth.refresh(kept.token, await this.#attempt(kept));
      await this.adopt(answer);
      return { kind: 'token', token: answer.accessToken, expiresAt: answer.accessExpiresAt };
    } catch (error) {
      if (error instanceof ServerRefusal) {
        const { code, message } = error.refusal;
        if (code.startsWith('AUTH_') && code !== 'AUTH_THROTTLED') return { kind: 'signInNeeded', code, message };
        return { kind: 'unreachable', code, message };
      }
      return {
        kind: 'unreachable',
        code: isCodedError(error) ? error.code : 'INTERNAL',
        message: error instanceof Error ? error.message : String(error),
      };
    }
  }
}
