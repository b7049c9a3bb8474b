// The desk as the program people start: its line of readiness, its one-time addresses, its end.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchDeskUrl } from '../../tools/desk-url.ts';
import { exchange, openPage, openPageWithCookie } from '../support/browser-page.ts';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leitstand-desk-process-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  }
  await rm(folder, { recursive: true, force: true });
});

function launch(args: readonly string[]) {
  const child = spawn(process.execPath, [path.join(root, 'tools/desk.ts'), ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let [said, complained] = ['', ''];
  child.stdout?.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr?.on('data', (piece: Buffer) => (complained += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<{ deskUrl: string; port: number }>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const line = said.split('\n').find((one) => one.startsWith('{'));
      if (line !== undefined && said.includes('\n')) resolve(JSON.parse(line) as { deskUrl: string; port: number });
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${complained}`)));
  });
  ready.catch(() => undefined);
  return { child, ready, ended, said: () => said, complained: () => complained };
}

const desk = (dataDir = 'desk', more: readonly string[] = []) =>
  launch(['--data', path.join(folder, dataDir), '--server', 'http://127.0.0.1:9', '--session-only-secrets', ...more]);

test('answers on its one-time address, gives further ones, and ends in order on SIGTERM', async () => {
  const center = path.join(folder, 'center.json');
  await writeFile(
    center,
    JSON.stringify({
      serverUrl: 'x',
      signIns: [{ name: 'mira', role: 'agent', password: 'p' }],
      sandboxCredential: { credentialId: 'sandbox', value: '{"url":"http://127.0.0.1:9","token":"tok-secret"}' },
    }),
  );
  const run = desk('desk', ['--demo', center]);
  const { deskUrl, port } = await run.ready;
  expect(deskUrl).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#token=`));
  const page = await openPage(deskUrl);
  expect(await page.call('session.get', {})).toMatchObject({
    ok: true,
    value: {
      kind: 'signedOut',
      serverUrl: 'http://127.0.0.1:9',
      demoSignIns: [{ name: 'mira' }],
      limitations: [{ code: 'KEYCHAIN_UNAVAILABLE' }],
    },
  });
  expect(await page.call('session.signIn', { serverUrl: 'http://127.0.0.1:9', name: 'mira', password: 'p' })).toMatchObject({
    ok: false,
    error: { code: 'SERVER_UNREACHABLE' },
  });
  expect(await page.call('rows.load', {})).toEqual({ ok: true, value: { rows: [] } });
  expect(await page.call('conversation.open', { conversationId: 'c' })).toMatchObject({ ok: false, error: { code: 'SIGNED_OUT' } });
  expect(await page.call('settings.set', { theme: 'dark' })).toMatchObject({ ok: true, value: { theme: 'dark' } });
  await expect.poll(() => page.pushes.map((push) => push.topic)).toContain('settings');

  expect((await exchange(await fetchDeskUrl(path.join(folder, 'desk')))).status).toBe(204);
  expect((await stat(path.join(folder, 'desk'))).mode & 0o077).toBe(0);

  const closed = new Promise<number>((resolve) => page.socket.once('close', resolve));
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(await closed).toBe(1001);
  expect(existsSync(path.join(folder, 'desk/desk.json'))).toBe(false);
  // Nothing but the one line: others read it.
  expect(run.said().trim().split('\n')).toHaveLength(1);
  expect(run.complained()).not.toContain('tok-secret');
}, 60_000);

test('a second desk on the same folder is refused; on one of its own it runs beside the first, with a session of its own', async () => {
  const first = desk();
  const { deskUrl } = await first.ready;
  const again = desk();
  expect(await again.ended).toBe(1);
  expect(again.complained()).toContain('REPLICA_IN_USE');
  const second = desk('two');
  const page = await openPage((await second.ready).deskUrl);
  expect(await page.call('session.get', {})).toMatchObject({ ok: true });
  await expect(openPageWithCookie(new URL(deskUrl).origin, page.cookie)).rejects.toThrow('401');
}, 60_000);

test('a killed desk leaves no lock behind', async () => {
  const first = desk();
  await first.ready;
  first.child.kill('SIGKILL');
  await first.ended;
  expect((await desk().ready).deskUrl).toContain('#token=');
}, 60_000);

test.each([
  [['--server', 'http://127.0.0.1:9'], '--data'],
  [['--data', 'x'], '--server'],
  [['--data', 'x', '--server', 'ftp://x'], '--server'],
  [['--data', 'x', '--server', 'http://x', '--port', '99999'], '--port'],
  [['--data', 'x', '--server', 'http://x', '--demo', 'nothing.json', '--session-only-secrets'], 'DESK_OPTION_INVALID'],
])(
  '%j is refused and says which part',
  async (args, named) => {
    const run = launch(args as string[]);
    expect(await run.ended).not.toBe(0);
    expect(run.complained()).toContain(named);
  },
  60_000,
);
