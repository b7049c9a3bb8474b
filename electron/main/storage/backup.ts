// A copy of the file before its schema changes. It is encrypted like the file, and goes once the new schema has been
// opened and checked: an old copy must not outlive a purge.
import { closeSync, copyFileSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { RawDatabase } from './load-driver.ts';
import { toStorageError } from './sql-errors.ts';

export function backupFile(file: string, version: number): string {
  return `${file}.before-schema-${version + 1}`;
}

/** Copies the whole file; on disk when it returns. */
export function backUp(db: RawDatabase, file: string, version: number): void {
  const target = backupFile(file, version);
  const temporary = `${target}.tmp`;
  try {
    // The copy must hold what is still in the write-ahead log; nobody else writes, the lock is ours.
    db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(file, temporary);
    syncFile(temporary);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw toStorageError(error);
  }
}

/** Removes the copies made before earlier migrations. */
export function dropBackups(file: string): void {
  const folder = path.dirname(file);
  const prefix = `${path.basename(file)}.before-schema-`;
  for (const name of readdirSync(folder)) if (name.startsWith(prefix)) rmSync(path.join(folder, name), { force: true });
}

/** Waits until the file's bytes are on the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Waits until renames in the folder are on the disk; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
