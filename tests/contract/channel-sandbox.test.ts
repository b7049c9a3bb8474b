// Both halves of the channel against the real platform: what arrives, what leaves, and what is known when an answer is lost.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandboxChatConnector, createSandboxConnector } from '../../electron/main/channels/sandbox/connector.ts';
import type { OutboundConnector, ReconcileOutcome, SendOutcome } from '../../electron/main/channels/ports.ts';
import { sandboxInbound } from '../../server/channels/sandbox/inbound.ts';
import { pollSandbox, type SandboxPollResult } from '../../server/channels/sandbox/poll.ts';
import { sandboxChannel } from '../../shared/channels/sandbox.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { PostView } from '../../sandbox/render.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { BRAND, eventually, faultFired, populate, SandboxClient, startPopulated } from '../support/sandbox-client.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const SECRET = 'a secret between two';
const HOUR = 3_600_000;
let sandbox: Sandbox;
let client: SandboxClient;
let desk: OutboundConnector;
let credential = '';
let readToken = '';
let root: PostView;

beforeEach(async () => {
  ({ sandbox, client } = await startPopulated({ webhookTiming: { backoffMs: 5, maxBackoffMs: 20, timeoutMs: 2000 } }));
  const tokenFor = async (name: string, scopes: string[]) => (await client.ok<{ token: string }>('POST', '/tokens', { name, scopes, handles: [BRAND] })).token;
  credential = JSON.stringify({ url: sandbox.url, token: await tokenFor('desk', ['read', 'write']) });
  readToken = await tokenFor('server', ['read']);
  desk = createSandboxConnector(Date.now);
  root = await client.post({ author: 'lena', text: `@${BRAND} Internet weg` });
});
afterEach(() => sandbox.close());

const publicReply = (text = '@lena Wir schauen nach. ^AB', over: Partial<FrozenReply> = {}): FrozenReply => ({ parts: [text], visibility: 'public', inReplyToRemoteId: root.id, recipientRemoteId: 'lena', ...over });
const privateReply = (text = 'Ihre Kundennummer, bitte?', over: Partial<FrozenReply> = {}): FrozenReply => publicReply(text, { visibility: 'private', ...over });
const send = (frozen: FrozenReply, platformKey = 'reply-1', over: { part?: number; previousRemoteId?: string; credential?: string; signal?: AbortSignal; by?: OutboundConnector } = {}): Promise<SendOutcome> =>
  (over.by ?? desk).send({ accountHandle: BRAND, credential: over.credential ?? credential, frozen, part: over.part ?? 0, previousRemoteId: over.previousRemoteId, platformKey, signal: over.signal ?? AbortSignal.timeout(20_000) });
const reconcile = (frozen: FrozenReply, platformKey = 'reply-1', over: { part?: number; attemptStartedAt?: number; by?: OutboundConnector; credential?: string } = {}): Promise<ReconcileOutcome> =>
  (over.by ?? desk).reconcile({ accountHandle: BRAND, credential: over.credential ?? credential, frozen, part: over.part ?? 0, platformKey, attemptStartedAt: over.attemptStartedAt ?? Date.now() - 1000, signal: AbortSignal.timeout(20_000) });
const fault = (kind: string, more: object = {}) => client.ok('PUT', '/faults', { faults: [{ kind, route: 'POST /posts', remaining: 1, ...more }] });
const byBrand = async () => (await client.effects()).filter((effect) => effect.author === BRAND && effect.kind === 'created');
const poll = (after = 0, token = readToken): Promise<SandboxPollResult> => pollSandbox({ descriptor: sandboxChannel, url: sandbox.url, token, account: BRAND, after, signal: AbortSignal.timeout(20_000) });
async function polled(after = 0): Promise<readonly InboundMessage[]> {
  const result = await poll(after);
  if (result.kind !== 'messages') throw new Error(JSON.stringify(result));
  return result.messages;
}
function delivered(outcome: SendOutcome): string {
  if (outcome.kind !== 'delivered') throw new Error(JSON.stringify(outcome));
  return outcome.remoteId;
}

