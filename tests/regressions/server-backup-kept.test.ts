// The copy made before a migration of the server's data stayed for ever, and others could read it: what was erased later lived on in it.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../server/storage/open-database.ts';

test('the copy made before a migration is private, and goes once the new schema has been opened and found whole', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'leitstand-backup-'));
  const migrations = [
    { name: 'one', statements: ['CREATE TABLE t (x TEXT) STRICT', "INSERT INTO t VALUES ('kept')"] },
    { name: 'two', statements: ['ALTER TABLE t ADD COLUMN y TEXT'] },
  ];
  const open = (known: number): void =>
    void openDatabase({ path: path.join(dir, 'a.db'), applicationId: 7, migrations: migrations.slice(0, known) }).close();
  try {
    open(1);
    open(2);
    expect(readdirSync(dir)).toContain('a.db.before-schema-2');
    if (process.platform !== 'win32') expect(statSync(path.join(dir, 'a.db.before-schema-2')).mode & 0o777).toBe(0o600);
    open(2);
    expect(readdirSync(dir)).toEqual(['a.db']);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
