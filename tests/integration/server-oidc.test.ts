import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oidcSchema } from '../../server/config/settings.ts';
import { CLIENT_ID, OidcHouse } from '../support/oidc-house.ts';
import { RawDesk, startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

// Sign-in at a real certified provider, on a real server.
const REDIRECT = 'http://127.0.0.1:49152/signed-in';
const house = new OidcHouse('a secret the desk never sees');
let world: ServerWorld;
let aheadMs = 0;

beforeAll(async () => {
  await house.start([
    { sub: 'u-1', name: 'Mara Möller', preferred_username: 'mara', groups: ['cc-desk', 'team-north'] },
    { sub: 'u-2', name: 'Max Müller', preferred_username: 'Ann Berg', groups: ['cc-desk', 'cc-lead', 'everybody'] },
    { sub: 'u-3', name: 'Nils Niemand', preferred_username: 'nils', groups: ['canteen'] },
    { sub: 'u-4', name: 'Mara Maier', preferred_username: 'mara2', groups: ['cc-desk'] },
  ]);
  const oidc = oidcSchema.parse({ issuer: house.issuer, clientId: CLIENT_ID, clientSecret: house.clientSecret, label: 'Musterkom-Konto', roles: { 'cc-desk': 'agent', 'cc-lead': 'supervisor' }, teams: { 'team-north': 'north', 'team-gone': 'gone' } });
  world = await startServerWorld({ config: { oidc }, clock: { now: () => Date.now() + aheadMs, steady: () => performance.now() } });
});
afterAll(async () => {
  await world.close();
  await house.stop();
});

interface Answer {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly refreshExpiresAt?: number;
  readonly identity?: { readonly agentId: string; readonly role: string; readonly name: string; readonly userId: string; readonly sessionId: string };
  readonly error?: { readonly code: string; readonly field?: string };
  readonly url?: string;
}
const send = async (path: string, body: unknown): Promise<Answer> => (await fetch(`${world.app.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json() as Promise<Answer>;
const begin = async (redirectUri = REDIRECT) => {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const answer = await send('/auth/oidc/begin', { redirectUri, challenge: createHash('sha256').update(verifier).digest('base64url'), state });
  return { verifier, state, redirectUri, ...answer };
};
/** Up to the moment where the browser would call the desk. */
const comeBack = async (url: string | undefined, who: string): Promise<Record<string, string>> => Object.fromEntries(new URL((await house.browse(url ?? '', who, REDIRECT)).at).searchParams);
const signIn = async (who: string): Promise<Answer> => {
  const { verifier, url } = await begin();
  return send('/auth/oidc/finish', { redirectUri: REDIRECT, verifier, answer: await comeBack(url, who) });
};

describe('OIDC-1 sign-in at the provider', () => {
  it('OIDC-1 is offered beside local accounts, by the name the house gave it', async () => {
    expect(await (await fetch(`${world.app.url}/auth/methods`)).json()).toEqual({ password: true, provider: { label: 'Musterkom-Konto' } });
    expect(await world.signIn('Ann Berg')).toHaveProperty('accessToken');
  });

  it('OIDC-1 goes by code and PKCE, with state and nonce, and no token of the provider comes to the desk', async () => {
    const { url, verifier } = await begin();
    const query = new URL(url ?? '').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ response_type: 'code', client_id: CLIENT_ID, code_challenge_method: 'S256', redirect_uri: REDIRECT });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)?.length, name).toBeGreaterThan(15);
    expect(url).not.toContain(verifier);
    const signedIn = await send('/auth/oidc/finish', { redirectUri: REDIRECT, verifier, answer: await comeBack(url, 'u-1') });
    expect(signedIn.identity).toMatchObject({ role: 'agent', name: 'mara' });
    expect(Object.keys(signedIn).toSorted()).toEqual(['accessExpiresAt', 'accessToken', 'identity', 'refreshExpiresAt', 'refreshToken']);
    const desk = await RawDesk.connect(world.app.url, signedIn.accessToken ?? '', 'r-mara');
    await desk.hello();
    desk.close();
  });

  it('OIDC-1 redirects nowhere but to a port of the person’s own machine', async () => {
    for (const redirect of ['https://evil.example/signed-in', 'http://127.0.0.1.evil.example:1/', 'http://localhost:49152/', 'http://user@127.0.0.1:1/', 'http://127.0.0.1/', 'app://leitstand/', 'x'])
      expect((await begin(redirect)).error, redirect).toMatchObject({ code: 'INPUT_INVALID', field: 'redirectUri' });
  });
});

describe('OIDC-2 what does not prove who somebody is', () => {
  it('OIDC-2 another verifier, a code used twice, a code of another sign-in, a refusal: none gets in', async () => {
    const first = await begin();
    const answer = await comeBack(first.url, 'u-1');
    const finish = (more: object): Promise<Answer> => send('/auth/oidc/finish', { redirectUri: REDIRECT, verifier: first.verifier, answer, ...more });
    expect((await finish({ verifier: randomBytes(32).toString('base64url') })).error?.code).toBe('OIDC_REFUSED');
    expect((await finish({ answer: { ...answer, iss: 'https://evil.example' } })).error?.code).toBe('OIDC_REFUSED');
    expect((await finish({ redirectUri: 'http://127.0.0.1:1/signed-in' })).error?.code).toBe('OIDC_REFUSED');
    expect((await finish({ answer: { ...answer, code: 'guessed' } })).error?.code).toBe('OIDC_REFUSED');
    const second = await begin();
    const other = await comeBack(second.url, 'u-1');
    expect((await send('/auth/oidc/finish', { redirectUri: REDIRECT, verifier: first.verifier, answer: other })).error?.code).toBe('OIDC_REFUSED');
    const third = await begin();
    const whole = { redirectUri: REDIRECT, verifier: third.verifier, answer: await comeBack(third.url, 'u-1') };
    expect(await send('/auth/oidc/finish', whole)).toHaveProperty('accessToken');
    expect((await send('/auth/oidc/finish', whole)).error?.code).toBe('OIDC_REFUSED');
    expect(await comeBack((await begin()).url, 'nobody')).toMatchObject({ error: 'access_denied' });
  });
});

describe('OIDC-3 what the provider says of somebody', () => {
  it('OIDC-3 the highest role its groups mean here; no such group, no way in', async () => {
    expect((await signIn('u-2')).identity?.role).toBe('supervisor');
    expect((await signIn('u-3')).error?.code).toBe('AUTH_NO_ROLE');
  });

  it('OIDC-3 a newcomer becomes an agent of the center, with initials of their own and the teams of their groups', async () => {
    const mara = (await signIn('u-1')).identity;
    const maier = (await signIn('u-4')).identity;
    const agents = world.app.center.committed;
    expect(agents.get('agent', mara?.agentId ?? '')).toMatchObject({ name: 'Mara Möller', initials: 'MM', teamIds: ['north'], role: 'agent', disabled: false });
    expect(agents.get('agent', maier?.agentId ?? '')).toMatchObject({ name: 'Mara Maier', teamIds: [] });
    expect(agents.get('agent', maier?.agentId ?? '')?.initials).not.toBe('MM');
    // The same person is the same agent at every sign-in.
    expect((await signIn('u-1')).identity).toMatchObject({ agentId: mara?.agentId, userId: mara?.userId });
  });

  it('OIDC-3 being called like a local account opens nothing of it', async () => {
    const max = (await signIn('u-2')).identity;
    expect(max?.name).toBe('Ann Berg (2)');
    expect(max?.agentId).not.toBe('ann');
    expect((await world.signIn(max?.name ?? '')) as unknown).toMatchObject({ error: { code: 'AUTH_REFUSED' } });
  });

  it('OIDC-3 a role that changed there changes here at the next sign-in and ends what was open under the old one', async () => {
    const before = await signIn('u-4');
    const desk = await RawDesk.connect(world.app.url, before.accessToken ?? '', 'r-maier');
    const person = house.people.get('u-4');
    if (person !== undefined) person.groups = ['cc-lead', 'team-north'];
    const after = await signIn('u-4');
    expect(after.identity).toMatchObject({ role: 'supervisor', userId: before.identity?.userId });
    expect(world.app.center.committed.get('agent', after.identity?.agentId ?? '')).toMatchObject({ role: 'supervisor', teamIds: ['north'] });
    await until('the old socket to be closed', () => desk.socket.disconnected);
    expect((await send('/auth/refresh', { refreshToken: before.refreshToken })).error?.code).toBe('AUTH_SESSION_ENDED');
  });
});

describe('OIDC-4 how long it counts', () => {
  it('OIDC-4 a session is renewed until half a day after its sign-in, however busy the desk; then the provider is asked again', async () => {
    const signedIn = await signIn('u-1');
    const until12 = signedIn.refreshExpiresAt ?? 0;
    let { refreshToken } = signedIn;
    expect(until12 - (Date.now() + aheadMs)).toBeLessThanOrEqual(12 * 3_600_000);
    for (let hours = 0; hours < 11; hours += 1) {
      aheadMs += 3_600_000;
      const renewed = await send('/auth/refresh', { refreshToken });
      expect(renewed.refreshExpiresAt).toBe(until12);
      refreshToken = renewed.refreshToken;
    }
    aheadMs += 3_600_000;
    expect((await send('/auth/refresh', { refreshToken })).error?.code).toBe('AUTH_REFRESH_INVALID');
  });

  it('OIDC-4 somebody disabled here stays out, whatever the provider says', async () => {
    const mara = (await signIn('u-1')).identity;
    const { accessToken } = await world.signIn('Ada Egge');
    const set = (disabled: boolean): Promise<Response> => fetch(`${world.app.url}/admin/users/${mara?.userId ?? ''}`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ disabled }) });
    expect((await set(true)).status).toBe(200);
    expect((await signIn('u-1')).error?.code).toBe('AUTH_DISABLED');
    await set(false);
    expect(await signIn('u-1')).toHaveProperty('accessToken');
  });
});

describe('OIDC-5 without the provider', () => {
  it('OIDC-5 where it cannot be reached that is said, local accounts work, and it is asked again the next time', async () => {
    const gone = new OidcHouse();
    await gone.start([]);
    const { issuer } = gone;
    await gone.stop();
    const lone = await startServerWorld({ config: { oidc: oidcSchema.parse({ issuer, clientId: CLIENT_ID, roles: { x: 'agent' } }) } });
    try {
      const answer = await fetch(`${lone.app.url}/auth/oidc/begin`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ redirectUri: REDIRECT, challenge: 'x'.repeat(43), state: 's'.repeat(20) }) });
      expect([answer.status, ((await answer.json()) as Answer).error?.code]).toEqual([502, 'OIDC_UNREACHABLE']);
      expect(await lone.signIn('Ann Berg')).toHaveProperty('accessToken');
    } finally {
      await lone.close();
    }
  });
});
