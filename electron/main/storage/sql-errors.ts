// SQLite's and the file system's words for trouble, in ours.
import { CodedError, isCodedError } from '../../../shared/util/errors.ts';
import type { ErrorCode } from '../../../shared/util/errors.ts';

const BY_PREFIX: ReadonlyArray<readonly [string, ErrorCode]> = [
  ['SQLITE_FULL', 'DISK_FULL'],
  ['SQLITE_READONLY', 'REPLICA_READ_ONLY'],
  ['SQLITE_PERM', 'REPLICA_READ_ONLY'],
  ['SQLITE_BUSY', 'REPLICA_IN_USE'],
  ['SQLITE_LOCKED', 'REPLICA_IN_USE'],
  // Without these two a damaged index or page would look like a slip of ours.
  ['SQLITE_CORRUPT', 'REPLICA_DAMAGED'],
  ['SQLITE_NOTADB', 'REPLICA_DAMAGED'],
  ['SQLITE_IOERR', 'REPLICA_IO'],
  ['SQLITE_CANTOPEN', 'REPLICA_IO'],
  ['SQLITE_TOOBIG', 'INPUT_TOO_LARGE'],
];

const BY_ERRNO: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EROFS: 'REPLICA_READ_ONLY',
  EACCES: 'REPLICA_READ_ONLY',
  EPERM: 'REPLICA_READ_ONLY',
  EIO: 'REPLICA_IO',
};

/** The coded form of a storage failure; anything else (a programming error, a coded refusal) comes back as it is. */
export function toStorageError(error: unknown): unknown {
  if (isCodedError(error) || !(error instanceof Error)) return error;
  if (error.message === 'The database connection is not open') return new CodedError('REPLICA_CLOSED');
  const own = driverCode(error);
  if (own === undefined) return error;
  const code = BY_ERRNO[own] ?? BY_PREFIX.find(([prefix]) => own.startsWith(prefix))?.[1];
  return code === undefined ? error : new CodedError(code, { detail: `${own}.`, cause: error });
}

/** SQLite's or the system's own code of an error, e.g. SQLITE_CONSTRAINT_UNIQUE. */
export function driverCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
