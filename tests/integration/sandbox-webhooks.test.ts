import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { BRAND, eventually, SandboxClient, startPopulated } from '../support/sandbox-client.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const SECRET = 'a secret between two';
const quick = { backoffMs: 5, maxBackoffMs: 20, timeoutMs: 2000 };
let sandbox: Sandbox;
let client: SandboxClient;
const closers: (() => Promise<void>)[] = [];
beforeEach(async () => {
  ({ sandbox, client } = await startPopulated({ webhookTiming: quick }));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await sandbox.close();
});

async function receiver(answer?: (count: number) => number | Promise<number>) {
  const made = await startReceiver(answer);
  closers.push(made.close);
  return made;
}
const write = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await client.post({ author: 'lena', text: `@${BRAND} ${n}` });
};
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

it('delivers what concerns a brand, signed over timestamp and raw body', async () => {
  const hook = await receiver();
  await client.ok('POST', '/webhooks', { url: hook.url, secret: SECRET });
  await client.post({ author: 'lena', text: 'geht niemand an' });
  const root = await client.post({ author: 'lena', text: `@${BRAND} hallo Ümläut 🙂` });
  const echo = await client.post({ author: BRAND, text: 'Ja?', inReplyTo: root.id }, 'k1');
  await client.ok('PATCH', `/posts/${root.id}`, { text: `@${BRAND} hallo!` });
  await client.ok('DELETE', `/posts/${root.id}`);
  await eventually('four events', () => hook.accepted.length === 4);
  for (const { headers, raw } of hook.deliveries) {
    const expected = createHmac('sha256', SECRET).update(`${String(headers['x-sandbox-timestamp'])}.${raw}`).digest('hex');
    expect(headers['x-sandbox-signature']).toBe(`sha256=${expected}`);
    expect(Math.abs(Date.now() / 1000 - Number(headers['x-sandbox-timestamp']))).toBeLessThan(60);
  }
  const events = hook.deliveries.flatMap((delivery) => delivery.body.events);
  expect(events.map((event) => [event.type, event.post.id])).toEqual([['post.created', root.id], ['post.created', echo.id], ['post.edited', root.id], ['post.deleted', root.id]]);
  expect(events[1]).toMatchObject({ accounts: [BRAND], post: { clientKey: 'k1', inReplyTo: root.id } });
});

it('tries again until 2xx, keeping the order and losing nothing', async () => {
  const statuses = [500, 404, 302, 503, 200, 500];
  const hook = await receiver((count) => statuses[count - 1] ?? 204);
  await client.ok('POST', '/webhooks', { url: hook.url, secret: SECRET, batch: 3 });
  await write(20);
  await eventually('20 events', () => hook.accepted.length === 20);
  expect(hook.accepted).toEqual(upTo(20));
  expect(Math.max(...hook.deliveries.map((delivery) => delivery.body.events.length))).toBeLessThanOrEqual(3);
  expect(new Set(hook.deliveries.slice(0, 5).map((delivery) => delivery.body.deliveryId)).size).toBe(1);
  const { webhooks } = await client.ok<{ webhooks: { cursor: number; waiting: number; failures: number; secret?: string }[] }>('GET', '/webhooks');
  expect(webhooks[0]).toMatchObject({ cursor: 20, waiting: 0, failures: 5 });
  expect(webhooks[0]?.secret).toBeUndefined();
});

it('batches a backlog', async () => {
  let open: (status: number) => void = () => {};
  const gate = new Promise<number>((resolve) => (open = resolve));
  const hook = await receiver((count) => (count === 1 ? gate : 204));
  await client.ok('POST', '/webhooks', { url: hook.url, secret: SECRET, batch: 50 });
  await write(1);
  await eventually('the first delivery', () => hook.deliveries.length === 1);
  await write(100);
  open(204);
  await eventually('all', () => hook.accepted.length === 101);
  expect(hook.deliveries.map((delivery) => delivery.body.events.length)).toEqual([1, 50, 50]);
});

