import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError } from '../../shared/util/errors.ts';

/**
 * Holds a lock the operating system releases when this process ends, however it ends. Gives the function that releases it.
 * STORE_IN_USE when another holder lives.
 */
export function holdLock(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  const lock = new Database(path, { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new CodedError('STORE_IN_USE', { cause: error });
    throw error;
  }
  return () => {
    if (lock.open) lock.close();
  };
}
