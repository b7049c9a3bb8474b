// Sign-in at an instance, after "Logging in with an account", "apps" and "oauth" of docs.joinmastodon.org: apps are named by POST /api/v1/apps, the redirect must be
// the app's own to the letter, PKCE (4.3) S256, the secret by Basic or in the form. Whoever comes to /oauth/authorize is `who` and consents. Not covered: out-of-band
// codes, revocation, the consent page.
import { createHash, randomBytes } from 'node:crypto';
import { PeerRefusal, type PeerRequest } from '../peer-http.ts';
import type { PeerAccount } from './model.ts';
import type { MastodonPeer } from './peer.ts';

interface App {
  readonly secret: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** Adds the routes; `who` signs in. */
export function addMastodonSignIn(peer: MastodonPeer, who: () => PeerAccount): { readonly apps: Map<string, App> } {
  const apps = new Map<string, App>();
  const codes = new Map<string, { app: string; challenge: string; redirectUri: string; scopes: readonly string[] }>();
  const refuse = (status: number, error: string): PeerRefusal => new PeerRefusal({ status, body: { error, error_description: `The request is ${error}.` } });
  peer.http.first('POST', /^\/api\/v1\/apps$/, ({ json }) => {
    const { client_name: name, redirect_uris: redirectUri, scopes } = (json ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || name === '' || typeof redirectUri !== 'string' || !URL.canParse(redirectUri)) throw new PeerRefusal({ status: 422, body: { error: 'Validation failed: Redirect URI must be an absolute URI.' } });
    const id = `app-${apps.size + 1}`;
    const secret = randomBytes(8).toString('hex');
    apps.set(id, { secret, redirectUri, scopes: (typeof scopes === 'string' ? scopes : 'read').split(' ') });
    return { status: 200, body: { id: String(apps.size), name, client_id: id, client_secret: secret, redirect_uri: redirectUri, scopes } };
  });
  peer.http.first('GET', /^\/oauth\/authorize$/, ({ query }) => {
    const app = apps.get(query.get('client_id') ?? '');
    const scopes = (query.get('scope') ?? '').split(' ');
    if (app === undefined || query.get('redirect_uri') !== app.redirectUri || query.get('code_challenge_method') !== 'S256' || !scopes.every((one) => app.scopes.includes(one))) throw refuse(400, 'invalid_request');
    const code = randomBytes(12).toString('hex');
    codes.set(code, { app: query.get('client_id') ?? '', challenge: query.get('code_challenge') ?? '', redirectUri: app.redirectUri, scopes });
    const back = new URL(app.redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    return { status: 302, body: {}, headers: { location: back.href } };
  });
  peer.http.first('POST', /^\/oauth\/token$/, ({ raw, headers }: PeerRequest) => {
    const form = new URLSearchParams(raw.toString('utf8'));
    const basic = Buffer.from(/^Basic (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '', 'base64').toString('utf8').split(':');
    const id = basic[0] !== undefined && basic[0] !== '' ? basic[0] : (form.get('client_id') ?? '');
    const app = apps.get(id);
    if (app === undefined || (basic[1] ?? form.get('client_secret')) !== app.secret) throw refuse(401, 'invalid_client');
    const known = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (known === undefined || known.app !== id || form.get('redirect_uri') !== known.redirectUri || createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url') !== known.challenge) throw refuse(400, 'invalid_grant');
    return { status: 200, body: { access_token: peer.token(who(), known.scopes), token_type: 'Bearer', scope: known.scopes.join(' '), created_at: 1 } };
  });
  return { apps };
}
