// Every door of the platform against bad, forged and unauthorised input: a coded 4xx, and the process lives.
import { connect } from 'node:net';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/start.ts';
import type { PostView } from '../../sandbox/render.ts';
import { BRAND, type SandboxClient, startPopulated } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
let client: SandboxClient;
let post: PostView;
let now = 1_800_000_000_000;
beforeAll(async () => {
  ({ sandbox, client } = await startPopulated({ now: () => now }));
  post = await client.post({ author: 'lena', text: `@${BRAND}` });
});
afterAll(() => sandbox.close());

const long = (length: number) => 'x'.repeat(length);
const BAD: [string, string, unknown, string, Record<string, string>?][] = [
  ['POST', '/posts', '{"author":', 'INPUT_NOT_JSON'],
  ['POST', '/posts', '{"__proto__":{"author":"lena"},"text":"x"}', 'INPUT_NOT_JSON'],
  ['POST', '/posts', 'null', 'INPUT_INVALID'],
  ['POST', '/posts', '[]', 'INPUT_INVALID'],
  ['POST', '/posts', '"x"', 'INPUT_INVALID'],
  ['POST', '/posts', '', 'INPUT_INVALID'],
  ['POST', '/posts', {}, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena' }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: '' }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: ' \n\t' }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: 7 }, 'INPUT_INVALID'],
  ['POST', '/posts', '{"author":"lena","text":"\\ud800"}', 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: 'x', unheard: 1 }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: 'x', visibility: 'secret' }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: 'x', inReplyTo: '../../etc' }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: 'x', persona: long(51) }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: 'x', visibility: 'private', recipient: 'lena' }, 'INPUT_INVALID'],
  ['POST', '/posts', { author: 'lena', text: 'x', visibility: 'private', recipient: 'nobody' }, 'ACCOUNT_UNKNOWN'],
  ['POST', '/posts', { author: 'nobody', text: 'x' }, 'ACCOUNT_UNKNOWN'],
  ['POST', '/posts', { author: 'lena', text: long(70_000) }, 'INPUT_TOO_LARGE'],
  ['POST', '/posts', { author: 'lena', text: 'x' }, 'INPUT_INVALID', { 'idempotency-key': long(301) }],
  ['POST', '/posts', { author: 'lena', text: 'x' }, 'INPUT_INVALID', { 'idempotency-key': 'with space' }],
  ['POST', '/posts', 'author=lena', 'MEDIA_TYPE_UNKNOWN', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['PATCH', '/posts/nothing', { text: 'x' }, 'POST_UNKNOWN'],
  ['PATCH', '/posts/nothing', {}, 'INPUT_INVALID'],
  ['DELETE', '/posts/nothing', undefined, 'POST_UNKNOWN'],
  ['GET', '/posts/nothing', undefined, 'POST_UNKNOWN'],
  ['GET', `/posts/${long(201)}`, undefined, 'REQUEST_MALFORMED'],
  ['GET', '/posts/%E0%A4%A', undefined, 'REQUEST_MALFORMED'],
  ['GET', '/threads/nothing', undefined, 'THREAD_UNKNOWN'],
  ['GET', '/accounts/nobody', undefined, 'ACCOUNT_UNKNOWN'],
  ['GET', '/accounts/lena/inbox', undefined, 'ACCOUNT_UNKNOWN'],
  ['GET', `/accounts/${BRAND}/inbox?after=-1`, undefined, 'INPUT_INVALID'],
  ['GET', `/accounts/${BRAND}/inbox?after=x`, undefined, 'INPUT_INVALID'],
  ['GET', `/accounts/${BRAND}/inbox?limit=100000`, undefined, 'INPUT_INVALID'],
  ['GET', `/accounts/${BRAND}/inbox?unheard=1`, undefined, 'INPUT_INVALID'],
  ['GET', `/accounts/${BRAND}/posts?since=gestern`, undefined, 'INPUT_INVALID'],
  ['GET', `/accounts/${BRAND}/posts?after=nothing`, undefined, 'POST_UNKNOWN'],
  ['POST', '/accounts', { handle: 'a b', displayName: 'x', kind: 'person' }, 'INPUT_INVALID'],
  ['POST', '/accounts', { handle: 'not_held_here', displayName: 'x', kind: 'person' }, 'INPUT_INVALID'],
  ['POST', '/accounts', { handle: 'lena', displayName: 'x', kind: 'brand' }, 'KIND_FIXED'],
  ['PUT', '/settings', { idempotency: 'maybe' }, 'INPUT_INVALID'],
  ['PUT', '/settings', { unheard: 1 }, 'INPUT_INVALID'],
  ['PUT', '/settings', { maxLength: 0 }, 'INPUT_INVALID'],
  ['PUT', '/settings', { rateLimit: { posts: -1 } }, 'INPUT_INVALID'],
  ['PUT', '/faults', { faults: [{ kind: 'unheard' }] }, 'INPUT_INVALID'],
  ['PUT', '/faults', { faults: [{ kind: 'error500', probability: 2 }] }, 'INPUT_INVALID'],
  ['PUT', '/faults', { faults: [{ kind: 'duplicate', route: '*' }] }, 'INPUT_INVALID'],
  ['PUT', '/faults', { faults: [{ kind: 'error500', route: 'webhook' }] }, 'INPUT_INVALID'],
  ['PUT', '/faults', { faults: [{ kind: 'error500', id: 'a' }, { kind: 'delay', id: 'a' }] }, 'INPUT_INVALID'],
  ['POST', '/webhooks', { url: 'file:///etc/passwd', secret: long(10) }, 'INPUT_INVALID'],
  ['POST', '/webhooks', { url: 'http://127.0.0.1:1/', secret: 'short' }, 'INPUT_INVALID'],
  ['DELETE', '/webhooks', { url: 'http://127.0.0.1:1/' }, 'THING_UNKNOWN'],
  ['POST', '/tokens', { name: 'operator', scopes: ['read'], handles: 'all' }, 'INPUT_INVALID'],
  ['POST', '/tokens', { name: 'x', scopes: [], handles: 'all' }, 'INPUT_INVALID'],
  ['DELETE', '/tokens/page', undefined, 'THING_UNKNOWN'],
  ['POST', '/import', { posts: 'x' }, 'INPUT_INVALID'],
  ['GET', '/effects?after=x', undefined, 'INPUT_INVALID'],
  ['GET', '/nothing', undefined, 'ROUTE_UNKNOWN'],
];

