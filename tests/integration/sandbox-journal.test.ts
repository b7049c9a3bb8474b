import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/start.ts';
import { BRAND, populate, SandboxClient, startPopulated } from '../support/sandbox-client.ts';

const MAIN = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));
let dataDir = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Everything a client can see of the state. */
async function look(client: SandboxClient): Promise<object> {
  const paths = ['/accounts', '/threads', `/accounts/${BRAND}/inbox`, '/effects', '/settings', '/faults', '/tokens', '/webhooks', '/accounts/lena/private'];
  const seen = await Promise.all(paths.map(async (path) => [path, await client.ok<unknown>('GET', path)]));
  // The address of posts changes with the port.
  return JSON.parse(JSON.stringify(Object.fromEntries(seen) as object).replaceAll(client.url, '')) as object;
}

async function fill(client: SandboxClient): Promise<void> {
  const root = await client.post({ author: 'lena', text: `@${BRAND} hallo` });
  await client.post({ author: BRAND, text: 'Guten Tag', inReplyTo: root.id }, 'k1');
  await client.ok('PATCH', `/posts/${root.id}`, { text: `@${BRAND} hallo!` });
  const gone = await client.post({ author: 'jonas', text: 'weg', inReplyTo: 'elsewhere' });
  await client.ok('DELETE', `/posts/${gone.id}`);
  await client.post({ author: 'lena', text: 'privat', visibility: 'private', recipient: BRAND });
  await client.ok('PUT', '/settings', { maxLength: 500, rateLimit: { posts: 50 } });
  await client.ok('PUT', '/faults', { faults: [{ kind: 'error500', route: 'POST /posts', remaining: 2 }] });
  await client.refused('POST', '/posts', { author: 'lena', text: 'trifft die Störung' });
  await client.ok('POST', '/tokens', { name: 'desk', scopes: ['read', 'write'], handles: [BRAND] });
  await client.ok('POST', '/webhooks', { url: 'http://127.0.0.1:9/nobody', secret: 'geheimgeheim' });
}

it('a restart keeps everything, keys and budgets included', async () => {
  const first = await startPopulated({ dataDir });
  await fill(first.client);
  const before = await look(first.client);
  await first.sandbox.close();
  const again = await startSandbox({ dataDir });
  const client = new SandboxClient(again.url, again.token);
  expect(again.token).toBe(first.sandbox.token);
  expect(await look(client)).toEqual(before);
  await client.ok('DELETE', '/faults');
  const { effects } = await client.ok<{ effects: { effectNo: number; postId: string }[] }>('GET', '/effects');
  const root = effects[0]?.postId ?? '';
  const replay = await client.call<{ id: string }>('POST', '/posts', { author: BRAND, text: 'Guten Tag', inReplyTo: root }, { 'idempotency-key': 'k1' });
  expect(replay.headers.get('idempotency-replayed')).toBe('true');
  expect(replay.headers.get('x-ratelimit-remaining')).toBe('49');
  const fresh = await client.post({ author: 'lena', text: 'weiter' });
  expect(effects.every((effect) => effect.postId < fresh.id)).toBe(true);
  await again.close();
});

it('keeps token and journal for its owner alone, and no secret of others in clear', async () => {
  const { sandbox, client } = await startPopulated({ dataDir });
  const { token } = await client.ok<{ token: string }>('POST', '/tokens', { name: 'desk', scopes: ['read'], handles: 'brands' });
  await sandbox.close();
  for (const name of ['token', 'journal.jsonl']) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, 'journal.jsonl'), 'utf8')).not.toContain(token);
});

it('a torn last line is cut off, whatever byte it was torn at', async () => {
  const first = await startPopulated({ dataDir });
  const kept = await first.client.post({ author: 'lena', text: 'bleibt' });
  const path = join(dataDir, 'journal.jsonl');
  const whole = readFileSync(path);
  const torn = await first.client.post({ author: 'lena', text: 'reißt ab: ü' });
  const longer = readFileSync(path);
  await first.sandbox.close();
  const step = Math.max(1, Math.floor((longer.length - whole.length) / 12));
  for (let length = whole.length; length < longer.length; length += step) {
    writeFileSync(path, longer.subarray(0, length));
    const again = await startSandbox({ dataDir });
    const client = new SandboxClient(again.url, again.token);
    expect((await client.ok<{ text: string }>('GET', `/posts/${kept.id}`)).text).toBe('bleibt');
    expect(await client.refused('GET', `/posts/${torn.id}`)).toMatchObject({ status: 404 });
    expect(readFileSync(path).length).toBe(whole.length);
    await client.post({ author: 'lena', text: `danach ${length}` });
    await again.close();
    const third = await startSandbox({ dataDir });
    await third.close();
  }
});

