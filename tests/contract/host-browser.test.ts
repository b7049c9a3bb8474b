import { mkdtemp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startBrowserHost, type BrowserHost } from '../../electron/main/host/browser.ts';
import { readDoorFile } from '../../electron/main/host/door-file.ts';
import { SESSION_IDLE_MS, TOKEN_LIFE_MS } from '../../electron/main/host/door-keys.ts';
import { fetchDeskUrl } from '../../tools/desk-url.ts';
import { exchange, openPage, openPageWithCookie, tokenOf, upgradeStatus } from '../support/browser-page.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { HandClock } from '../support/system-clock.ts';

let folder: string;
let dataDir: string;
let host: BrowserHost;
let clock: HandClock;
let log: NotedLog;
let origin: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leitstand-browser-'));
  dataDir = path.join(folder, 'desk');
  const pageRoot = path.join(folder, 'page');
  await mkdir(path.join(pageRoot, 'assets'), { recursive: true });
  await writeFile(
    path.join(pageRoot, 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>',
  );
  await writeFile(path.join(pageRoot, 'assets', 'index-1a2b.js'), 'export {};');
  await writeFile(path.join(pageRoot, '.hidden.js'), 'secret');
  await writeFile(path.join(folder, 'outside.js'), 'secret');
  await symlink(path.join(folder, 'outside.js'), path.join(pageRoot, 'assets', 'link.js'));
  clock = new HandClock();
  log = new NotedLog();
  host = await startBrowserHost({ core: new FakeDeskCore(), dataDir, pageRoot, port: 0, clock, log });
  origin = `http://127.0.0.1:${host.port}`;
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

/** A request whose path and headers go out as written: `fetch` would tidy them. */
function raw(given: {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const out = httpRequest(
      { host: '127.0.0.1', port: host.port, path: given.path ?? '/', method: given.method ?? 'GET', headers: given.headers ?? {} },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (piece: string) => (body += piece));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    out.on('error', reject);
    out.end(given.body);
  });
}

