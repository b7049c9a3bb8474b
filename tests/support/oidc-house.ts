import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Who the provider knows, with what it says of them. */
export interface HousePerson {
  readonly sub: string;
  readonly name: string;
  readonly preferred_username: string;
  groups: string[];
}

export const CLIENT_ID = 'leitstand';

/**
 * A certified provider (`oidc-provider`) on loopback, as a house would run one: a native client, PKCE required, claims at the userinfo endpoint. `browse` is a person
 * at a browser: signs in as `who`, agrees, and follows every redirect, the last of them to the desk.
 */
export class OidcHouse {
  readonly people = new Map<string, HousePerson>();
  readonly clientSecret: string | undefined;
  #server!: Server;
  #who = '';
  issuer = '';

  constructor(clientSecret?: string) {
    this.clientSecret = clientSecret;
  }

  async start(people: readonly HousePerson[]): Promise<this> {
    for (const person of people) this.people.set(person.sub, person);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: CLIENT_ID, application_type: 'native', redirect_uris: ['http://127.0.0.1/signed-in'], grant_types: ['authorization_code'], response_types: ['code'], ...(this.clientSecret === undefined ? { token_endpoint_auth_method: 'none' as const } : { client_secret: this.clientSecret }) }],
      pkce: { required: () => true },
      claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
      scopes: ['openid', 'profile', 'email'],
      features: { devInteractions: { enabled: false } },
      cookies: { keys: ['not a secret of anybody'] },
      jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'house', use: 'sig', alg: 'RS256' }] },
      ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
      findAccount: (_context, sub) => {
        const person = this.people.get(sub);
        return person === undefined ? undefined : { accountId: sub, claims: () => ({ ...person }) };
      },
      interactions: { url: (_context, interaction) => `/house/${interaction.uid}` },
      // One who is there agrees at once; who they are is what the test said.
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client?.clientId ?? '', accountId: context.oidc.session?.accountId ?? '' });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    } as ConstructorParameters<typeof Provider>[1]);
    const handle = provider.callback();
    server.on('request', (request, response) => {
      if (request.url?.startsWith('/house/') !== true) return void handle(request, response);
      const result = this.people.has(this.#who) ? { login: { accountId: this.#who }, consent: {} } : { error: 'access_denied', error_description: 'nobody signed in' };
      provider.interactionFinished(request, response, result).catch(() => response.writeHead(500).end());
    });
    this.#server = server;
    return this;
  }

  /** Whoever comes with a browser from now on is this person. */
  expect(who: string): void {
    this.#who = who;
  }

  /** Follows a sign-in to its end as this person; gives the last answer's status. `stopBefore`: an address that is not called any more, and given instead. */
  async browse(url: string, who: string, stopBefore?: string): Promise<{ status: number; at: string }> {
    this.#who = who;
    const cookies = new Map<string, string>();
    let at = url;
    for (let steps = 0; steps < 12; steps += 1) {
      if (stopBefore !== undefined && at.startsWith(stopBefore)) return { status: 0, at };
      const response = await fetch(at, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const name = pair.slice(0, pair.indexOf('='));
        cookies.set(name, pair.slice(name.length + 1));
      }
      await response.arrayBuffer();
      const next = response.headers.get('location');
      if (next === null) return { status: response.status, at };
      at = new URL(next, at).href;
    }
    throw new Error('the browser was sent in circles');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