it('a damaged line in the middle is named, and nothing is overwritten', async () => {
  const { sandbox } = await startPopulated({ dataDir });
  await sandbox.close();
  const path = join(dataDir, 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  lines[1] = '{"t":"account","acc';
  writeFileSync(path, lines.join('\n'));
  const damaged = readFileSync(path);
  await expect(startSandbox({ dataDir })).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED', message: expect.stringContaining('line 2') as string });
  expect(readFileSync(path)).toEqual(damaged);
  lines[1] = '{"t":"unheard of"}';
  writeFileSync(path, lines.join('\n'));
  await expect(startSandbox({ dataDir })).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
});

function run(...args: string[]): { child: ChildProcess; out: Promise<string>; ready: Promise<{ url: string; port: number; token?: string }>; ended: Promise<number | null>; err: () => string } {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const ready = new Promise<{ url: string; port: number; token?: string }>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.startsWith('{') && out.includes('\n')) resolve(JSON.parse(out.slice(0, out.indexOf('\n'))) as { url: string; port: number });
    });
    child.on('exit', () => reject(new Error(`ended before it was ready: ${err}`)));
  });
  ready.catch(() => {});
  return { child, out: ended.then(() => out), ready, ended, err: () => err };
}

it('killed at any moment, it keeps every post it acknowledged and makes none twice', async () => {
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 3; round += 1) {
    const { child, ready, ended } = run('--data', dataDir, '--quiet');
    const { url } = await ready;
    const client = new SandboxClient(url, readFileSync(join(dataDir, 'token'), 'utf8').trim());
    if (round === 0) await populate(client);
    let writing = true;
    const writers = [0, 1, 2, 3].map(async (writer) => {
      for (let n = 0; writing; n += 1) {
        const key = `${round}-${writer}-${n}`;
        const post = await client.post({ author: 'lena', text: key }, key).catch(() => undefined);
        if (post === undefined) return;
        acknowledged.set(key, post.id);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 150 + round * 130));
    child.kill('SIGKILL');
    writing = false;
    await Promise.all(writers);
    await ended;
  }
  const again = await startSandbox({ dataDir });
  const client = new SandboxClient(again.url, again.token);
  const { effects } = await client.ok<{ effects: { clientKey: string; postId: string }[] }>('GET', '/effects?limit=50000');
  const held = new Map(effects.map((effect) => [effect.clientKey, effect.postId]));
  expect(effects).toHaveLength(held.size);
  expect(acknowledged.size).toBeGreaterThan(10);
  for (const [key, id] of acknowledged) expect(held.get(key), key).toBe(id);
  await again.close();
  console.log(`3 kills, ${acknowledged.size} acknowledged, ${effects.length} held, 0 lost`);
});

it('the command says ready in one line, ends cleanly on SIGTERM and SIGINT', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const { child, ready, ended, out } = run('--memory', '--quiet', '--port', '0');
    const said = await ready;
    expect(said).toMatchObject({ ready: true, url: `http://127.0.0.1:${said.port}` });
    const client = new SandboxClient(said.url, said.token ?? '');
    await populate(client);
    // An open stream must not hold up the end.
    const stream = await fetch(`${said.url}/events`, { headers: { authorization: `Bearer ${client.token}` } });
    child.kill(signal);
    expect(await ended).toBe(0);
    await stream.body?.cancel().catch(() => {});
    expect((await out).trim().split('\n')).toHaveLength(1);
  }
});

it('the command explains itself and refuses what it cannot read, with a code', async () => {
  const help = run('--help');
  expect(await help.ended).toBe(0);
  for (const option of ['--port', '--host', '--data', '--memory', '--token', '--seed', '--quiet', '--help']) expect(await help.out).toContain(option);
  for (const args of [['--port', '99999'], ['--port', 'x'], ['--unheard'], ['--token', 'short'], ['--memory', '--data', dataDir], ['--seed', 'x']]) {
    const wrong = run(...args);
    expect(await wrong.ended, args.join(' ')).toBe(2);
    expect(wrong.err()).toMatch(/^INPUT_INVALID: /);
  }
  const { sandbox } = await startPopulated({ dataDir });
  await sandbox.close();
  expect(existsSync(join(dataDir, 'journal.jsonl'))).toBe(true);
  appendFileSync(join(dataDir, 'journal.jsonl'), 'not json\n{"t":"settings","settings":{}}\n');
  const damaged = run('--data', dataDir);
  expect(await damaged.ended).toBe(1);
  expect(damaged.err()).toMatch(/^JOURNAL_DAMAGED: /);
});
