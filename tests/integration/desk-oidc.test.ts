import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { oidcSchema } from '../../server/config/settings.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { CLIENT_ID, OidcHouse } from '../support/oidc-house.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

// The desk's side: its own loopback, a real server, a real provider.
const house = new OidcHouse();
let world: ServerWorld;
let desk: DeskWorld;
beforeAll(async () => {
  await house.start([
    { sub: 'u-1', name: 'Mara Möller', preferred_username: 'mara', groups: ['cc-desk'] },
    { sub: 'u-2', name: 'Nils Niemand', preferred_username: 'nils', groups: [] },
  ]);
  world = await startServerWorld({ config: { oidc: oidcSchema.parse({ issuer: house.issuer, clientId: CLIENT_ID, label: 'Musterkom-Konto', roles: { 'cc-desk': 'agent' } }) } });
});
afterAll(async () => {
  await world.close();
  await house.stop();
});
beforeEach(async () => {
  desk = new DeskWorld(world.app.url);
  await desk.open();
});
afterEach(() => desk.dispose());

const serverUrl = (): string => world.app.url;
const codeOf = (ends: Promise<unknown>): Promise<unknown> => ends.then(() => 'signed in', (error: { code?: string }) => error.code);

it('OIDC-1 the desk offers the provider, sends the browser there, and opens when it comes back', async () => {
  const { handlers } = desk.core;
  expect(await handlers['session.methods']({ serverUrl: serverUrl() })).toEqual({ provider: { label: 'Musterkom-Konto' } });
  const begun = await handlers['session.beginBrowser']({ serverUrl: serverUrl() });
  expect(begun.opened).toBe(false);
  const finished = handlers['session.finishBrowser']({ attemptId: begun.attemptId });
  expect(await house.browse(begun.url, 'u-1')).toMatchObject({ status: 200 });
  expect(await finished).toMatchObject({ kind: 'signedIn', role: 'agent' });
  await until('the link', async () => (await handlers['connection.get']({})).kind === 'online');
  // The provider’s own word is nowhere on this machine: what is kept is the server’s refresh token.
  expect(JSON.stringify(await desk.secrets.list())).not.toContain('id_token');
});

it('OIDC-3 somebody without a role is told so and stays outside', async () => {
  const { handlers } = desk.core;
  const begun = await handlers['session.beginBrowser']({ serverUrl: serverUrl() });
  const finished = handlers['session.finishBrowser']({ attemptId: begun.attemptId });
  const ended = codeOf(finished);
  await house.browse(begun.url, 'u-2');
  expect(await ended).toBe('AUTH_NO_ROLE');
  expect(await handlers['session.get']({})).toMatchObject({ kind: 'signedOut' });
});

it('OIDC-6 giving up ends the wait and closes the port; a second attempt ends the first; what comes back late opens nothing', async () => {
  const { handlers } = desk.core;
  const first = await handlers['session.beginBrowser']({ serverUrl: serverUrl() });
  const firstEnd = codeOf(handlers['session.finishBrowser']({ attemptId: first.attemptId }));
  const second = await handlers['session.beginBrowser']({ serverUrl: serverUrl() });
  expect(await firstEnd).toBe('SIGN_IN_REFUSED');
  const secondEnd = codeOf(handlers['session.finishBrowser']({ attemptId: second.attemptId }));
  await handlers['session.cancelBrowser']({ attemptId: second.attemptId });
  expect(await secondEnd).toBe('SIGN_IN_REFUSED');
  // Nobody listens any more where the browser is sent back to.
  await expect(house.browse(second.url, 'u-1')).rejects.toThrow('fetch failed');
  await expect(handlers['session.finishBrowser']({ attemptId: second.attemptId })).rejects.toMatchObject({ code: 'SIGN_IN_TIMEOUT' });
  expect(await handlers['session.get']({})).toMatchObject({ kind: 'signedOut' });
});

it('OIDC-2 an answer under another state is not heard: the desk goes on waiting for its own', async () => {
  const { handlers } = desk.core;
  const begun = await handlers['session.beginBrowser']({ serverUrl: serverUrl() });
  const finished = handlers['session.finishBrowser']({ attemptId: begun.attemptId });
  const redirect = new URL(begun.url).searchParams.get('redirect_uri') ?? '';
  expect((await fetch(`${redirect}?code=planted&state=guessed`)).status).toBe(404);
  await house.browse(begun.url, 'u-1');
  expect(await finished).toMatchObject({ kind: 'signedIn' });
});