describe('the page', () => {
  test('comes with a policy whose nonce is in the page and new each time', async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i += 1) {
      const answer = await fetch(`${origin}/`);
      const policy = answer.headers.get('content-security-policy') ?? '';
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      const body = await answer.text();
      expect(body).toBe(`<meta property="csp-nonce" nonce="${nonce}"><style nonce="${nonce}"></style>`);
      nonces.add(nonce);
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
      ])
        expect(policy.split('; ')).toContain(rule);
      expect(policy).not.toContain('unsafe');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect(nonces.size).toBe(3);
  });

  test('every answer carries the security headers and no CORS', async () => {
    for (const place of ['/', '/assets/index-1a2b.js', '/nothing.js', '/session', '/desk-url']) {
      const { headers } = await raw({ path: place });
      expect(headers, place).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test.each([
    '/../outside.js',
    '/assets/../../outside.js',
    '/%2e%2e/outside.js',
    '/assets/%2e%2e%2f%2e%2e%2foutside.js',
    '/..%5coutside.js',
    '/assets/link.js',
    '/.hidden.js',
    '/assets/',
    '/assets',
    '//outside.js',
    '/%00.js',
    '/index.html%00.js',
    '/%',
    '/C:/x.js',
    '/%252e%252e/outside.js',
  ])('nothing outside the page is served: %s', async (place) => {
    const answer = await raw({ path: place });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  test('is served to this machine’s own names only (a rebound name is turned away)', async () => {
    expect((await raw({ headers: { host: `localhost:${host.port}` } })).status).toBe(200);
    for (const name of [
      'evil.example',
      `evil.example:${host.port}`,
      `127.0.0.1.evil.example:${host.port}`,
      '127.0.0.1',
      `127.0.0.1:${host.port + 1}`,
      `[::1]:${host.port}`,
    ])
      expect((await raw({ headers: { host: name } })).status, name).toBe(403);
  });

  test('says how to build it where it has not been built', async () => {
    await rm(path.join(folder, 'page', 'index.html'));
    const answer = await fetch(`${origin}/`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build:renderer');
  });
});

describe('SEC-7 the one-time address', () => {
  test('is exchanged once for a cookie no script reads', async () => {
    const url = host.newUrl();
    const first = await exchange(url);
    expect(first.status).toBe(204);
    expect(first.headers.get('set-cookie')).toMatch(new RegExp(`^leitstand-${host.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
    const second = await exchange(url);
    expect(second.status).toBe(401);
    expect(second.headers.get('set-cookie')).toBeNull();
    expect(await second.json()).toMatchObject({ error: { code: 'DESK_SESSION_UNKNOWN' } });
  });

  test('two at once: one gets in', async () => {
    const url = host.newUrl();
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(url)));
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
  });

  test('lasts five minutes', async () => {
    const [early, late] = [host.newUrl(), host.newUrl()];
    clock.at += TOKEN_LIFE_MS - 1;
    expect((await exchange(early)).status).toBe(204);
    clock.at += 1;
    expect((await exchange(late)).status).toBe(401);
  });

  test.each([
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['no origin', { origin: '' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['https', { origin: 'https://127.0.0.1' }, 403],
    ['null', { origin: 'null' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
  ])('is not taken from %s, and is not used up by it', async (_title, headers, status) => {
    const url = host.newUrl();
    expect((await exchange(url, headers as Record<string, string>)).status).toBe(status);
    expect((await exchange(url)).status).toBe(204);
  });

  test('rubbish and oversize are refused', async () => {
    const headers = { 'content-type': 'application/json', origin };
    const post = async (body: string): Promise<number> => (await fetch(`${origin}/session`, { method: 'POST', headers, body })).status;
    for (const body of ['', '{', 'null', '[]', '{"token":7}', '{"token":""}', `{"token":"${tokenOf(host.newUrl())}","more":1}`])
      expect(await post(body), body).toBe(400);
    expect(await post(JSON.stringify({ token: 'x'.repeat(3_000) }))).toBe(413);
    expect(await post(JSON.stringify({ token: 'x'.repeat(43) }))).toBe(401);
  });

  test('is minted only with the secret of the 0600 file, and never for a page', async () => {
    const desk = await readDoorFile(dataDir);
    expect((await stat(path.join(dataDir, 'desk.json'))).mode & 0o777).toBe(0o600);
    const mint = (headers: Record<string, string>) => fetch(`${origin}/desk-url`, { method: 'POST', headers });
    expect((await mint({})).status).toBe(403);
    expect((await mint({ authorization: 'Bearer x' })).status).toBe(403);
    expect((await mint({ authorization: `Bearer ${desk.secret}`, origin })).status).toBe(403);
    expect((await raw({ path: '/desk-url', headers: { authorization: `Bearer ${desk.secret}` } })).status).toBe(405);
    const url = await fetchDeskUrl(dataDir);
    expect((await exchange(url)).status).toBe(204);
    // The center's folder will do where the desk was started with it.
    expect(await fetchDeskUrl(folder)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  });

  test('leaves no trace in file or log', async () => {
    const url = host.newUrl();
    await exchange(url);
    await upgradeStatus(`ws://127.0.0.1:${host.port}/ipc`, { origin, cookie: `leitstand-${host.port}=${tokenOf(url)}` });
    expect((await readFile(path.join(dataDir, 'desk.json'), 'utf8')) + log.text).not.toContain(tokenOf(url));
  });
});

describe('SEC-7 the session', () => {
  test('outlives a reload, and the page can ask whether it does', async () => {
    const page = await openPage(host.newUrl());
    page.close();
    const again = await openPageWithCookie(origin, page.cookie);
    expect(await again.call('connection.get', {})).toMatchObject({ ok: true });
    expect((await fetch(`${origin}/session`, { headers: { cookie: page.cookie } })).status).toBe(204);
    expect((await fetch(`${origin}/session`)).status).toBe(401);
    again.close();
  });

  test('is over after twelve hours without use', async () => {
    const page = await openPage(host.newUrl());
    page.close();
    clock.at += SESSION_IDLE_MS - 1;
    expect((await fetch(`${origin}/session`, { headers: { cookie: page.cookie } })).status).toBe(204);
    clock.at += SESSION_IDLE_MS;
    expect((await fetch(`${origin}/session`, { headers: { cookie: page.cookie } })).status).toBe(401);
  });

  test('the socket asks for host, origin and session, each of them', async () => {
    const page = await openPage(host.newUrl());
    const at = `ws://127.0.0.1:${host.port}`;
    const good = { origin, cookie: page.cookie };
    expect(await upgradeStatus(`${at}/ipc`, good)).toBe(101);
    expect(await upgradeStatus(`${at}/ipc`, { origin })).toBe(401);
    expect(await upgradeStatus(`${at}/ipc`, { ...good, cookie: `${page.cookie}x` })).toBe(401);
    expect(await upgradeStatus(`${at}/ipc`, { ...good, cookie: page.cookie.replace(/^leitstand-\d+/, 'leitstand-1') })).toBe(401);
    expect(await upgradeStatus(`${at}/ipc`, { cookie: page.cookie })).toBe(403);
    expect(await upgradeStatus(`${at}/ipc`, { ...good, origin: 'http://evil.example' })).toBe(403);
    expect(await upgradeStatus(`${at}/ipc`, { ...good, host: 'evil.example' })).toBe(403);
    // Same machine, other name: page and socket must be of one origin.
    expect(await upgradeStatus(`${at}/ipc`, { ...good, host: `localhost:${host.port}` })).toBe(403);
    expect(await upgradeStatus(`${at}/other`, good)).toBe(403);
    page.close();
  });

  test.each([
    ['not JSON', '{'],
    ['no id', '{"name":"session.get","request":{}}'],
    ['more than a frame', '{"id":1,"name":"session.get","request":{},"as":"admin"}'],
    ['a list', '[]'],
  ])('a broken frame (%s) ends the socket and nothing else', async (_title, frame) => {
    const page = await openPage(host.newUrl());
    const code = new Promise<number>((resolve) => page.socket.once('close', resolve));
    page.socket.send(frame);
    expect(await code).toBe(1008);
    const again = await openPageWithCookie(origin, page.cookie);
    expect(await again.call('session.get', {})).toMatchObject({ ok: true });
    again.close();
  });

  test('a frame over the limit ends the socket', async () => {
    const page = await openPage(host.newUrl());
    const code = new Promise<number>((resolve) => page.socket.once('close', resolve));
    page.socket.send(JSON.stringify({ id: 1, name: 'session.get', request: 'x'.repeat(1_100_000) }));
    expect(await code).toBe(1009);
  });
});

test('the end takes the desk file away, and an address is then told to be missing', async () => {
  await host.close();
  await expect(fetchDeskUrl(dataDir)).rejects.toMatchObject({ code: 'DESK_FILE_MISSING' });
});

test('a taken port is named', async () => {
  await expect(
    startBrowserHost({ core: new FakeDeskCore(), dataDir: path.join(folder, 'two'), pageRoot: folder, port: host.port, clock, log }),
  ).rejects.toMatchObject({ code: 'DESK_PORT_TAKEN' });
});
