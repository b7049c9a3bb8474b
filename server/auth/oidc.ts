import { createHash, createHmac } from 'node:crypto';
import * as oidc from 'openid-client';
import { CodedError, isCodedError } from '../../shared/util/errors.ts';
import { deriveKey } from '../storage/master-key.ts';
import { personOf, type ClaimRules, type Person } from './claims.ts';

export interface OidcOptions extends ClaimRules {
  /** The provider's address as it names itself. https, or this very machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client; PKCE alone proves who began. */
  readonly clientSecret?: string | undefined;
  readonly scopes: readonly string[];
  /** 32 bytes; what is promised to the provider is derived from it. */
  readonly masterKey: Uint8Array;
}

const TIMEOUT_S = 10;

/**
 * Sign-in at the house's own provider: authorization code with PKCE. The desk makes the verifier and catches the redirect on its own machine (RFC 8252); this side
 * speaks with the provider, so that a client secret never leaves the server and no token of the provider ever reaches a desk. Nothing is remembered in between: the
 * nonce comes of the challenge, and the challenge of the verifier only the desk has.
 */
export class OidcSignIn {
  readonly #o: OidcOptions;
  readonly #key: Buffer;
  #found: Promise<oidc.Configuration> | undefined;

  constructor(options: OidcOptions) {
    this.#o = options;
    this.#key = deriveKey(options.masterKey, 'oidc nonces');
  }

  /** Where the browser goes. OIDC_UNREACHABLE, INPUT_INVALID for a redirect that is not this person's own machine. */
  async begin({ redirectUri, challenge, state }: { redirectUri: string; challenge: string; state: string }): Promise<{ url: string }> {
    checkLoopback(redirectUri);
    const url = oidc.buildAuthorizationUrl(await this.#provider(), {
      redirect_uri: redirectUri,
      scope: this.#o.scopes.join(' '),
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state,
      nonce: this.#nonce(challenge, redirectUri),
    });
    return { url: url.href };
  }

  /** Who came back. OIDC_REFUSED for whatever does not prove it, AUTH_NO_ROLE, OIDC_UNREACHABLE. */
  async finish({ redirectUri, verifier, answer }: { redirectUri: string; verifier: string; answer: Readonly<Record<string, string>> }): Promise<Person> {
    checkLoopback(redirectUri);
    const provider = await this.#provider();
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, url, { pkceCodeVerifier: verifier, expectedNonce: this.#nonce(challenge, redirectUri), expectedState: answer['state'] ?? '', idTokenExpected: true });
      const claims = tokens.claims();
      if (claims === undefined) throw new CodedError('OIDC_REFUSED', { detail: 'No identity came with the answer.' });
      const more = provider.serverMetadata().userinfo_endpoint === undefined ? {} : await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub);
      // What the signed token says counts before what the endpoint adds.
      return personOf({ ...more, ...claims }, this.#o);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  #nonce(challenge: string, redirectUri: string): string {
    return createHmac('sha256', this.#key).update(`${challenge}\n${redirectUri}`).digest('base64url');
  }

  #provider(): Promise<oidc.Configuration> {
    this.#found ??= this.#discover().catch((error: unknown) => {
      // It may be there the next time.
      this.#found = undefined;
      throw refusalOf(error);
    });
    return this.#found;
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#o;
    const isLocal = new URL(issuer).protocol === 'http:';
    return oidc.discovery(new URL(issuer), clientId, { ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) }, clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret), { timeout: TIMEOUT_S, ...(isLocal ? { execute: [oidc.allowInsecureRequests] } : {}) });
  }
}

/** Only a port on the person's own machine, by its number: never a name somebody may point elsewhere. */
function checkLoopback(redirectUri: string): void {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  if (url?.protocol !== 'http:' || url.hostname !== '127.0.0.1' || url.port === '' || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new CodedError('INPUT_INVALID', { field: 'redirectUri', detail: 'A port of 127.0.0.1 is needed.' });
}

/** What the provider or its library says stays in the log; the desk hears which of the two it was. */
function refusalOf(error: unknown): CodedError {
  if (isCodedError(error)) return error;
  const isAway = (error instanceof TypeError && error.message === 'fetch failed') || (error instanceof DOMException && error.name === 'TimeoutError') || (error instanceof oidc.ClientError && /^OAUTH_(TIMEOUT|RESPONSE_IS_NOT_CONFORM|HTTP_REQUEST_FORBIDDEN)$/.test(error.code ?? ''));
  return new CodedError(isAway ? 'OIDC_UNREACHABLE' : 'OIDC_REFUSED', { cause: error });
}
