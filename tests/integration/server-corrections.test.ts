import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { envelopeOf } from '../../shared/commands/index.ts';
import { PASSWORD, post, startServerWorld, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld();
});
afterEach(() => world.close());

const call = async (who: string, route: string, body?: unknown): Promise<{ status: number; text: string }> => {
  const { accessToken } = await world.signIn(who);
  const response = await fetch(`${world.app.url}${route}`, { headers: { authorization: `Bearer ${accessToken}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) });
  return { status: response.status, text: await response.text() };
};

test('READ-8 corrections are written out by an admin alone, as training takes them, masked and on record; of erased people there are none', async () => {
  await world.ingest([post('p1', 'kim', 'Eure Hotline ist eine Frechheit, meine Mail ist kim.meier@example.org'), post('p2', 'tom', 'Alles prima bei euch')]);
  const [first, second] = [...world.app.center.committed.all('message').values()];
  for (const [message, task, label] of [
    [first, 'sentiment', 'neutral'],
    [first, 'caseType', 'request'],
    [second, 'sentiment', 'neutral'],
  ] as const) {
    const put = await call('Ada Egge', '/commands', { command: envelopeOf({ type: 'message.correctReading', data: { messageId: message?.id ?? '', conversationId: message?.conversationId ?? '', task, label } }) });
    expect(put.status, put.text).toBe(200);
  }
  expect(await call('Lea Dorn', '/reading/corrections')).toMatchObject({ status: 403 });
  expect((await fetch(`${world.app.url}/reading/corrections`)).status).toBe(401);
  expect(await call('Ada Egge', '/reading/corrections?from=x')).toMatchObject({ status: 400 });
  const given = await call('Ada Egge', '/reading/corrections');
  expect(given.status).toBe(200);
  const lines = given.text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ task, label }) => [task, label])).toEqual(expect.arrayContaining([['sentiment', 'neutral'], ['caseType', 'request']]));
  expect(lines[0]?.['text']).toContain('[email]');
  expect(given.text).not.toContain('kim.meier');
  const audit = readdirSync(world.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.includes('audit'));
  expect(audit.some((entry) => readFileSync(path.join(entry.parentPath, entry.name)).includes('corrections.export'))).toBe(true);

  // The same by the command an admin runs, into a file for its owner alone.
  const out = path.join(world.dataDir, 'corrections.jsonl');
  const run = (password: string) => promisify(execFile)(process.execPath, ['tools/corrections.ts', '--server', world.app.url, '--name', 'Ada Egge', '--out', out], { cwd: path.resolve(import.meta.dirname, '../..'), env: { ...process.env, LEITSTAND_PASSWORD: password } });
  await expect(run('not the password at all')).rejects.toMatchObject({ code: 2 });
  await run(PASSWORD);
  expect(readFileSync(out, 'utf8')).toBe(given.text);
  expect(statSync(out).mode & 0o777).toBe(0o600);

  const erased = await call('Ada Egge', `/admin/contacts/${world.app.center.committed.get('conversation', first?.conversationId ?? '')?.contactId}/erase`, {});
  expect(erased.status).toBe(200);
  const after = await call('Ada Egge', '/reading/corrections');
  expect(after.text.trimEnd().split('\n')).toHaveLength(1);
  expect(after.text).not.toContain('Hotline');
}, 60_000);
