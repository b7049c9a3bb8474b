// A small OAuth 2 authorization server (RFC 6749, 7636, 8252, 9207, RFC 9700 for the rotation): public clients, PKCE with S256, loopback redirects, access
// tokens that end, refresh tokens that rotate. A refresh token that is presented again after its successor was used ends the whole family.
import { createHash, randomBytes } from 'node:crypto';
import { SandboxError } from './errors.ts';
import type { Family, Grant, Scope } from './model.ts';
import type { Ledger } from './ledger.ts';
import type { Settings } from './settings.ts';

export interface AuthorizeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scopes: readonly Scope[];
  readonly state: string | undefined;
}

interface Code extends AuthorizeRequest {
  readonly handle: string;
  readonly endsAtMs: number;
  /** Set once it was exchanged: presented again it ends what came of it. */
  familyId?: string;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly scope: string;
}

/** Known public clients and what they are called on the page that asks. */
export const CLIENTS: Readonly<Record<string, string>> = { 'leitstand-desk': 'Leitstand' };
const CODE_LIFE_MS = 60_000;
const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

/** `error` as RFC 6749 names it. */
export class OAuthError extends SandboxError {
  readonly error: string;

  constructor(error: string, detail: string) {
    super('OAUTH_REFUSED', { detail });
    this.error = error;
  }
}

export class OAuth {
  readonly #ledger: Ledger;
  readonly #settings: () => Settings;
  readonly #now: () => number;
  readonly #families = new Map<string, Family>();
  readonly #byAccess = new Map<string, string>();
  readonly #codes = new Map<string, Code>();
  #ended = 0;

  constructor(ledger: Ledger, settings: () => Settings, now: () => number) {
    this.#ledger = ledger;
    this.#settings = settings;
    this.#now = now;
    ledger.on('oauth', ({ family }) => {
      const before = this.#families.get(family.id);
      if (before !== undefined) this.#byAccess.delete(before.accessHash);
      this.#families.set(family.id, family);
      this.#byAccess.set(family.accessHash, family.id);
    });
    ledger.on('oauthGone', ({ id }) => {
      const family = this.#families.get(id);
      if (family !== undefined) this.#byAccess.delete(family.accessHash);
      this.#families.delete(id);
      this.#ended += 1;
    });
  }

  /** For the operator: no token is in it. */
  figures(): { families: { id: string; handle: string; generation: number }[]; ended: number } {
    return { families: [...this.#families.values()].map(({ id, handle, generation }) => ({ id, handle, generation })), ended: this.#ended };
  }

  /** What an access token may do; undefined for one that is none of these. */
  grant(hash: string): Grant | undefined {
    const family = this.#families.get(this.#byAccess.get(hash) ?? '');
    if (family === undefined) return undefined;
    if (!family.used && family.accessEndsAtMs > this.#now()) this.#ledger.write({ t: 'oauth', family: { ...family, used: true } });
    return { name: `oauth-${family.id}`, scopes: family.scopes, handles: [family.handle], expiresAtMs: family.accessEndsAtMs };
  }

  /** The account's owner has allowed it. */
  code(request: AuthorizeRequest, handle: string): string {
    for (const [code, { endsAtMs }] of this.#codes) if (endsAtMs + 600_000 < this.#now()) this.#codes.delete(code);
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(code, { ...request, handle, endsAtMs: this.#now() + CODE_LIFE_MS });
    return code;
  }

  /** Throws OAuthError invalid_grant. */
  exchange(given: { code: string; clientId: string; redirectUri: string; verifier: string }): TokenAnswer {
    const code = this.#codes.get(given.code);
    if (code?.familyId !== undefined) {
      this.#end(code.familyId);
      throw new OAuthError('invalid_grant', 'The code was used before; what came of it is ended.');
    }
    if (code === undefined || code.endsAtMs <= this.#now()) throw new OAuthError('invalid_grant', 'The code is not known or has run out.');
    if (code.clientId !== given.clientId || code.redirectUri !== given.redirectUri) throw new OAuthError('invalid_grant', 'The code was given to another client or address.');
    if (createHash('sha256').update(given.verifier).digest('base64url') !== code.challenge) throw new OAuthError('invalid_grant', 'The code verifier does not fit.');
    code.familyId = randomBytes(8).toString('hex');
    return this.#give({ id: code.familyId, clientId: code.clientId, handle: code.handle, scopes: code.scopes, generation: 0, previousRefreshHash: null });
  }

  /** Throws OAuthError invalid_grant; for a token that was renewed before and whose successor was used the family is ended. */
  refresh(given: { refreshToken: string; clientId: string }): TokenAnswer {
    const family = this.#familyOf(given.refreshToken);
    const hash = hashOf(given.refreshToken);
    if (family === undefined || family.clientId !== given.clientId) throw new OAuthError('invalid_grant', 'The refresh token is not known.');
    // Who lost the answer may ask once more with the token before, as long as nobody has used what it would have been.
    const isSecondAsking = hash === family.previousRefreshHash && !family.used && this.#now() - family.renewedAtMs <= this.#settings().oauth.graceMs;
    if (hash !== family.refreshHash && !isSecondAsking) {
      this.#end(family.id);
      throw new OAuthError('invalid_grant', 'The refresh token was used before: every token of this sign-in is ended.');
    }
    return this.#give({ ...family, previousRefreshHash: hash });
  }

  /** RFC 7009; a token that is not known is no error. */
  revoke(token: string): void {
    const id = this.#familyOf(token)?.id ?? this.#byAccess.get(hashOf(token));
    if (id !== undefined) this.#end(id);
  }

  /** By the operator: what a password change does at a real platform. Gives how many were ended. */
  endAll(handle: string): number {
    const ended = [...this.#families.values()].filter((family) => family.handle.toLowerCase() === handle.toLowerCase());
    for (const { id } of ended) this.#end(id);
    return ended.length;
  }

  /** The family is named in its refresh tokens, so that an old one is known as such. */
  #familyOf(refreshToken: string): Family | undefined {
    return this.#families.get(/^sr_([0-9a-f]{16})_/.exec(refreshToken)?.[1] ?? '');
  }

  #give(family: Pick<Family, 'id' | 'clientId' | 'handle' | 'scopes' | 'generation' | 'previousRefreshHash'>): TokenAnswer {
    const { id, clientId, handle, scopes, previousRefreshHash } = family;
    const accessMs = this.#settings().oauth.accessTokenMs;
    const access = `sa_${randomBytes(24).toString('base64url')}`;
    const refresh = `sr_${id}_${randomBytes(24).toString('base64url')}`;
    const nowMs = this.#now();
    this.#ledger.write({ t: 'oauth', family: { id, clientId, handle, scopes, generation: family.generation + 1, accessHash: hashOf(access), accessEndsAtMs: nowMs + accessMs, refreshHash: hashOf(refresh), previousRefreshHash, renewedAtMs: nowMs, used: false } });
    return { access_token: access, token_type: 'Bearer', expires_in: Math.floor(accessMs / 1000), refresh_token: refresh, scope: scopes.join(' ') };
  }

  #end(id: string): void {
    if (this.#families.has(id)) this.#ledger.write({ t: 'oauthGone', id });
  }
}
