import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteEventLog, type SqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import { assertDurable, openDatabase } from '../../server/storage/open-database.ts';
import { LOG_APPLICATION_ID, LOG_MIGRATIONS } from '../../server/log/migrations.ts';

let dir: string;
let path: string;
const opened: SqliteEventLog[] = [];
const open = async (): Promise<SqliteEventLog> => {
  const log = await openSqliteEventLog({ path });
  opened.push(log);
  return log;
};
const code = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: { code?: string }) => error.code ?? error,
  );
const event = (seq: number, text = 'x') => ({ seq, at: seq, type: 't', v: 1, actor: 'a', data: { text } });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'leitstand-log-'));
  path = join(dir, 'log.db');
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  rmSync(dir, { recursive: true, force: true });
});

async function filled(count: number): Promise<void> {
  const log = await open();
  const epoch = await log.claim();
  await log.append({
    epoch,
    events: Array.from({ length: count }, (_, at) => event(at + 1, `text ${at}`)),
    bodies: [],
    keys: [],
    answers: [],
  });
  await log.close();
}

describe('the SQLite log', () => {
  test.skipIf(process.platform === 'win32')('every file is for this user only', async () => {
    const log = await open();
    const epoch = await log.claim();
    await log.append({ epoch, events: [event(1)], bodies: [], keys: [], answers: [] });
    const files = readdirSync(dir);
    expect(files).toContain('log.db-wal');
    for (const file of files) expect([file, (statSync(join(dir, file)).mode & 0o777).toString(8)]).toEqual([file, '600']);
  });

  test('a connection that would not sync is refused', () => {
    const db = openDatabase({ path, applicationId: LOG_APPLICATION_ID, migrations: LOG_MIGRATIONS });
    assertDurable(db);
    db.pragma('synchronous = NORMAL');
    expect(() => assertDurable(db)).toThrow(expect.objectContaining({ code: 'STORE_NOT_DURABLE', field: 'synchronous' }));
    db.close();
  });

  test('a second log on the same file is refused while the first lives', async () => {
    const first = await open();
    expect(await code(openSqliteEventLog({ path }))).toBe('STORE_IN_USE');
    await first.close();
    await open();
  });

  test('data of a newer version, of something else, or broken is refused and left as it was', async () => {
    await filled(3);
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(path);
    expect(await code(open())).toBe('STORE_SCHEMA_NEWER');
    expect(readFileSync(path).equals(before)).toBe(true);

    path = join(dir, 'foreign.db');
    const foreign = new Database(path);
    foreign.exec('CREATE TABLE recipes (name TEXT)');
    foreign.close();
    expect(await code(open())).toBe('STORE_FOREIGN');

    path = join(dir, 'text.db');
    writeFileSync(path, 'this is not a database, not at all, not even a little\n'.repeat(50));
    expect(await code(open())).toBe('STORE_DAMAGED');
  });

  test('a broken page is found at the start', async () => {
    await filled(2000);
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4096 * 6, 4096 * 7);
    writeFileSync(path, bytes);
    expect(await code(open())).toBe('STORE_DAMAGED');
  });

  test('a flipped bit inside a stored event is found when it is read', async () => {
    await filled(20);
    const bytes = readFileSync(path);
    const at = bytes.indexOf('text 7"');
    expect(at).toBeGreaterThan(0);
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(path, bytes);
    const log = await open();
    expect((await log.read(0, 7)).length).toBe(7);
    expect(await code(log.read(0, 20))).toBe('LOG_DAMAGED');
  });

  test('a damaged snapshot falls back to the one before', async () => {
    await filled(9);
    const log = await open();
    await log.saveSnapshot({ seq: 4, stateHash: 'h4', json: '{"older":true}' });
    await log.saveSnapshot({ seq: 9, stateHash: 'h9', json: '{"newest":true}' });
    await log.close();
    const bytes = readFileSync(path);
    bytes[bytes.indexOf('"newest"') + 1] = 'N'.charCodeAt(0);
    writeFileSync(path, bytes);
    expect(await (await open()).loadSnapshot()).toEqual({ seq: 4, stateHash: 'h4', json: '{"older":true}' });
  });

  test('what was erased is nowhere in the folder any more', async () => {
    const log = await open();
    const epoch = await log.claim();
    const secret = (of: string): Buffer => Buffer.from(`${of}-${'0123456789'.repeat(20)}`);
    await log.append({
      epoch,
      events: [event(1)],
      answers: [],
      keys: [{ contactId: 'k1', wrapped: secret('wrapped-key') }],
      bodies: [
        { ref: 'b1', contactId: 'k1', sealed: secret('sealed-one') },
        { ref: 'b2', contactId: 'k2', sealed: secret('sealed-two') },
        { ref: 'b3', contactId: 'k2', sealed: secret('sealed-three') },
      ],
    });
    const found = (text: string): boolean => readdirSync(dir).some((file) => readFileSync(join(dir, file)).includes(text));
    expect(['wrapped-key', 'sealed-one', 'sealed-two', 'sealed-three'].map(found)).toEqual([true, true, true, true]);
    await log.destroyKey('k1');
    await log.deleteBodies(['b2']);
    expect(['wrapped-key', 'sealed-one', 'sealed-two', 'sealed-three'].map(found)).toEqual([false, false, false, true]);
  });

  test('killed at any moment: everything acknowledged is there, in one unbroken row', { timeout: 60_000 }, async () => {
    let acknowledged = 0;
    for (let round = 0; round < 5; round += 1) {
      acknowledged = Math.max(acknowledged, await writeUntilKilled(path, 40 + round * 60));
      const log = await open();
      const head = await log.head();
      expect(head).toBeGreaterThanOrEqual(acknowledged);
      const seqs = (await log.read(0, head + 1)).map((stored) => stored.seq);
      expect(seqs).toEqual(Array.from({ length: head }, (_, at) => at + 1));
      expect((await log.bodies(seqs.map((seq) => `b${seq}`))).size).toBe(head);
      expect(await log.lastCommandNo('r')).toBe(head);
      await log.close();
    }
    expect(acknowledged).toBeGreaterThan(0);
  });
});

/** Kills the writer once it has acknowledged `count` more appends; gives the last acknowledged seq it managed to say. */
function writeUntilKilled(file: string, count: number): Promise<number> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, '../support/log-writer.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > count) writer.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    writer.on('error', reject);
    writer.on('close', () => resolve(Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1))));
  });
}
