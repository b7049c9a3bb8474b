import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError } from '../../shared/util/errors.ts';
import { migrate, type BeforeStatement, type Migration } from './migrate.ts';
import { mustHaveWholeWal } from './wal-check.ts';

export type Sqlite = Database.Database;

export interface OpenDatabaseOptions {
  readonly path: string;
  /** Marks the file as ours and says which of our databases it is (32-bit). */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
  /** Reads every page before anything trusts it; `false` only where a caller has just done so. Default true. */
  readonly check?: boolean | undefined;
  readonly beforeStatement?: BeforeStatement | undefined;
}

/** Opens a database that keeps what it is told: WAL, every commit synced, private to this user, checked, migrated. Makes it when absent. */
export function openDatabase(options: OpenDatabaseOptions): Sqlite {
  let db: Sqlite | undefined;
  try {
    makePrivate(options.path);
    if (options.check !== false) mustHaveWholeWal(options.path);
    db = new Database(options.path, { timeout: 2000 });
    makeDurable(db);
    mustBeOurs(db, options.applicationId);
    if (options.check !== false) mustBeWhole(db);
    migrate(db, options.path, options.migrations, options.beforeStatement);
    return db;
  } catch (error) {
    db?.close();
    throw asStoreError(error, options.path);
  }
}

/** Opens an existing database to look at it, beside a server that may be running. STORE_FOREIGN, STORE_DAMAGED. */
export function openReadOnly(path: string, applicationId: number): Sqlite {
  let db: Sqlite | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: 2000 });
    db.pragma('trusted_schema = OFF');
    if (db.pragma('application_id', { simple: true }) !== applicationId) throw new CodedError('STORE_FOREIGN');
    mustBeWhole(db);
    return db;
  } catch (error) {
    db?.close();
    throw asStoreError(error, path);
  }
}

/** The file exists with mode 0600 before SQLite opens it; its WAL inherits the mode. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  if (process.platform !== 'win32') chmodSync(path, 0o600);
}

/** `synchronous` is set and asserted after a real read: the library lowers it when the WAL is first used. */
function makeDurable(db: Sqlite): void {
  db.pragma('trusted_schema = OFF');
  db.pragma('journal_mode = WAL');
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('foreign_keys = ON');
  if (process.platform === 'darwin') {
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
  }
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  assertDurable(db);
}

/** STORE_NOT_DURABLE unless a commit on this connection is synced to disk. */
export function assertDurable(db: Sqlite): void {
  const wanted: [string, unknown][] = [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['trusted_schema', 0],
  ];
  if (process.platform === 'darwin') wanted.push(['fullfsync', 1]);
  for (const [name, value] of wanted) {
    const found = db.pragma(name, { simple: true });
    if (found !== value)
      throw new CodedError('STORE_NOT_DURABLE', { field: name, detail: `${name} is ${String(found)} where ${String(value)} is needed.` });
  }
}

function mustBeOurs(db: Sqlite, applicationId: number): void {
  const found = db.pragma('application_id', { simple: true });
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (found === 0 && isEmpty) db.pragma(`application_id = ${applicationId}`);
  else if (found !== applicationId) throw new CodedError('STORE_FOREIGN');
}

/** Up to this size the indexes are held against their tables, too: an entry that was altered hides its row. Three times as slow. */
const SMALL_FILE_BYTES = 256 * 1024 * 1024;

function mustBeWhole(db: Sqlite): void {
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  const found = db.pragma(bytes <= SMALL_FILE_BYTES ? 'integrity_check(1)' : 'quick_check(1)', { simple: true });
  if (found !== 'ok') throw new CodedError('STORE_DAMAGED', { detail: `The integrity check says: ${String(found)}.` });
}

function asStoreError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return new CodedError('STORE_READ_ONLY', { detail: `${path}.`, cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT') return new CodedError('DISK_FULL', { cause: error });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new CodedError('STORE_DAMAGED', { detail: `${path} is not a whole database.`, cause: error });
  if (code.startsWith('SQLITE_BUSY')) return new CodedError('STORE_IN_USE', { cause: error });
  if (code.startsWith('SQLITE_FULL')) return new CodedError('DISK_FULL', { cause: error });
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return new CodedError('STORE_READ_ONLY', { detail: `${path}.`, cause: error });
  return error;
}
