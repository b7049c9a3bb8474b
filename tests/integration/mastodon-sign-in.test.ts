import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConnectors } from '../../electron/main/channels/registry.ts';
import { channelFor } from '../../shared/channels/index.ts';
import { mastodonChannel } from '../../shared/channels/mastodon.ts';
import { measure } from '../../shared/text/weighted-length.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { MastodonPeer } from '../support/platforms/mastodon/peer.ts';
import { addMastodonSignIn } from '../support/platforms/mastodon/sign-in.ts';
import { PASSWORD, startServerWorld, type ServerWorld } from '../support/server-world.ts';

let peer: MastodonPeer;
let server: ServerWorld;
let ada: DeskWorld;
let signsIn = 'marke';
let apps: Map<string, { redirectUri: string }>;
beforeAll(async () => {
  peer = await MastodonPeer.start();
  for (const name of ['marke', 'andere']) peer.model.addAccount(name, name);
  ({ apps } = addMastodonSignIn(peer, () => peer.model.named(signsIn) ?? peer.model.addAccount(signsIn, signsIn)));
  server = await startServerWorld({ commands: [{ type: 'account.register', data: { id: 'masto', channel: 'mastodon', handle: 'marke', name: 'Marke', brand: 'Marke', credentialId: 'masto', teamIds: [], budget: { capacity: 1000, refillPerMinute: 1000 }, settings: { instance: peer.url } } }] });
  ada = new DeskWorld(server.app.url, { connectors: createConnectors(Date.now) });
  await ada.open();
  await ada.core.handlers['session.signIn']({ serverUrl: server.app.url, name: 'Ada Egge', password: PASSWORD });
  await ada.online();
});
afterAll(async () => {
  await ada?.dispose();
  await server?.close();
  await peer?.close();
});

async function signIn(): Promise<unknown> {
  const begun = await ada.core.handlers['account.connect']({ accountId: 'masto', values: {} });
  if (begun.status !== 'signIn') throw new Error(JSON.stringify(begun));
  const before = ada.pushes('connect').length;
  const consent = await fetch(begun.url, { redirect: 'manual' });
  expect((await fetch(consent.headers.get('location') ?? 'about:blank')).status).toBe(200);
  await until(() => ada.pushes('connect').length > before, 'the end of the sign-in', ada);
  return ada.pushes('connect').at(-1)?.result;
}

test('MAST-10 the instance names the desk for this very redirect, the person allows it there, and the token of just these rights is kept', async () => {
  expect(await signIn()).toMatchObject({ status: 'connected', as: 'marke' });
  const stored = JSON.parse(JSON.parse((await ada.secrets.get('credential/masto')) ?? '{}').value as string) as Record<string, string>;
  expect(Object.keys(stored).sort()).toEqual(['accessToken', 'clientId', 'clientSecret']);
  expect(peer.tokens.get(stored['accessToken'] ?? '')?.scopes).toEqual(['write:statuses', 'write:media', 'read:statuses', 'read:accounts']);
  expect(apps.size).toBe(1);
  // Again is a name of its own: each sign-in comes back to another port.
  expect(await signIn()).toMatchObject({ status: 'connected' });
  expect(new Set([...apps.values()].map(({ redirectUri }) => redirectUri)).size).toBe(2);
});

test('MAST-10 somebody else’s account is refused, a token typed instead is taken, and an instance that names nobody says so', async () => {
  signsIn = 'andere';
  expect(await signIn()).toMatchObject({ status: 'refused', code: 'CREDENTIAL_REJECTED' });
  const token = peer.token(peer.model.named('marke') ?? peer.model.addAccount('marke', 'x'), ['write:statuses', 'read:statuses', 'read:accounts']);
  expect(await ada.core.handlers['account.connect']({ accountId: 'masto', values: { accessToken: token } })).toMatchObject({ status: 'connected', as: 'marke' });
  peer.http.fault({ kind: 'unavailable503', route: 'POST /api/v1/apps' });
  expect(await ada.core.handlers['account.connect']({ accountId: 'masto', values: {} })).toMatchObject({ status: 'refused' });
});

test('MAST-2 what the instance takes is learnt when the account is connected, and every desk counts by it', async () => {
  signsIn = 'marke';
  peer.limits.maxCharacters = 1_000;
  const other = new DeskWorld(server.app.url, { connectors: createConnectors(Date.now) });
  await other.open();
  await other.core.handlers['session.signIn']({ serverUrl: server.app.url, name: 'Ada Egge', password: PASSWORD });
  await other.online();
  const token = peer.token(peer.model.named('marke') ?? peer.model.addAccount('marke', 'x'), ['write:statuses', 'read:statuses', 'read:accounts']);
  expect(await other.core.handlers['account.connect']({ accountId: 'masto', values: { accessToken: token } })).toMatchObject({ status: 'connected' });
  await until(() => server.app.center.committed.get('account', 'masto')?.settings?.['maxCharacters'] === 1_000, 'the account to know', other);
  const settings = server.app.center.committed.get('account', 'masto')?.settings;
  expect(settings).toEqual({ instance: peer.url, maxCharacters: 1_000, charactersPerLink: 23, maxFiles: 4 });
  const channel = channelFor(mastodonChannel, settings);
  const text = `${'x'.repeat(900)} https://example.org/${'lang/'.repeat(40)}ende`;
  expect(measure(text, mastodonChannel.length.public).fits).toBe(false);
  expect(measure(text, channel.length.public)).toMatchObject({ length: 924, max: 1_000, fits: true });
  expect(channelFor(mastodonChannel, { maxFiles: 2, maxCharacters: 'x' })).toMatchObject({ media: { public: { maxCount: 2 } }, length: { public: { max: 500 } } });
  expect(channelFor(mastodonChannel, undefined)).toBe(mastodonChannel);
  await other.dispose();
});
