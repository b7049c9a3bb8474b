import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import type { AuditEntry } from '../../server/audit/port.ts';
import { SqliteAuditLog } from '../../server/audit/sqlite-audit-log.ts';
import { auditKeyOf, verifyAudit } from '../../server/audit/verify-audit.ts';
import { loadMasterKey } from '../../server/storage/master-key.ts';

let dir: string;
let path: string;
let key: Buffer;
let now = 1000;
const opened: SqliteAuditLog[] = [];
const open = (): SqliteAuditLog => {
  const log = new SqliteAuditLog({ path, key, clock: { now: () => now, steady: () => now }, checkpointEvery: 10 });
  opened.push(log);
  return log;
};
const entry = (n: number, over: Partial<AuditEntry> = {}): AuditEntry => ({
  at: n * 100,
  actorId: `agent-${n % 3}`,
  role: 'agent',
  action: 'conversation.read',
  subjectIds: [`c-${n}`],
  ...over,
});
const tamper = (sql: string): void => {
  const db = new Database(path);
  db.exec(sql);
  db.close();
};
const verify = (expected?: { no: number; link: string }) => verifyAudit({ path, key, expect: expected });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'leitstand-audit-'));
  path = join(dir, 'audit.db');
  key = auditKeyOf(loadMasterKey({ dataDir: dir }));
  now = 1000;
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  rmSync(dir, { recursive: true, force: true });
});

async function filled(count: number): Promise<void> {
  const log = open();
  await Promise.all(Array.from({ length: count }, (_, at) => log.write(entry(at + 1))));
  await log.close();
}