describe('bad input', () => {
  it.each(BAD.map((row) => [`${row[0]} ${row[1].slice(0, 40)} ${(JSON.stringify(row[2]) ?? '').slice(0, 60)}`, ...row] as const))('%s', async (_name, method, path, body, code, headers) => {
    const before = await client.ok<{ posts: number }>('GET', '/stats');
    const refused = await client.refused(method, path, body, headers);
    expect(refused.code).toBe(code);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect((await client.ok<{ posts: number }>('GET', '/stats')).posts).toBe(before.posts);
  });

  it('names the field that is wrong', async () => {
    expect(await client.refused('PUT', '/faults', { faults: [{ kind: 'error500' }, { kind: 'error500', probability: 2 }] })).toMatchObject({ field: 'faults.1.probability' });
    expect(await client.refused('POST', '/posts', { author: 'lena', text: 'x', extra: 1 })).toMatchObject({ field: 'extra' });
  });

  it('lives through bytes that are no HTTP', async () => {
    for (const bytes of ['GARBAGE\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`, '\u0000\u0001\u0002\r\n\r\n', 'POST /api/v1/posts HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: -5\r\n\r\n']) {
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(sandbox.port, '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('close', () => resolve(text));
        socket.on('error', () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
      expect(answer).toContain('REQUEST_MALFORMED');
    }
    expect((await fetch(`${sandbox.url}/health`)).status).toBe(200);
  });

  it('refuses a foreign Host name on a loopback address', async () => {
    const ask = (host: string) =>
      new Promise<number>((resolve, reject) => request({ port: sandbox.port, host: '127.0.0.1', path: '/', headers: { host } }, (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject).end());
    expect(await Promise.all(['evil.example', `evil.example:${sandbox.port}`, '127.0.0.1.evil.example'].map(ask))).toEqual([403, 403, 403]);
    expect(await Promise.all([`localhost:${sandbox.port}`, `127.0.0.1:${sandbox.port}`, `[::1]:${sandbox.port}`].map(ask))).toEqual([200, 200, 200]);
  });
});

describe('tokens', () => {
  const make = async (name: string, scopes: string[], handles: string[] | string, expiresInMs?: number) =>
    client.as((await client.ok<{ token: string }>('POST', '/tokens', { name, scopes, handles, ...(expiresInMs === undefined ? {} : { expiresInMs }) })).token);

  it('are needed, known, and end', async () => {
    expect((await fetch(`${sandbox.url}/api/v1/threads`)).status).toBe(401);
    expect(await client.as('wrong-token').refused('GET', '/threads')).toMatchObject({ status: 401, code: 'TOKEN_UNKNOWN' });
    const short = await make('short', ['read'], 'brands', 1000);
    await short.ok('GET', '/threads');
    now += 1000;
    expect(await short.refused('GET', '/threads')).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' });
    const first = await make('renewed', ['read'], 'brands');
    const second = await make('renewed', ['read'], 'brands');
    expect(await first.refused('GET', '/threads')).toMatchObject({ code: 'TOKEN_UNKNOWN' });
    await second.ok('GET', '/threads');
    await client.ok('DELETE', '/tokens/renewed');
    expect(await second.refused('GET', '/threads')).toMatchObject({ code: 'TOKEN_UNKNOWN' });
  });

  it('a reader reads its inbox and writes nothing', async () => {
    const reader = await make('server', ['read'], [BRAND]);
    expect(await reader.inbox(BRAND)).not.toEqual([]);
    expect(await reader.refused('POST', '/posts', { author: BRAND, text: 'x' })).toMatchObject({ status: 403, code: 'SCOPE_MISSING' });
    expect(await reader.refused('PATCH', `/posts/${post.id}`, { text: 'x' })).toMatchObject({ code: 'SCOPE_MISSING' });
    expect(await reader.refused('DELETE', `/posts/${post.id}`)).toMatchObject({ code: 'SCOPE_MISSING' });
    await client.ok('PUT', '/settings', { scopes: 'ignored' });
    await reader.post({ author: BRAND, text: 'Rechte werden nicht beachtet' });
    expect(await reader.refused('GET', '/effects')).toMatchObject({ code: 'SCOPE_MISSING' });
    await client.ok('PUT', '/settings', { scopes: 'enforced' });
  });

  it('a desk acts for its brand alone and administers nothing', async () => {
    const desk = await make('desk', ['read', 'write'], [BRAND]);
    expect(await desk.ok('GET', '/me')).toMatchObject({ name: 'desk', scopes: ['read', 'write'], accounts: [BRAND], expiresAt: null });
    await desk.post({ author: BRAND, text: 'Guten Tag' });
    expect(await desk.refused('POST', '/posts', { author: 'lena', text: 'x' })).toMatchObject({ status: 403, code: 'NOT_YOURS' });
    expect(await desk.refused('PATCH', `/posts/${post.id}`, { text: 'x' })).toMatchObject({ code: 'NOT_YOURS' });
    const admin: [string, string][] = [['PUT', '/settings'], ['GET', '/faults'], ['PUT', '/faults'], ['POST', '/faults'], ['DELETE', '/faults'], ['GET', '/webhooks'], ['POST', '/webhooks'], ['DELETE', '/webhooks'], ['GET', '/tokens'], ['POST', '/tokens'], ['DELETE', '/tokens/desk'], ['POST', '/import'], ['GET', '/effects'], ['GET', '/stats']];
    for (const [method, path] of admin) expect(await desk.refused(method, path, method === 'GET' ? undefined : {}), `${method} ${path}`).toMatchObject({ status: 403, code: 'SCOPE_MISSING' });
  });

  it('the page acts for people, never for a brand', async () => {
    const html = await (await fetch(sandbox.url)).text();
    const page = client.as(/name="page-token" content="([0-9a-f]+)"/.exec(html)?.[1] ?? '');
    await page.ok('POST', '/accounts', { handle: 'neu', displayName: 'Neu', kind: 'person' });
    await page.post({ author: 'neu', text: 'hallo' });
    expect(await page.refused('POST', '/posts', { author: BRAND, text: 'x' })).toMatchObject({ code: 'NOT_YOURS' });
    expect(await page.refused('POST', '/accounts', { handle: 'b', displayName: 'b', kind: 'brand' })).toMatchObject({ code: 'SCOPE_MISSING' });
    expect(await page.refused('GET', '/stats')).toMatchObject({ code: 'SCOPE_MISSING' });
  });
});
