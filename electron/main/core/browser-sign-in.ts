import { createHash, randomBytes } from 'node:crypto';
import type { IpcRequest, IpcResponse, SessionView } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { openLoopback, type Loopback } from '../accounts/loopback.ts';
import { secureUrl } from '../accounts/secure-url.ts';
import { createAuthClient, type AuthClient, type SignInAnswer } from '../sync/auth-client.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import { codedRefusal } from './sign-in-answer.ts';

const WAIT_MS = 5 * 60_000;

interface Attempt {
  readonly id: string;
  readonly serverUrl: string;
  readonly passphrase: string | undefined;
  readonly verifier: string;
  readonly loopback: Loopback;
  /** Rejects with SIGN_IN_TIMEOUT, or SIGN_IN_REFUSED where the person gave up. */
  readonly ended: Promise<never>;
  end(code: 'SIGN_IN_TIMEOUT' | 'SIGN_IN_REFUSED'): void;
}
/** Opens the desk with whatever this proves. */
type Enter = (given: { readonly serverUrl: string; readonly passphrase?: string | undefined }, prove: (auth: AuthClient) => Promise<SignInAnswer>) => Promise<SessionView>;

/**
 * Sign-in at the house's provider in the system's browser: this side makes the PKCE verifier, catches the redirect on 127.0.0.1 and hands code and verifier to the
 * server, which alone speaks with the provider. One attempt at a time.
 */
export class BrowserSignIn {
  readonly #deps: Pick<DeskCoreDeps, 'appVersion' | 'ids' | 'openLink' | 'allowPlainHttp'>;
  readonly #enter: Enter;
  #attempt: Attempt | undefined;

  constructor(deps: Pick<DeskCoreDeps, 'appVersion' | 'ids' | 'openLink' | 'allowPlainHttp'>, enter: Enter) {
    this.#deps = deps;
    this.#enter = enter;
  }

  /** How people may sign in there. SERVER_UNREACHABLE, SERVER_ANSWER_INVALID. */
  methods({ serverUrl }: IpcRequest<'session.methods'>): Promise<IpcResponse<'session.methods'>> {
    return this.#client(serverUrl)
      .methods()
      .catch((error: unknown) => {
        throw codedRefusal(error);
      });
  }

  /** OIDC_UNREACHABLE, SERVER_UNREACHABLE. */
  async begin({ serverUrl, passphrase }: IpcRequest<'session.beginBrowser'>): Promise<IpcResponse<'session.beginBrowser'>> {
    this.cancel();
    const state = randomBytes(16).toString('base64url');
    const verifier = randomBytes(32).toString('base64url');
    const loopback = await openLoopback(state);
    try {
      const { url } = await this.#client(serverUrl).beginProvider({ redirectUri: loopback.redirectUri, challenge: createHash('sha256').update(verifier).digest('base64url'), state });
      secureUrl(url);
      let end: Attempt['end'] = () => undefined;
      const ended = new Promise<never>((_, reject) => (end = (code) => reject(new CodedError(code))));
      ended.catch(() => undefined);
      const attempt: Attempt = { id: this.#deps.ids.next(), serverUrl, passphrase, verifier, loopback, ended, end };
      this.#attempt = attempt;
      setTimeout(() => end('SIGN_IN_TIMEOUT'), WAIT_MS).unref();
      // Only https goes to the system's browser by itself; a provider for trying on this machine is opened by whoever shows the desk.
      const opened = new URL(url).protocol === 'https:' && ((await this.#deps.openLink?.(url)) ?? false);
      return { attemptId: attempt.id, url, opened };
    } catch (error) {
      loopback.close();
      throw codedRefusal(error);
    }
  }

  /** Waits for the browser, then opens the desk. OIDC_REFUSED, AUTH_NO_ROLE, AUTH_DISABLED, SIGN_IN_TIMEOUT, SIGN_IN_REFUSED. */
  async finish({ attemptId }: IpcRequest<'session.finishBrowser'>): Promise<SessionView> {
    const attempt = this.#attempt;
    if (attempt?.id !== attemptId) throw new CodedError('SIGN_IN_TIMEOUT');
    try {
      const answer = await Promise.race([attempt.loopback.answer, attempt.ended]);
      const [code, state, iss] = ['code', 'state', 'iss'].map((name) => answer.get(name));
      if (typeof code !== 'string' || typeof state !== 'string') throw new CodedError('OIDC_REFUSED');
      return await this.#enter({ serverUrl: attempt.serverUrl, passphrase: attempt.passphrase }, (auth) =>
        auth.finishProvider({ redirectUri: attempt.loopback.redirectUri, verifier: attempt.verifier, answer: { code, state, ...(typeof iss === 'string' ? { iss } : {}) } }),
      );
    } finally {
      attempt.loopback.close();
      if (this.#attempt === attempt) this.#attempt = undefined;
    }
  }

  cancel(attemptId = this.#attempt?.id): void {
    const attempt = this.#attempt;
    if (attempt === undefined || attempt.id !== attemptId) return;
    attempt.end('SIGN_IN_REFUSED');
    attempt.loopback.close();
    this.#attempt = undefined;
  }

  #client(serverUrl: string): AuthClient {
    return createAuthClient(serverUrl, `desk ${this.#deps.appVersion}`, this.#deps.allowPlainHttp);
  }
}
