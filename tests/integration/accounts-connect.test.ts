import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConnectors } from '../../electron/main/channels/registry.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { OAuthClient } from '../support/oauth-client.ts';
import { SandboxClient } from '../support/sandbox-client.ts';
import { PASSWORD, startServerWorld, type ServerWorld } from '../support/server-world.ts';

const ACCOUNT = { id: 'brand-x', channel: 'sandbox', handle: 'brand_x', name: 'Brand X', brand: 'X', credentialId: 'brand-x', teamIds: [], budget: { capacity: 1000, refillPerMinute: 1000 } };
const MARK = /sa_[\w-]{20,}|sr_[0-9a-f]{16}_[\w-]{20,}/;
let sandbox: Sandbox;
let server: ServerWorld;
let operator: SandboxClient;
const worlds: DeskWorld[] = [];

async function deskOf(name: string): Promise<DeskWorld> {
  const world = new DeskWorld(server.app.url, { connectors: createConnectors(Date.now) });
  worlds.push(world);
  await world.open();
  await world.core.handlers['session.signIn']({ serverUrl: server.app.url, name, password: PASSWORD });
  await world.online();
  return world;
}

beforeAll(async () => {
  sandbox = await startSandbox({});
  operator = new SandboxClient(sandbox.url, sandbox.token);
  for (const handle of ['brand_x', 'brand_y']) await operator.ok('POST', '/accounts', { handle, displayName: handle, kind: 'brand' });
  server = await startServerWorld({ commands: [{ type: 'account.register', data: ACCOUNT }] });
});
afterAll(async () => {
  for (const world of worlds) await world.dispose();
  await server.close();
  await sandbox.close();
});

/** What the person does in the browser. */
async function allow(url: string, account: string, answer: 'allow' | 'deny' = 'allow'): Promise<number> {
  const page = await fetch(url, { redirect: 'manual' });
  const back = await new OAuthClient(sandbox.url).decide(page, account, answer);
  return (await fetch(back)).status;
}

async function connect(desk: DeskWorld, account = 'brand_x', answer: 'allow' | 'deny' = 'allow') {
  const begun = await desk.core.handlers['account.connect']({ accountId: 'brand-x', values: { url: `${sandbox.url}/` } });
  if (begun.status !== 'signIn') throw new Error(JSON.stringify(begun));
  const before = desk.pushes('connect').length;
  expect(await allow(begun.url, account, answer)).toBe(200);
  await until(() => desk.pushes('connect').length > before, 'the end of the sign-in', desk);
  return desk.pushes('connect').at(-1)?.result;
}

const custodyOf = async (desk: DeskWorld) => (await desk.core.handlers['custody.get']({})).credentials.find(({ credentialId }) => credentialId === 'brand-x');