describe('SEC-4 the audit log', () => {
  test('keeps entries in order across restarts, and the chain holds', async () => {
    await filled(25);
    const log = open();
    await log.write(entry(26, { reasonCode: 'leadReview', subjectIds: ['c-1', 'agent-9'], role: 'supervisor' }));
    expect((await log.read(24, 10)).map(({ no, at, reasonCode }) => [no, at, reasonCode])).toEqual([
      [25, 2500, undefined],
      [26, 2600, 'leadReview'],
    ]);
    expect((await log.about('c-1', 10)).map(({ no }) => no)).toEqual([26, 1]);
    await log.close();
    expect(verify()).toMatchObject({ ok: true, entries: 26, from: 1, to: 26, cutAt: 0, checkpoints: 4, problems: [] });
    expect(verify().head).toBe(log.head().link);
  });

  test('an empty log is whole', () => {
    open();
    expect(verify()).toMatchObject({ ok: true, entries: 0, to: 0 });
  });

  test.each([
    ['an entry changed', "UPDATE entries SET actor_id = 'somebody' WHERE no = 7", 7, 'entryChanged'],
    ['a subject changed', 'UPDATE entries SET subject_ids = \'["c-8"]\' WHERE no = 25', 25, 'entryChanged'],
    ['an entry taken out', 'DELETE FROM entries WHERE no = 13', 13, 'entryMissing'],
    ['the first entries taken out', 'DELETE FROM entries WHERE no <= 10; DELETE FROM checkpoints WHERE no < 10', 1, 'entryMissing'],
    ['the last entries taken out', 'DELETE FROM entries WHERE no > 20', 25, 'shortened'],
    ['a checkpoint moved', 'UPDATE checkpoints SET no = 9 WHERE no = 10', 9, 'checkpointForged'],
    [
      'a mark turned into a cut',
      "UPDATE checkpoints SET kind = 'cut' WHERE no = 10; DELETE FROM entries WHERE no <= 10",
      10,
      'checkpointForged',
    ],
    [
      'an entry added behind',
      'INSERT INTO entries SELECT 26, at, actor_id, role, action, subject_ids, reason_code, link FROM entries WHERE no = 25',
      26,
      'entryChanged',
    ],
  ])('is found out: %s', async (_name, sql, no, what) => {
    await filled(25);
    tamper(sql);
    const verdict = verify();
    expect(verdict.ok).toBe(false);
    expect(verdict.problems).toContainEqual({ no, what });
  });

  test('a stretch rewritten with fresh links disagrees with the signed checkpoint', async () => {
    await filled(25);
    const before = verify();
    rmSync(path);
    const forged = new SqliteAuditLog({ path, key: Buffer.alloc(32), clock: { now: () => now, steady: () => now }, checkpointEvery: 10 });
    await Promise.all(Array.from({ length: 25 }, (_, at) => forged.write(entry(at + 1, { actorId: 'innocent' }))));
    await forged.close();
    expect(verify().problems.map((problem) => problem.what)).toEqual(['checkpointForged', 'checkpointForged', 'checkpointForged']);
    tamper('DELETE FROM checkpoints');
    expect(verify({ no: before.to, link: before.head }).problems).toEqual([{ no: 25, what: 'shortened' }]);
  });

  test('a head noted outside betrays a log shortened with its checkpoints', async () => {
    await filled(25);
    const noted = verify();
    tamper('DELETE FROM entries WHERE no > 20; DELETE FROM checkpoints WHERE no > 20');
    expect(verify().ok).toBe(true);
    expect(verify({ no: noted.to, link: noted.head }).problems).toEqual([{ no: 25, what: 'shortened' }]);
  });

  test('retention cuts the front; the rest still verifies, and goes on', async () => {
    await filled(25);
    const log = open();
    expect(await log.cutBefore(1800)).toBe(17);
    expect(await log.cutBefore(1800)).toBe(0);
    await log.write(entry(26));
    await log.close();
    expect(verify()).toMatchObject({ ok: true, entries: 9, from: 18, to: 26, cutAt: 17 });
    tamper('DELETE FROM entries WHERE no = 18');
    expect(verify().problems).toContainEqual({ no: 18, what: 'entryMissing' });
  });

  test('everything may be cut, and the numbers go on from there', async () => {
    await filled(5);
    let log = open();
    expect(await log.cutBefore(Number.MAX_SAFE_INTEGER)).toBe(5);
    await log.close();
    log = open();
    await log.write(entry(6));
    await log.close();
    expect(verify()).toMatchObject({ ok: true, entries: 1, from: 6, to: 6, cutAt: 5 });
  });

  test.each([
    ['a sentence as reason', { reasonCode: 'customer was rude to me' }, 'reasonCode'],
    ['a name as actor', { actorId: 'Anna Berg' }, 'actorId'],
    ['a text as subject', { subjectIds: ['c-1', 'Hello, my order is late'] }, 'subjectIds.1'],
    ['an action of another form', { action: 'read conversation' }, 'action'],
    ['a field of its own', { text: 'hello' } as Partial<AuditEntry>, ''],
  ])('free text has no place in it: %s', async (_name, over, field) => {
    const refused = { code: 'AUDIT_ENTRY_INVALID', field };
    await expect(open().write(entry(1, over))).rejects.toMatchObject(refused);
    await expect(new MemoryAuditLog().write(entry(1, over))).rejects.toMatchObject(refused);
  });

  test('the command says whole, broken or cannot look by its exit code, beside a running server', async () => {
    const command = (...args: string[]) =>
      spawnSync(process.execPath, [join(import.meta.dirname, '../../server/audit/verify.ts'), ...args], { encoding: 'utf8' });
    await filled(25);
    const running = open();
    await running.write(entry(26));
    const whole = command('--data', dir);
    expect([whole.status, JSON.parse(whole.stdout)]).toMatchObject([0, { ok: true, entries: 26 }]);
    const noted = running.head();
    expect(command('--data', dir, '--expect', `${noted.no}:${noted.link}`).status).toBe(0);
    tamper('UPDATE entries SET at = 1 WHERE no = 3');
    const broken = command('--data', dir);
    expect([broken.status, JSON.parse(broken.stdout)]).toMatchObject([1, { ok: false, problems: [{ no: 3, what: 'entryChanged' }] }]);
    const elsewhere = command('--data', join(dir, 'nowhere'));
    expect([elsewhere.status, elsewhere.stderr]).toEqual([2, expect.stringContaining('MASTER_KEY_INVALID')]);
    expect(command().status).toBe(2);
  });

  test('its file holds no key', async () => {
    await filled(3);
    expect(readFileSync(path).includes(key)).toBe(false);
  });
});