describe('receive', () => {
  it('webhook and poll tell the same story: posts of several people in one thread, our echo, an edit, a deletion', async () => {
    const hook = await startReceiver();
    await client.ok('POST', '/webhooks', { url: hook.url, secret: SECRET, accounts: [BRAND], after: 0 });
    const second = await client.post({ author: 'jonas', text: 'hier auch', inReplyTo: root.id });
    const answerId = delivered(await send(publicReply()));
    await client.ok('PATCH', `/posts/${second.id}`, { text: 'hier auch nicht' });
    await client.ok('DELETE', `/posts/${second.id}`);
    await client.post({ author: 'lena', text: 'privat dazu', visibility: 'private', recipient: BRAND });
    await eventually('six events', () => hook.accepted.length === 6);
    const heard = hook.deliveries.flatMap(({ headers, raw }) => {
      const result = sandboxInbound.readWebhook!({ method: 'POST', rawBody: Buffer.from(raw, 'utf8'), headers: headers as Record<string, string>, query: {}, secret: SECRET, now: Date.now() });
      return result.kind === 'messages' ? result.messages : [];
    });
    await hook.close();
    const read = await polled();
    expect(read.map((message) => [message.kind, message.remoteId === answerId ? 'ours' : message.remoteId === second.id ? 'second' : ''])).toEqual([
      ['post', ''],
      ['post', 'second'],
      // Read after its deletion, a post comes with its deletion at once.
      ['deletion', 'second'],
      ['post', 'ours'],
      ['deletion', 'second'],
      ['deletion', 'second'],
      ['post', ''],
    ]);
    const posts = (messages: readonly InboundMessage[]) => messages.filter((message) => message.kind === 'post');
    // A text that was still there when the hook went out is gone for the poll.
    const timeless = (messages: readonly InboundMessage[]) => posts(messages).map((message) => (message.remoteId === second.id ? { ...message, text: '' } : message));
    expect(timeless(heard)).toEqual(timeless(read));
    expect(new Set(posts(read).slice(0, 3).map((message) => message.threadRemoteId))).toEqual(new Set([root.id]));
    expect(posts(read)[2]).toMatchObject({ direction: 'out', clientKey: 'reply-1.0', inReplyToRemoteId: root.id, recipientRemoteId: 'lena' });
    expect(heard.at(-1)).toMatchObject({ visibility: 'private', threadRemoteId: `dm-lena-${BRAND}` });
  });

  it('an edit arrives as an edit', async () => {
    await client.ok('PATCH', `/posts/${root.id}`, { text: `@${BRAND} Internet ganz weg` });
    expect((await polled()).map((message) => [message.kind, message.kind === 'deletion' ? '' : message.text])).toEqual([['post', `@${BRAND} Internet weg`], ['edit', `@${BRAND} Internet ganz weg`]]);
  });

  it('the poll goes on behind its cursor, by pages', async () => {
    for (let n = 0; n < 5; n += 1) await client.post({ author: 'lena', text: `@${BRAND} ${n}` });
    const seen: string[] = [];
    let after = 0;
    for (let more = true; more; ) {
      const page = await pollSandbox({ descriptor: sandboxChannel, url: sandbox.url, token: readToken, account: BRAND, after, limit: 2, signal: AbortSignal.timeout(20_000) });
      if (page.kind !== 'messages') throw new Error(JSON.stringify(page));
      expect(page.messages.length).toBeLessThanOrEqual(2);
      seen.push(...page.messages.map((message) => message.remoteId));
      ({ cursor: after, more } = page);
    }
    expect(new Set(seen).size).toBe(6);
    expect(await polled(after)).toEqual([]);
  });

  it('the poll says what failed', async () => {
    expect(await poll(0, 'wrong')).toMatchObject({ kind: 'failed', code: 'CREDENTIAL_REJECTED' });
    await fault('unavailable503', { route: 'GET /accounts/*', delayMs: 7000 });
    expect(await poll()).toMatchObject({ kind: 'failed', code: 'PLATFORM_UNREACHABLE', retryAfterMs: 7000 });
    await fault('garbage200', { route: 'GET /accounts/*' });
    expect(await poll()).toMatchObject({ kind: 'failed', code: 'PLATFORM_ANSWER_UNREADABLE' });
    await fault('truncateAfterEffect', { route: 'GET /accounts/*' });
    expect((await poll()).kind).toBe('failed');
    expect((await poll()).kind).toBe('messages');
  });

  it('CHAN-4 the reading token cannot write', async () => {
    expect(await send(publicReply(), 'reply-1', { credential: JSON.stringify({ url: sandbox.url, token: readToken }) })).toMatchObject({ kind: 'failed', credentialRejected: true });
    expect(await byBrand()).toEqual([]);
  });
});

