// Opens the encrypted local copy: lock, key, settings proved, damage looked for, schema brought up to date.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { CodedError } from '../../../shared/util/errors.ts';
import { dropBackups, syncFolder } from './backup.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { checkIntegrity } from './integrity.ts';
import { checkKey, writeKeyCheck } from './key-check.ts';
import { loadDriver } from './load-driver.ts';
import type { RawDatabase } from './load-driver.ts';
import { migrate, refuseNewer, schemaVersion } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { applySettings, assertSettings, unlock } from './pragmas.ts';
import { Replica, suspectMark } from './replica.ts';
import { toStorageError } from './sql-errors.ts';
import { MetaStore } from './stores/meta-store.ts';
import { inspectWal, walDamage } from './wal-inspection.ts';
import type { WalInspection } from './wal-inspection.ts';

export interface OpenReplicaOptions {
  readonly file: string;
  /** 32 bytes; the caller keeps it. */
  readonly key: Uint8Array;
  /** Wall clock, ms. */
  readonly now: () => number;
  /** Gives the replicaId of a database that is created. Default: random UUIDs. */
  readonly newId?: (() => string) | undefined;
  /** Tests bring their own. */
  readonly migrations?: readonly Migration[] | undefined;
  readonly beforeStatement?: ((version: number, index: number) => void) | undefined;
}

/**
 * Opens or creates. Throws NODE_UNSUITABLE, REPLICA_IN_USE, REPLICA_NEWER, REPLICA_KEY_LOST, REPLICA_DAMAGED,
 * REPLICA_READ_ONLY, REPLICA_NOT_DURABLE, REPLICA_MIGRATION_FAILED, DISK_FULL, REPLICA_IO; then nothing stays open.
 */
export function openReplica(options: OpenReplicaOptions): Replica {
  prepareFolder(options.file);
  const lock = takeInstanceLock(options.file);
  try {
    return openUnderLock(options, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** For a caller that holds the lock already; `release` is called when the copy is closed. */
export function openUnderLock(options: OpenReplicaOptions, release: () => void): Replica {
  const { file, key } = options;
  const migrations = options.migrations ?? MIGRATIONS;
  const keyFits = checkKey(file, key);
  if (keyFits === 'other' && existsSync(file)) throw new CodedError('REPLICA_KEY_LOST');
  const wal = inspectWal(file);
  const suspect = existsSync(suspectMark(file));
  let db: RawDatabase | undefined;
  let untouched = true;
  try {
    createFile(file, keyFits !== 'unknown' || wal !== undefined);
    db = new (loadDriver())(file, { timeout: 2_000 }) as RawDatabase;
    unlock(db, key);
    db.pragma('locking_mode = EXCLUSIVE');
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    const from = schemaVersion(db);
    refuseNewer(db, migrations);
    if (wal !== undefined) assertWalWhole(db, wal);
    untouched = false;
    applySettings(db);
    assertSettings(db);
    checkIntegrity(db, wal !== undefined || suspect);
    if (schemaVersion(db) === migrations.at(-1)?.version) dropBackups(file);
    migrate({ db, file, migrations, beforeStatement: options.beforeStatement });
    const replica = new Replica({ db, file, release });
    stampIdentity(replica, options);
    writeKeyCheck(file, key);
    rmSync(suspectMark(file), { force: true });
    if (from === 0) syncFolder(path.dirname(file));
    return replica;
  } catch (error) {
    db?.close();
    // Closing shortens a log that could not be read, be it damaged or under another key: it is put back as it was found.
    if (untouched && wal !== undefined) writeFileSync(`${file}-wal`, wal.bytes, { mode: 0o600, flush: true });
    throw toStorageError(error);
  }
}

export function prepareFolder(file: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toStorageError(error);
  }
}

/** Mode 0600 from its first byte. An empty file where there was a copy before is damage, not a beginning. */
function createFile(file: string, wasHereBefore: boolean): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  const logLeft = existsSync(`${file}-wal`);
  if ((size === 0 && wasHereBefore) || (size === undefined && logLeft)) throw new CodedError('REPLICA_DAMAGED', { detail: 'The file is empty or gone.' });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function assertWalWhole(db: RawDatabase, wal: WalInspection): void {
  const rows = db.pragma('wal_checkpoint(NOOP)') as Array<{ log: number }>;
  const detail = walDamage(wal, Math.max(0, rows[0]?.log ?? 0));
  if (detail !== undefined) throw new CodedError('REPLICA_DAMAGED', { detail });
}

function stampIdentity(replica: Replica, options: OpenReplicaOptions): void {
  const meta = new MetaStore(replica);
  if (meta.get('replicaId') !== undefined) return;
  replica.transaction(() => {
    meta.set('replicaId', (options.newId ?? randomUUID)());
    meta.set('createdAt', String(options.now()));
  });
}
