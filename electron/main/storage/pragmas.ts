// How the local copy is opened, and the proof that it really is.
import { CodedError } from '../../../shared/util/errors.ts';
import { Buffer } from 'node:buffer';
import type { RawDatabase } from './load-driver.ts';

/** ChaCha20-Poly1305: each page carries a tag, so a flipped bit is detected instead of read. */
export const CIPHER = 'chacha20';
export const KEY_BYTES = 32;
const BUSY_TIMEOUT_MS = 2_000;

/** First thing on a fresh connection. */
export function unlock(db: RawDatabase, key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new CodedError('INPUT_INVALID', { field: 'key', detail: 'The key has 32 bytes.' });
  db.pragma(`cipher = '${CIPHER}'`);
  // "raw:" takes the bytes as the key itself: no slow derivation for what is random already.
  const raw = Buffer.from(`raw:${Buffer.from(key).toString('hex')}`);
  try {
    db.key(raw);
  } finally {
    raw.fill(0);
  }
}

/** Setting, statement, and what must be read back. fullfsync does something on macOS only and is harmless elsewhere. */
const SETTINGS: ReadonlyArray<readonly [name: string, statement: string, expected: string | number]> = [
  ['locking_mode', 'locking_mode = EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'journal_mode = WAL', 'wal'],
  ['synchronous', 'synchronous = FULL', 2],
  // The copy moves its log by itself (`Replica`), so that the log is never written over old frames.
  ['wal_autocheckpoint', 'wal_autocheckpoint = 0', 0],
  ['fullfsync', 'fullfsync = ON', 1],
  ['checkpoint_fullfsync', 'checkpoint_fullfsync = ON', 1],
  ['temp_store', 'temp_store = MEMORY', 2],
  ['secure_delete', 'secure_delete = ON', 1],
  ['trusted_schema', 'trusted_schema = OFF', 0],
  ['foreign_keys', 'foreign_keys = ON', 1],
  ['cell_size_check', 'cell_size_check = ON', 1],
  ['mmap_size', 'mmap_size = 0', 0],
  // Kibibytes: a page that is read again is not deciphered again. SQLite's own 2 MB hold less than one search touches.
  ['cache_size', 'cache_size = -32768', -32_768],
  ['busy_timeout', `busy_timeout = ${BUSY_TIMEOUT_MS}`, BUSY_TIMEOUT_MS],
];

export function applySettings(db: RawDatabase): void {
  for (const [, statement] of SETTINGS) db.pragma(statement);
}

/**
 * Reads every setting back, after a real read: the driver sets `synchronous` to NORMAL once it sees a WAL file, and
 * only a read makes it look. Throws REPLICA_NOT_DURABLE naming what differs.
 */
export function assertSettings(db: RawDatabase): void {
  db.prepare('SELECT count(*) FROM sqlite_master').get();
  for (const [name, , expected] of SETTINGS) {
    const seen = db.pragma(name, { simple: true });
    // mmap_size answers nothing where memory mapping is compiled out.
    if (name === 'mmap_size' && seen === undefined) continue;
    if (seen !== expected) throw new CodedError('REPLICA_NOT_DURABLE', { field: name, detail: `${name} is ${String(seen)}, not ${expected}.` });
  }
  const cipher = db.pragma('cipher', { simple: true });
  if (cipher !== CIPHER) throw new CodedError('REPLICA_NOT_DURABLE', { field: 'cipher', detail: `The cipher is ${String(cipher)}, not ${CIPHER}.` });
}
