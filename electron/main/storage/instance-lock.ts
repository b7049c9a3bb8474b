// One desk per data folder. The lock is the operating system's lock on a file of its own, taken through SQLite:
// it ends with the process however that ends, so no stale lock can keep the desk out.
import { CodedError } from '../../../shared/util/errors.ts';
import { loadDriver } from './load-driver.ts';
import { driverCode, toStorageError } from './sql-errors.ts';

export interface InstanceLock {
  release(): void;
}

/** Takes the lock beside `file`. Throws REPLICA_IN_USE at once where another process, or this one, holds it. */
export function takeInstanceLock(file: string): InstanceLock {
  const Database = loadDriver();
  let db: InstanceType<typeof Database> | undefined;
  try {
    db = new Database(`${file}.lock`, { timeout: 0 });
    db.pragma('journal_mode = memory');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (driverCode(error)?.startsWith('SQLITE_CANTOPEN') === true) throw new CodedError('REPLICA_READ_ONLY', { cause: error });
    throw toStorageError(error);
  }
  const held = db;
  return {
    release: () => {
      if (held.open) held.close();
    },
  };
}