describe('send', () => {
  it('a public reply stands in its thread', async () => {
    const id = delivered(await send(publicReply()));
    expect(await client.ok<PostView>('GET', `/posts/${id}`)).toMatchObject({ threadId: root.id, inReplyTo: root.id, text: '@lena Wir schauen nach. ^AB', author: { handle: BRAND }, clientKey: 'reply-1.0' });
  });

  it('the parts of an answer hang on each other under keys of their own', async () => {
    const frozen = publicReply('', { parts: ['@lena 1/2', '2/2 ^AB'] });
    const first = delivered(await send(frozen));
    const second = delivered(await send(frozen, 'reply-1', { part: 1, previousRemoteId: first }));
    expect(await client.ok<PostView>('GET', `/posts/${second}`)).toMatchObject({ inReplyTo: first, threadId: root.id, clientKey: 'reply-1.1' });
    expect(await send(frozen, 'reply-1', { part: 2 })).toMatchObject({ kind: 'failed', failure: { retryable: false } });
  });

  it('a private reply goes to one person and stays in private', async () => {
    const id = delivered(await send(privateReply()));
    const post = await client.ok<PostView>('GET', `/posts/${id}`);
    expect(post).toMatchObject({ visibility: 'private', recipient: 'lena', threadId: `dm-lena-${BRAND}`, inReplyTo: root.id });
    const open = delivered(await send(privateReply('noch etwas', { inReplyToRemoteId: undefined }), 'reply-2'));
    expect(await client.ok<PostView>('GET', `/posts/${open}`)).toMatchObject({ recipient: 'lena', inReplyTo: null });
    expect(JSON.stringify(await client.ok('GET', `/threads/${root.id}`))).not.toContain('Kundennummer');
  });

  it('a second private reply to one post is refused for good, where the platform allows one', async () => {
    await client.ok('PUT', '/settings', { privateReply: 'oneShot' });
    delivered(await send(privateReply()));
    expect(await send(privateReply('noch eine'), 'reply-2')).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('PRIVATE_REPLY_USED') as string, retryable: false } });
  });

  it('a repeat under the same key is the same post', async () => {
    const first = delivered(await send(publicReply()));
    expect(delivered(await send(publicReply()))).toBe(first);
    expect(await byBrand()).toHaveLength(1);
  });

  it('a key that carried other bytes is no proof of anything: unknown', async () => {
    delivered(await send(publicReply()));
    expect(await send(publicReply('andere Bytes'))).toMatchObject({ kind: 'unknown' });
  });

  it('an empty budget says when to come back, and nothing went out', async () => {
    await client.ok('PUT', '/settings', { rateLimit: { posts: 1, windowMs: 60_000 } });
    delivered(await send(publicReply()));
    const refused = await send(publicReply('zweite'), 'reply-2');
    expect(refused).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', retryable: true } });
    expect(refused.kind === 'failed' && refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.kind === 'failed' && (refused.retryAfterMs ?? 0)).toBeLessThanOrEqual(60_000);
    expect(await byBrand()).toHaveLength(1);
  });

  it('an expired or withdrawn token is said so, and nothing went out', async () => {
    await fault('tokenExpired');
    expect(await send(publicReply())).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED', retryable: true }, credentialRejected: true });
    await client.ok('DELETE', '/tokens/desk');
    expect(await send(publicReply())).toMatchObject({ kind: 'failed', credentialRejected: true });
    expect(await byBrand()).toEqual([]);
  });

  it('a credential that cannot be read is refused before any call', async () => {
    for (const bad of ['', 'not json', '{}', '{"url":"file:///etc/passwd","token":"x"}', '{"url":"http://127.0.0.1:1"}']) {
      expect(await send(publicReply(), 'reply-1', { credential: bad })).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_INVALID', retryable: false }, credentialRejected: true });
    }
  });

  it('an answer to a deleted post or with a text too long is refused for good', async () => {
    expect(await send(publicReply('x'.repeat(281)))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
    await client.ok('DELETE', `/posts/${root.id}`);
    expect(await send(publicReply())).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('PARENT_DELETED') as string } });
  });

  it('a text the platform heard a moment ago is only a hint: unknown', async () => {
    await client.ok('PUT', '/settings', { duplicateText: 'refuse' });
    delivered(await send(publicReply()));
    expect(await send(publicReply(), 'reply-2')).toMatchObject({ kind: 'unknown' });
  });

  it('nobody listening is certain to have had no effect; stopped before the call too', async () => {
    const dead = await startSandbox();
    await dead.close();
    expect(await send(publicReply(), 'reply-1', { credential: JSON.stringify({ url: dead.url, token: 'x' }) })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', retryable: true } });
    expect(await send(publicReply(), 'reply-1', { signal: AbortSignal.abort() })).toMatchObject({ kind: 'failed', failure: { retryable: true } });
    expect(await byBrand()).toEqual([]);
  });
});

