// A small authorization server: code with PKCE (S256) for a loopback redirect, refresh tokens that rotate, client credentials, introspection (RFC 6749, 7636, 7662).
// Whoever comes to /authorize is taken to be the mailbox's owner and consents at once. Not covered: consent pages, device codes, signed tokens.
import { createHash, randomBytes } from 'node:crypto';
import { PeerHttp, PeerRefusal, type PeerAnswer, type PeerRequest } from './platforms/peer-http.ts';

interface Grant {
  readonly user: string;
  readonly scopes: string;
  until: number;
}

export class OAuthServer {
  readonly http = new PeerHttp((_status, detail) => ({ error: 'server_error', error_description: detail }));
  readonly clients = new Map<string, string | undefined>();
  /** Who signs in at the browser. */
  user: string;
  /** Seconds an access token lives. */
  seconds = 3_600;
  refreshes = 0;
  /** A used refresh token is taken again, as some providers do for a while. */
  mayRepeat = false;
  /** Describes itself as somebody else. */
  claims: string | undefined;
  readonly #codes = new Map<string, { challenge: string; redirectUri: string; clientId: string; scopes: string }>();
  readonly #access = new Map<string, Grant>();
  readonly #refresh = new Map<string, { user: string; scopes: string; used: boolean }>();

  private constructor(user: string) {
    this.user = user;
    // RFC 8414 for an issuer with a path, OpenID Connect's place for the bare one.
    this.http.on('GET', /^\/\.well-known\/oauth-authorization-server\/tenant$/, () => this.#describe('/tenant'));
    this.http.on('GET', /^\/\.well-known\/openid-configuration$/, () => this.#describe(''));
    this.http.on('GET', /^\/authorize$/, (request) => this.#authorize(request));
    this.http.on('POST', /^\/token$/, (request) => this.#token(request));
    this.http.on('POST', /^\/introspect$/, ({ raw }) => {
      const grant = this.#access.get(new URLSearchParams(raw.toString('utf8')).get('token') ?? '');
      return { status: 200, body: grant === undefined || grant.until < Date.now() ? { active: false } : { active: true, email: grant.user, scope: grant.scopes } };
    });
  }

  /** A refresh token, as after a sign-in. */
  grant(): string {
    return (this.#give(this.user, 'mail.read', true).body as { refresh_token: string }).refresh_token;
  }

  #describe(path: string): PeerAnswer {
    return { status: 200, body: { issuer: `${this.claims ?? this.url}${path}`, authorization_endpoint: `${this.url}/authorize`, token_endpoint: `${this.url}/token`, code_challenge_methods_supported: ['S256'] } };
  }

  static async start(user: string): Promise<OAuthServer> {
    const server = new OAuthServer(user);
    server.clients.set('leitstand', undefined);
    await server.http.listen();
    return server;
  }

  get url(): string {
    return this.http.url;
  }

  close(): Promise<void> {
    return this.http.close();
  }

  /** Every access token there is counts as run out. */
  expireAll(): void {
    for (const grant of this.#access.values()) grant.until = 0;
  }

  /** As a browser would: follows to the loopback address. */
  async consent(authorizeUrl: string): Promise<Response> {
    const answer = await fetch(authorizeUrl, { redirect: 'manual' });
    return fetch(answer.headers.get('location') ?? 'about:blank');
  }

  #authorize({ query }: PeerRequest): PeerAnswer {
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('response_type') !== 'code' || query.get('code_challenge_method') !== 'S256' || !this.clients.has(query.get('client_id') ?? '') || !/^http:\/\/127\.0\.0\.1:\d+\//.test(redirectUri)) throw new PeerRefusal({ status: 400, body: { error: 'invalid_request' } });
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUri, clientId: query.get('client_id') ?? '', scopes: query.get('scope') ?? '' });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    // RFC 9207.
    back.searchParams.set('iss', this.claims ?? this.url);
    return { status: 302, body: {}, headers: { location: back.href } };
  }

  #token({ raw, headers }: PeerRequest): PeerAnswer {
    const form = new URLSearchParams(raw.toString('utf8'));
    const refuse = (error: string): never => {
      throw new PeerRefusal({ status: error === 'invalid_client' ? 401 : 400, body: { error } });
    };
    const clientId = form.get('client_id') ?? '';
    const secret = this.clients.get(clientId);
    const given = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (!this.clients.has(clientId) || (secret !== undefined && given !== Buffer.from(`${clientId}:${secret}`).toString('base64'))) refuse('invalid_client');
    if (form.get('grant_type') === 'client_credentials') return this.#give(this.user, form.get('scope') ?? '', false);
    if (form.get('grant_type') === 'authorization_code') {
      const known = this.#codes.get(form.get('code') ?? '');
      this.#codes.delete(form.get('code') ?? '');
      const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      if (known === undefined || known.challenge !== challenge || known.redirectUri !== form.get('redirect_uri') || known.clientId !== clientId) return refuse('invalid_grant');
      return this.#give(this.user, known.scopes, true);
    }
    const known = this.#refresh.get(form.get('refresh_token') ?? '');
    if (known === undefined || (known.used && !this.mayRepeat)) return refuse('invalid_grant');
    known.used = true;
    this.refreshes += 1;
    return this.#give(known.user, known.scopes, true);
  }

  #give(user: string, scopes: string, withRefresh: boolean): PeerAnswer {
    const access = `at-${randomBytes(16).toString('hex')}`;
    const refresh = `rt-${randomBytes(16).toString('hex')}`;
    this.#access.set(access, { user, scopes, until: Date.now() + this.seconds * 1_000 });
    if (withRefresh) this.#refresh.set(refresh, { user, scopes, used: false });
    return { status: 200, body: { access_token: access, token_type: 'Bearer', expires_in: this.seconds, scope: scopes, ...(withRefresh ? { refresh_token: refresh } : {}) } };
  }
}
