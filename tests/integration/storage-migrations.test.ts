// The schema only goes forward, and whatever interrupts it leaves one whole version or the next.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import { initial } from '../../electron/main/storage/migrations/0001-initial.ts';
import { MIGRATIONS } from '../../electron/main/storage/migrations/index.ts';
import type { Replica } from '../../electron/main/storage/replica.ts';
import { NEXT_MIGRATION } from '../support/next-migration.ts';
import { TEST_KEY, TEST_NOW, replicaFolder, sampleReply } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

const two = [...MIGRATIONS, NEXT_MIGRATION];
const NEXT = NEXT_MIGRATION.version;
const child = path.join(import.meta.dirname, '../support/replica-child.ts');
let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

function fill(): void {
  const { replica, stores } = folder.open();
  stores.outbox.enqueue(sampleReply('r1'), 1);
  stores.drafts.save('c1', 'Entwurf', 1);
  stores.meta.setCursor(42);
  replica.close();
}

/** Schema text and rows: what "as it was" means. */
function picture(replica: Replica): unknown {
  return {
    version: replica.pragma('user_version'),
    schema: replica.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all(),
    outbox: replica.prepare('SELECT * FROM outbox').all(),
    draft: replica.prepare('SELECT * FROM draft').all(),
    meta: replica.prepare('SELECT * FROM meta ORDER BY key').all(),
  };
}

function pictureOfFile(migrations = MIGRATIONS): unknown {
  const { replica } = folder.open({ migrations });
  const seen = picture(replica);
  replica.close();
  return seen;
}

test('the versions in the house have no gap and no double', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

test('a migration keeps the rows, changes the schema, and backs the file up first, encrypted', () => {
  fill();
  const { replica } = folder.open({ migrations: two });
  expect(picture(replica)).toMatchObject({ version: NEXT, outbox: [{ state: 'queued-v2' }], draft: [{ json: '"Entwurf"', language: null }] });
  expect(replica.prepare('SELECT * FROM label').all()).toEqual([{ id: 'c1', text: 'kept' }]);
  replica.close();
  const backup = `${folder.file}.before-schema-${NEXT}`;
  expect(readFileSync(backup).includes('Entwurf')).toBe(false);
  const restored = path.join(folder.dataDir, 'restored.db');
  writeFileSync(restored, readFileSync(backup));
  const old = folder.open({ file: restored });
  expect(old.stores.outbox.get('r1')?.state).toBe('queued');
  expect(old.stores.meta.cursor()).toBe(42);
  // Once the new schema has been opened again and found whole, the old copy goes: it must not outlive a purge.
  folder.open({ migrations: two }).replica.close();
  expect(existsSync(backup)).toBe(false);
});

describe('an error at any statement', () => {
  const steps = NEXT_MIGRATION.statements.length;
  test.each(Array.from({ length: steps + 1 }, (_, index) => index))('before statement %i: the old schema, whole', (at) => {
    fill();
    const before = pictureOfFile();
    expect(() => folder.open({
      migrations: two,
      beforeStatement: (version, index) => {
        if (version === NEXT && index === at) throw new Error('planted');
      },
    })).toThrowError(expect.objectContaining({ code: 'REPLICA_MIGRATION_FAILED' }));
    expect(pictureOfFile()).toEqual(before);
    expect(pictureOfFile(two)).toMatchObject({ version: NEXT });
  });

  test('a statement that SQLite refuses counts the same', () => {
    fill();
    const before = pictureOfFile();
    const bad = { ...NEXT_MIGRATION, statements: [...NEXT_MIGRATION.statements, 'INSERT INTO no_such_table VALUES (1)'] };
    expect(() => folder.open({ migrations: [...MIGRATIONS, bad] })).toThrowError(expect.objectContaining({ code: 'REPLICA_MIGRATION_FAILED' }));
    expect(pictureOfFile()).toEqual(before);
  });
});

describe('a process killed at any statement', () => {
  const places = [...initial.statements.map((_, index) => `1.${index}`), `1.${initial.statements.length}`].filter((_, index) => index % 4 === 0);
  test.each(places)('while the copy is created, at %s: it is created at the next start', (place) => {
    const killed = spawnSync(process.execPath, [child, 'migrate-and-die', folder.dataDir, place]);
    expect(killed.signal).toBe('SIGKILL');
    const opened = openOrRebuild({ dataDir: folder.dataDir, key: TEST_KEY, now: () => TEST_NOW });
    expect(opened.outcome).not.toBe('rebuilt');
    expect(opened.stores.outbox.enqueue(sampleReply('r1'), 1)).toBe(true);
    opened.replica.close();
  });

  test.each(NEXT_MIGRATION.statements.map((_, index) => `${NEXT}.${index}`))('while it is migrated, at %s: the old schema, whole', (place) => {
    fill();
    const before = pictureOfFile();
    const killed = spawnSync(process.execPath, [child, 'migrate-and-die', folder.dataDir, place]);
    expect(killed.signal).toBe('SIGKILL');
    expect(pictureOfFile()).toEqual(before);
    expect(pictureOfFile(two)).toMatchObject({ version: NEXT });
  });
});

test('a newer schema is refused and left exactly as it is, by the caretaker too', () => {
  fill();
  folder.open({ migrations: two }).replica.close();
  const bytes = readFileSync(folder.file);
  expect(() => folder.open()).toThrowError(expect.objectContaining({ code: 'REPLICA_NEWER' }));
  expect(() => openOrRebuild({ dataDir: folder.dataDir, key: TEST_KEY, now: () => TEST_NOW })).toThrowError(expect.objectContaining({ code: 'REPLICA_NEWER' }));
  expect(readFileSync(folder.file).equals(bytes)).toBe(true);
  expect(readdirSync(folder.dataDir).filter((name) => name.includes('set-aside'))).toEqual([]);
});