const LOST: [kind: string, effects: number][] = [
  ['error500', 0],
  ['error500AfterEffect', 1],
  ['timeoutBeforeEffect', 0],
  ['timeoutAfterEffect', 1],
  ['closeBeforeEffect', 0],
  ['closeAfterEffect', 1],
  ['truncateAfterEffect', 1],
  ['halfCloseAfterEffect', 1],
  ['unavailable503', 0],
  ['garbage200', 0],
  ['garbage200AfterEffect', 1],
];

describe.each([['public', publicReply], ['private', privateReply]] as const)('an outcome nobody knows (%s)', (_name, make) => {
  it.each(LOST)('%s: unknown, then reconciled, then repeated: one post', async (kind, effects) => {
    const frozen = make();
    await fault(kind);
    const stop = new AbortController();
    const sending = send(frozen, 'reply-1', { signal: stop.signal });
    await faultFired(client);
    if (kind.startsWith('timeout')) stop.abort();
    expect((await sending).kind).toBe('unknown');
    expect(await byBrand()).toHaveLength(effects);
    const found = await reconcile(frozen);
    expect(found.kind).toBe(effects === 1 ? 'found' : 'notFound');
    const id = delivered(await send(frozen));
    if (found.kind === 'found') expect(found.remoteId).toBe(id);
    expect(await byBrand()).toHaveLength(1);
    expect((await client.ok<{ doubled: number }>('GET', '/stats')).doubled).toBe(0);
  });
});