describe('connecting an account', () => {
  test('ACC-14 by a sign-in in the browser: PKCE and loopback, checked at the platform, kept in the keychain, nothing of it goes to the screen', async () => {
    const ada = await deskOf('Ada Egge');
    expect(await connect(ada)).toMatchObject({ status: 'connected', as: 'brand_x' });
    const stored = await ada.secrets.get('credential/brand-x');
    expect(stored).toMatch(MARK);
    expect(await custodyOf(ada)).toMatchObject({ mayHandOver: true, unshared: false, ended: false });
    expect((await custodyOf(ada))?.expiresAt).toBeGreaterThan(Date.now());
    expect(await ada.core.handlers['account.test']({ accountId: 'brand-x' })).toMatchObject({ ok: true });
    expect(JSON.stringify(ada.pushed)).not.toMatch(MARK);
    expect(ada.logs.join('\n')).not.toMatch(MARK);
    await until(async () => (await ada.core.handlers['credentials.list']({})).credentials.some(({ credentialId, present }) => credentialId === 'brand-x' && present), 'shown as there', ada);
  });

  test('ACC-14 what goes wrong is said and nothing is kept: denied, another account, fields missing or unsafe, a stranger at the loopback door', async () => {
    const ada = worlds[0] as DeskWorld;
    const before = await ada.secrets.get('credential/brand-x');
    expect(await connect(ada, 'brand_x', 'deny')).toMatchObject({ status: 'refused', code: 'SIGN_IN_REFUSED' });
    expect(await connect(ada, 'brand_y')).toMatchObject({ status: 'refused', code: 'CREDENTIAL_REJECTED' });
    for (const [values, code] of [[{}, 'INPUT_INVALID'], [{ url: 'http://platform.example' }, 'INPUT_INVALID'], [{ url: 'https://user:pass@platform.example' }, 'INPUT_INVALID']] as const) expect(await ada.core.handlers['account.connect']({ accountId: 'brand-x', values }), JSON.stringify(values)).toMatchObject({ status: 'refused', code });
    const begun = await ada.core.handlers['account.connect']({ accountId: 'brand-x', values: { url: sandbox.url } });
    if (begun.status !== 'signIn') throw new Error(begun.status);
    const back = new URL(new URL(begun.url).searchParams.get('redirect_uri') ?? '');
    expect((await fetch(`${back.href}?code=stolen&state=guessed`)).status).toBe(404);
    expect((await fetch(`${back.href}?code=stolen&state=guessed`, { headers: { host: 'evil.example' } }).catch(() => ({ status: 404 }))).status).toBe(404);
    const count = ada.pushes('connect').length;
    await ada.core.handlers['account.cancelConnect']({ attemptId: begun.attemptId });
    await until(() => ada.pushes('connect').length > count, 'cancelled', ada);
    expect(ada.pushes('connect').at(-1)?.result).toMatchObject({ status: 'refused', code: 'SIGN_IN_REFUSED' });
    expect(await ada.secrets.get('credential/brand-x')).toBe(before);
  });

  test('ACC-9 ACC-10 handed to an agent’s desk; the token ends at the platform while she works: renewed, her answer is out once, both desks have the new one', async () => {
    const ada = worlds[0] as DeskWorld;
    const ann = await deskOf('Ann Berg');
    await until(async () => ((await custodyOf(ada))?.desks.length ?? 0) > 1, 'ann’s desk is named', ada);
    const waiting = (await custodyOf(ada))?.desks.find(({ agentId }) => agentId === 'ann');
    expect(waiting).toMatchObject({ trust: 'unknown', hasLatest: false });
    expect(waiting?.number).toBe((await ann.core.handlers['custody.get']({})).number);
    await ada.core.handlers['custody.handOver']({ credentialId: 'brand-x', deskId: waiting?.deskId ?? '' });
    await until(async () => (await ann.secrets.get('credential/brand-x')) !== undefined, 'ann has it', ann);
    await until(async () => (await custodyOf(ada))?.desks.every(({ hasLatest }) => hasLatest) === true, 'ada sees that', ada);

    await operator.ok('POST', '/accounts', { handle: 'kim', displayName: 'Kim', kind: 'person' });
    const post = await operator.ok<{ id: string; threadId: string }>('POST', '/posts', { author: 'kim', text: '@brand_x mein TV geht nicht' });
    await server.ingest([{ v: 1, kind: 'post', channel: 'sandbox', account: 'brand_x', remoteId: post.id, direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'mein TV geht nicht', visibility: 'public', sentAt: Date.now(), threadRemoteId: post.threadId }]);
    const row = await rowOf(ann);
    await ann.core.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId: row.item.id } } as never });
    await ann.core.handlers['conversation.open']({ conversationId: row.conversationId });
    await until(async () => (await ann.core.handlers['conversation.open']({ conversationId: row.conversationId })).held === 'held', 'held', ann);
    // From now on every token of before is refused at the platform, whatever its date said.
    const before = await ann.secrets.get('credential/brand-x');
    await operator.ok('POST', '/faults', { kind: 'tokenExpired', route: 'POST /posts', account: 'brand_x', remaining: 1 });
    const entry = await ann.send(row.conversationId, 'Ich schaue nach.');
    await ann.reaches(entry.replyId, 'delivered', 40_000);
    const { effects } = await operator.ok<{ effects: { kind: string; inReplyTo: string | null }[] }>('GET', '/effects?limit=1000');
    expect(effects.filter(({ kind, inReplyTo }) => kind === 'created' && inReplyTo === post.id)).toHaveLength(1);
    const after = await ann.secrets.get('credential/brand-x');
    expect(JSON.parse(after ?? '{}').value).not.toBe(JSON.parse(before ?? '{}').value);
    await until(async () => JSON.parse((await ada.secrets.get('credential/brand-x')) ?? '{}').value === JSON.parse(after ?? '{}').value, 'ada has the renewed one', ada);
    for (const world of [ada, ann]) {
      expect(JSON.stringify(world.pushed)).not.toMatch(MARK);
      expect(world.logs.join('\n')).not.toMatch(MARK);
    }
  });

  test('ACC-6 taken from the agent: gone from her desk at once, and the lead is told to rotate', async () => {
    const [ada, ann] = worlds as [DeskWorld, DeskWorld];
    await ada.core.handlers['custody.revoke']({ credentialId: 'brand-x', agentId: 'ann', revoked: true });
    await until(async () => (await ann.secrets.get('credential/brand-x')) === undefined, 'gone from ann’s keychain', ann);
    expect((await custodyOf(ada))?.rotateSince).toBeGreaterThan(0);
  });
});

async function rowOf(desk: DeskWorld): Promise<{ item: { id: string }; conversationId: string }> {
  let found: { item: { id: string; accountId: string }; conversationId: string } | undefined;
  await until(
    async () => {
      const { rows } = await desk.core.handlers['rows.load']({});
      found = rows.flatMap((row) => (row.kind === 'workItem' && row.value !== null ? [row.value as never as NonNullable<typeof found>] : [])).find(({ item }) => item.accountId === 'brand-x');
      return found !== undefined;
    },
    'the item in the list',
    desk,
  );
  return found as NonNullable<typeof found>;
}
