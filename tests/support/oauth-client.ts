import { createHash, randomBytes } from 'node:crypto';

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  scope: string;
}

/** What a browser and a native app do together at the authorization server of the Probeplattform, without a browser. */
export class OAuthClient {
  readonly url: string;
  readonly clientId = 'leitstand-desk';
  readonly redirectUri = 'http://127.0.0.1:49152/signed-in';

  constructor(url: string) {
    this.url = url;
  }

  pair(): { verifier: string; challenge: string } {
    const verifier = randomBytes(32).toString('base64url');
    return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
  }

  authorize(values: Record<string, string | undefined>): Promise<Response> {
    const query = new URLSearchParams(Object.entries({ response_type: 'code', client_id: this.clientId, redirect_uri: this.redirectUri, code_challenge_method: 'S256', scope: 'read write', state: 's1', ...values }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return fetch(`${this.url}/oauth/authorize?${query.toString()}`, { redirect: 'manual', headers: { 'accept-language': 'de' } });
  }

  async decide(page: Response, account: string, answer: 'allow' | 'deny' = 'allow'): Promise<URL> {
    const request = /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const answered = await fetch(`${this.url}/oauth/authorize`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ request, account, answer }) });
    return new URL(answered.headers.get('location') ?? 'about:blank');
  }

  async token(values: Record<string, string>): Promise<{ status: number; body: Tokens & { error?: string } }> {
    const response = await fetch(`${this.url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ client_id: this.clientId, ...values }) });
    return { status: response.status, body: (await response.json()) as Tokens & { error?: string } };
  }

  refresh(refreshToken: string): Promise<{ status: number; body: Tokens & { error?: string } }> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Signed in for an account. */
  async signIn(account: string): Promise<Tokens> {
    const { verifier, challenge } = this.pair();
    const back = await this.decide(await this.authorize({ code_challenge: challenge }), account);
    return (await this.token({ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: this.redirectUri, code_verifier: verifier })).body;
  }
}