describe('CHAN-3 reconcile', () => {
  it('finds a later part, and one that was deleted since', async () => {
    const frozen = publicReply('', { parts: ['@lena 1/2', '2/2'] });
    const first = delivered(await send(frozen));
    const second = delivered(await send(frozen, 'reply-1', { part: 1, previousRemoteId: first }));
    expect(await reconcile(frozen, 'reply-1', { part: 1 })).toMatchObject({ kind: 'found', remoteId: second });
    await client.ok('DELETE', `/posts/${second}`);
    expect(await reconcile(frozen, 'reply-1', { part: 1 })).toMatchObject({ kind: 'found', remoteId: second });
    expect(await reconcile(frozen, 'reply-1', { part: 0 })).toMatchObject({ kind: 'found', remoteId: first });
  });

  it('finds its post by key although the clock here is hours off', async () => {
    const id = delivered(await send(publicReply()));
    expect(await reconcile(publicReply(), 'reply-1', { attemptStartedAt: Date.now() + 5 * HOUR })).toMatchObject({ kind: 'found', remoteId: id });
  });

  it('looks past hundreds of other posts', async () => {
    const posts = Array.from({ length: 1200 }, (_, n) => ({ id: `i${n}`, author: BRAND, text: `alt ${n}`, createdAt: new Date().toISOString() }));
    await client.ok('POST', '/import', { posts });
    const frozen = privateReply('ohne Vorgänger', { inReplyToRemoteId: undefined });
    const note = { ...frozen, visibility: 'public' as const };
    const id = delivered(await send(note));
    expect(await reconcile(note)).toMatchObject({ kind: 'found', remoteId: id });
  });

  it('does not see what lags, and does not take that for proof', async () => {
    await client.ok('PUT', '/settings', { readLagMs: 60_000 });
    await fault('closeAfterEffect');
    expect((await send(publicReply())).kind).toBe('unknown');
    expect(await reconcile(publicReply())).toEqual({ kind: 'notFound' });
    delivered(await send(publicReply()));
    expect(await byBrand()).toHaveLength(1);
  });

  it('says unreachable when it could not look', async () => {
    await fault('unavailable503', { route: 'GET /accounts/*' });
    expect((await reconcile(publicReply())).kind).toBe('unreachable');
    await fault('closeBeforeEffect', { route: 'GET /accounts/*' });
    expect((await reconcile(publicReply())).kind).toBe('unreachable');
    await fault('garbage200', { route: 'GET /accounts/*' });
    expect((await reconcile(publicReply())).kind).toBe('unreachable');
    expect((await reconcile(publicReply(), 'reply-1', { credential: '{}' })).kind).toBe('unreachable');
    await client.ok('DELETE', '/tokens/desk');
    expect((await reconcile(publicReply())).kind).toBe('unreachable');
  });

  it('without keys it goes by text, parent and time, and never by an older twin', async () => {
    await client.ok('PUT', '/settings', { idempotency: 'none' });
    const old = delivered(await send(publicReply('Danke!'), 'reply-0'));
    expect(await reconcile(publicReply('Danke!'), 'reply-1', { attemptStartedAt: Date.now() + HOUR })).toEqual({ kind: 'notFound' });
    await fault('closeAfterEffect');
    expect((await send(publicReply('Wir prüfen das.'))).kind).toBe('unknown');
    const found = await reconcile(publicReply('Wir prüfen das.'));
    expect(found.kind === 'found' && found.remoteId !== old).toBe(true);
    const other = await client.post({ author: 'jonas', text: `@${BRAND}` });
    expect(await reconcile(publicReply('Wir prüfen das.', { inReplyToRemoteId: other.id }))).toEqual({ kind: 'notFound' });
    expect(await reconcile(privateReply('Wir prüfen das.'))).toEqual({ kind: 'notFound' });
  });
});

