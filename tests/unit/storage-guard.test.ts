import { describe, expect, test } from 'vitest';
import { assertRuntimeSuits } from '../../electron/main/storage/load-driver.ts';
import { toStorageError } from '../../electron/main/storage/sql-errors.ts';

describe('the runtime is looked at before the driver is loaded', () => {
  test.each(['24.21.0', '22.0.0', '30.1.2'])('Node %s will do', (node) => {
    expect(() => assertRuntimeSuits({ node })).not.toThrow();
  });
  test.each([{ node: '20.19.0' }, { node: '18.0.0' }, { node: '20.9.0', electron: '29.0.0' }, {}])('%j is refused', (versions) => {
    expect(() => assertRuntimeSuits(versions)).toThrowError(expect.objectContaining({ code: 'NODE_UNSUITABLE' }));
  });
});

describe('trouble has a code of ours', () => {
  const trouble = (code: string) => Object.assign(new Error('text of the driver'), { code });
  test.each([
    ['SQLITE_FULL', 'DISK_FULL'], ['ENOSPC', 'DISK_FULL'], ['EROFS', 'REPLICA_READ_ONLY'], ['EACCES', 'REPLICA_READ_ONLY'],
    ['SQLITE_READONLY_DBMOVED', 'REPLICA_READ_ONLY'], ['SQLITE_BUSY', 'REPLICA_IN_USE'], ['SQLITE_CORRUPT_VTAB', 'REPLICA_DAMAGED'],
    ['SQLITE_NOTADB', 'REPLICA_DAMAGED'], ['SQLITE_IOERR_FSYNC', 'REPLICA_IO'], ['SQLITE_CANTOPEN', 'REPLICA_IO'], ['SQLITE_TOOBIG', 'INPUT_TOO_LARGE'],
  ])('%s is %s', (code, expected) => {
    expect(toStorageError(trouble(code))).toMatchObject({ code: expected });
  });
  test('a slip of ours stays what it is', () => {
    const slip = trouble('SQLITE_CONSTRAINT_NOTNULL');
    expect(toStorageError(slip)).toBe(slip);
  });
});
