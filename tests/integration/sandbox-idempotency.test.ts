import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/start.ts';
import { BRAND, eventually, type SandboxClient, startPopulated } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
let client: SandboxClient;
let now = 1_800_000_000_000;
const body = { author: BRAND, text: 'Guten Tag' };
const keyed = (key: string) => ({ 'idempotency-key': key });

beforeEach(async () => {
  ({ sandbox, client } = await startPopulated({ now: () => now }));
});
afterEach(() => sandbox.close());

it('answers the same request with the first post and makes one effect', async () => {
  const first = await client.post(body, 'k1');
  const again = await client.call<{ id: string }>('POST', '/posts', body, keyed('k1'));
  expect([again.status, again.headers.get('idempotency-replayed'), again.body]).toEqual([201, 'true', first]);
  expect(first.clientKey).toBe('k1');
  expect(await client.effects()).toHaveLength(1);
});

it('a replay shows the first answer even after an edit, but never a deleted text', async () => {
  const first = await client.post(body, 'k1');
  await client.ok('PATCH', `/posts/${first.id}`, { text: 'anders' });
  expect((await client.post(body, 'k1')).text).toBe('Guten Tag');
  await client.ok('DELETE', `/posts/${first.id}`);
  expect(await client.post(body, 'k1')).toMatchObject({ id: first.id, text: '' });
});

it('refuses the key with another body, and keeps keys of two authors apart', async () => {
  await client.post(body, 'k1');
  expect(await client.refused('POST', '/posts', { ...body, text: 'Guten Abend' }, keyed('k1'))).toEqual({ status: 409, code: 'IDEMPOTENCY_MISMATCH', field: 'Idempotency-Key' });
  await client.post({ author: 'lena', text: 'Guten Abend' }, 'k1');
  expect(await client.effects()).toHaveLength(2);
});

it('says so when the first request is still in flight, and frees the key when it made nothing', async () => {
  await client.ok('PUT', '/faults', { faults: [{ kind: 'timeoutBeforeEffect', route: 'POST /posts', remaining: 1 }] });
  const stop = new AbortController();
  const hanging = client.call('POST', '/posts', body, keyed('k1'), stop.signal).catch((error: Error) => error.name);
  await eventually('the first request to hang', async () => (await client.ok<{ faults: { fired: number }[] }>('GET', '/faults')).faults[0]?.fired === 1);
  expect(await client.refused('POST', '/posts', body, keyed('k1'))).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_FLIGHT' });
  stop.abort();
  expect(await hanging).toBe('AbortError');
  await eventually('the key to be free', async () => (await client.call('POST', '/posts', body, keyed('k1'))).status === 201);
  expect(await client.effects()).toHaveLength(1);
});

it('a refused request leaves the key free', async () => {
  await client.ok('PUT', '/settings', { rateLimit: { posts: 1, windowMs: 60_000 } });
  await client.post({ author: BRAND, text: 'x' });
  expect(await client.refused('POST', '/posts', body, keyed('k1'))).toMatchObject({ code: 'RATE_LIMITED' });
  now += 60_001;
  await client.post(body, 'k1');
  // A replay is answered although the budget is used.
  await client.post(body, 'k1');
  expect(await client.effects()).toHaveLength(2);
});

it('forgets a key after its time: then the same request is a second post, and the proof sees it', async () => {
  await client.ok('PUT', '/settings', { keyRetentionMs: 1000 });
  await client.post(body, 'k1');
  now += 1001;
  await client.post(body, 'k1');
  expect(await client.ok<{ doubled: number }>('GET', '/stats')).toMatchObject({ doubled: 1 });
});

it('none: keys are ignored and not shown, but stand in the proof', async () => {
  await client.ok('PUT', '/settings', { idempotency: 'none' });
  const root = await client.post({ author: 'lena', text: `@${BRAND}` });
  const one = await client.post({ ...body, inReplyTo: root.id }, 'k1');
  const two = await client.post({ ...body, inReplyTo: root.id }, 'k1');
  expect([one.id === two.id, one.clientKey]).toEqual([false, null]);
  expect((await client.effects()).slice(1).map((effect) => effect.clientKey)).toEqual(['k1', 'k1']);
  const stats = await client.ok<{ doubled: number; doubledPosts: object[]; severalReplies: number }>('GET', '/stats');
  expect(stats).toMatchObject({ doubled: 1, severalReplies: 1, doubledPosts: [{ author: BRAND, reason: 'sameKey', postIds: [one.id, two.id] }] });
});

it('two different answers to one parent are several replies, not doubled ones', async () => {
  const root = await client.post({ author: 'lena', text: `@${BRAND}` });
  await client.post({ author: BRAND, text: '1/2', inReplyTo: root.id }, 'a');
  await client.post({ author: BRAND, text: '2/2', inReplyTo: root.id }, 'b');
  expect(await client.ok('GET', '/stats')).toMatchObject({ doubled: 0, severalReplies: 1, brandReplies: 2 });
  await client.post({ author: BRAND, text: '2/2', inReplyTo: root.id }, 'c');
  expect(await client.ok('GET', '/stats')).toMatchObject({ doubled: 1 });
});

it('under a burst of the same request one effect remains', async () => {
  const replies = await Promise.all(Array.from({ length: 30 }, () => client.call<{ id?: string }>('POST', '/posts', body, keyed('burst'))));
  expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
  expect(await client.effects()).toHaveLength(1);
});