describe('CHAN-2 whether a repeat is safe', () => {
  const ask = (connector: OutboundConnector, ageMs: number) => connector.safeToRepeat({ firstAttemptAt: 1_000_000_000, now: 1_000_000_000 + ageMs, visibility: 'public' });

  it('only once the platform said that it keeps keys, and only for their life', async () => {
    expect(ask(desk, 0)).toBe(false);
    await reconcile(publicReply());
    expect([0, 49 * 60_000, 50 * 60_000, -1].map((age) => ask(desk, age))).toEqual([true, true, false, false]);
  });

  it('not longer than the platform keeps them', async () => {
    await client.ok('PUT', '/settings', { keyRetentionMs: 10_000 });
    await reconcile(publicReply());
    expect([9000, 10_000].map((age) => ask(desk, age))).toEqual([true, false]);
  });

  it('never where the platform ignores keys', async () => {
    await client.ok('PUT', '/settings', { idempotency: 'none' });
    await send(publicReply());
    expect(ask(desk, 0)).toBe(false);
  });

  it('never on the chat channel, whose descriptor promises nothing', async () => {
    const chat = createSandboxChatConnector(Date.now);
    expect(delivered(await send(privateReply(), 'reply-1', { by: chat }))).not.toBe('');
    expect([chat.channel, ask(chat, 0)]).toEqual(['sandbox-chat', false]);
  });
});

describe('check', () => {
  const check = (accountHandle: string, with_ = credential) => desk.check({ accountHandle, credential: with_, signal: AbortSignal.timeout(20_000) });

  it('tells a good credential from a bad one without posting', async () => {
    expect(await check(BRAND)).toEqual({ ok: true, as: BRAND, scopes: ['read', 'write'] });
    expect(await check('zweitmarke')).toMatchObject({ ok: false, code: 'CREDENTIAL_REJECTED' });
    expect(await check(BRAND, JSON.stringify({ url: sandbox.url, token: readToken }))).toMatchObject({ ok: false, code: 'CREDENTIAL_REJECTED' });
    expect(await check(BRAND, JSON.stringify({ url: sandbox.url, token: 'wrong' }))).toMatchObject({ ok: false, code: 'CREDENTIAL_REJECTED' });
    expect(await check(BRAND, 'nonsense')).toMatchObject({ ok: false, code: 'CREDENTIAL_INVALID' });
    expect(await check(BRAND, JSON.stringify({ url: 'http://127.0.0.1:1', token: 'x' }))).toMatchObject({ ok: false, code: 'PLATFORM_UNREACHABLE' });
    expect(await byBrand()).toEqual([]);
  });
});

it('many sends under a storm of faults: every reply once, by unknown → reconcile → repeat', async () => {
  const seed = 4711;
  const stormy = await startSandbox({ seed });
  const there = new SandboxClient(stormy.url, stormy.token);
  await populate(there);
  const kinds = LOST.map(([kind]) => kind).filter((kind) => !kind.startsWith('timeout'));
  await there.ok('PUT', '/faults', { faults: kinds.map((kind) => ({ kind, route: 'POST /posts', probability: 0.07, account: BRAND })) });
  const target = { accountHandle: BRAND, credential: JSON.stringify({ url: stormy.url, token: stormy.token }) };
  const parents = await Promise.all(Array.from({ length: 60 }, (_, n) => there.post({ author: 'lena', text: `@${BRAND} ${n}` })));
  let unknowns = 0;
  for (const [n, parent] of parents.entries()) {
    const frozen: FrozenReply = { parts: [`Antwort ${n}`], visibility: 'public', inReplyToRemoteId: parent.id };
    const request = { ...target, frozen, part: 0, platformKey: `storm-${n}`, signal: AbortSignal.timeout(20_000) };
    for (let done = false; !done; ) {
      const outcome = await desk.send(request);
      done = outcome.kind === 'delivered';
      if (outcome.kind !== 'unknown') continue;
      unknowns += 1;
      const found = await desk.reconcile({ ...request, attemptStartedAt: Date.now() - 1000 });
      done = found.kind === 'found';
    }
  }
  const stats = await there.ok<{ doubled: number; brandReplies: number }>('GET', '/stats');
  await stormy.close();
  console.log(`seed ${seed}: 60 replies, ${unknowns} unknown outcomes, ${stats.doubled} doubled`);
  expect(unknowns).toBeGreaterThan(10);
  expect(stats).toMatchObject({ doubled: 0, brandReplies: 60 });
});