it('a new hook hears from now on, or from where it asks', async () => {
  await write(3);
  const [late, early] = [await receiver(), await receiver()];
  await client.ok('POST', '/webhooks', { url: late.url, secret: SECRET });
  await client.ok('POST', '/webhooks', { url: early.url, secret: SECRET, after: 1 });
  await write(1);
  await eventually('both', () => late.accepted.length === 1 && early.accepted.length === 3);
  expect([late.accepted, early.accepted]).toEqual([[4], [2, 3, 4]]);
});

it('is bound to accounts, changed in place, and ends when deleted', async () => {
  await client.ok('POST', '/accounts', { handle: 'zweitmarke', displayName: 'Zweitmarke', kind: 'brand' });
  const hook = await receiver();
  await client.ok('POST', '/webhooks', { url: hook.url, secret: SECRET, accounts: ['zweitmarke'] });
  await write(1);
  await client.post({ author: 'lena', text: `@zweitmarke @${BRAND}` });
  await eventually('one', () => hook.accepted.length === 1);
  expect(hook.deliveries[0]?.body.events).toMatchObject([{ eventNo: 2, accounts: ['zweitmarke'] }]);
  await client.ok('POST', '/webhooks', { url: hook.url, secret: 'another secret' });
  expect((await client.ok<{ webhooks: object[] }>('GET', '/webhooks')).webhooks).toHaveLength(1);
  await write(1);
  await eventually('two', () => hook.accepted.length === 2);
  const last = hook.deliveries.at(-1);
  expect(last?.headers['x-sandbox-signature']).toBe(`sha256=${createHmac('sha256', 'another secret').update(`${String(last?.headers['x-sandbox-timestamp'])}.${last?.raw ?? ''}`).digest('hex')}`);
  await client.ok('DELETE', '/webhooks', { url: hook.url });
  await write(1);
  expect((await client.ok<{ webhooks: object[] }>('GET', '/webhooks')).webhooks).toEqual([]);
  expect(await client.refused('POST', '/webhooks', { url: hook.url, secret: SECRET, accounts: ['lena'] })).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
});

it('fault duplicate delivers twice, reorder delivers backwards, delay later', async () => {
  const hook = await receiver();
  await client.ok('POST', '/webhooks', { url: hook.url, secret: SECRET });
  const fault = (kind: string, more: object = {}) => client.ok('PUT', '/faults', { faults: [{ kind, route: 'webhook', remaining: 1, ...more }] });
  await fault('duplicate');
  await write(1);
  await eventually('twice', () => hook.accepted.length === 2);
  expect(hook.accepted).toEqual([1, 1]);
  await fault('reorder', { delayMs: 1200 });
  await write(3);
  await eventually('three more', () => hook.accepted.length === 5);
  expect(hook.accepted.slice(2)).toEqual([4, 3, 2]);
  await fault('delay', { delayMs: 400 });
  const before = Date.now();
  await write(1);
  await eventually('one more', () => hook.accepted.length === 6);
  expect(Date.now() - before).toBeGreaterThanOrEqual(390);
  expect((await client.ok<{ faultsFired: object }>('GET', '/stats')).faultsFired).toEqual({ duplicate: 1, reorder: 1, delay: 1 });
});

it('goes on after a restart where the receiver had accepted', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  closers.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  const hook = await receiver((count) => (count === 1 ? 204 : count < 4 ? 500 : 204));
  const before = await startPopulated({ dataDir, webhookTiming: { ...quick, backoffMs: 300, maxBackoffMs: 300 } });
  await before.client.ok('POST', '/webhooks', { url: hook.url, secret: SECRET });
  await before.client.post({ author: 'lena', text: `@${BRAND} eins` });
  await eventually('the first', () => hook.accepted.length === 1);
  await before.client.post({ author: 'lena', text: `@${BRAND} zwei` });
  await eventually('a failed attempt', () => hook.deliveries.length >= 2);
  await before.sandbox.close();
  const after = await startSandbox({ dataDir, webhookTiming: quick });
  closers.unshift(after.close);
  await new SandboxClient(after.url, after.token).post({ author: 'lena', text: `@${BRAND} drei` });
  await eventually('all three', () => hook.accepted.length === 3);
  expect(hook.accepted).toEqual([1, 2, 3]);
});
