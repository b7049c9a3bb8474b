// The desk's way to its local copy: opens it, or sets a damaged one aside, salvages what must not be lost and starts anew.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isCodedError } from '../../../shared/util/errors.ts';
import type { CodedError } from '../../../shared/util/errors.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { openUnderLock, prepareFolder } from './open.ts';
import type { OpenReplicaOptions } from './open.ts';
import { rebuild, resumeRebuild } from './rebuild.ts';
import type { RebuildReport } from './rebuild-report.ts';
import type { ReplicaPort } from './replica-port.ts';
import type { Replica } from './replica.ts';
import { NOTHING_SALVAGED, salvage } from './salvage.ts';
import type { Salvaged } from './salvage.ts';
import { forgetSetAside } from './set-aside.ts';
import { toStorageError } from './sql-errors.ts';
import { openStores } from './stores/index.ts';

/** Where the key is kept. Each has a file of its own: a keychain that is locked today must not cost what lies under its key. */
export type KeyKeptBy = 'keychain' | 'passphrase' | 'session';

export interface CareOptions extends Omit<OpenReplicaOptions, 'file'> {
  readonly dataDir: string;
  /** `session`: what an earlier session left cannot be opened and is removed. Default `keychain`. */
  readonly keptBy?: KeyKeptBy | undefined;
}

export interface OpenedReplica {
  readonly replica: Replica;
  readonly stores: ReplicaPort;
  /** False with a key of this session only: replies may not be accepted offline. */
  readonly durable: boolean;
  readonly outcome: 'opened' | 'created' | 'rebuilt';
  /** Only with `rebuilt`. */
  readonly rebuilt?: RebuildReport | undefined;
}

export function replicaFile(dataDir: string, keptBy: KeyKeptBy): string {
  return path.join(dataDir, keptBy === 'keychain' ? 'replica.db' : `replica-${keptBy}.db`);
}

/**
 * Opens, creates or rebuilds. Throws what a rebuild cannot mend: NODE_UNSUITABLE, REPLICA_IN_USE, REPLICA_NEWER,
 * REPLICA_READ_ONLY, REPLICA_NOT_DURABLE, REPLICA_MIGRATION_FAILED, DISK_FULL, REPLICA_IO; the files then stay as they were.
 */
export function openOrRebuild(options: CareOptions): OpenedReplica {
  const keptBy = options.keptBy ?? 'keychain';
  const file = replicaFile(options.dataDir, keptBy);
  prepareFolder(file);
  const lock = takeInstanceLock(file);
  try {
    const opened = underLock({ ...options, file }, keptBy, lock.release);
    forgetSetAside(file, options.now());
    return opened;
  } catch (error) {
    lock.release();
    throw toStorageError(error);
  }
}

function underLock(options: OpenReplicaOptions, keptBy: KeyKeptBy, release: () => void): OpenedReplica {
  const { file } = options;
  const durable = keptBy !== 'session';
  if (!durable) removeSession(file);
  resumeRebuild(file);
  const wasThere = existsSync(file);
  try {
    const replica = openUnderLock(options, release);
    return { replica, stores: openStores(replica), durable, outcome: wasThere ? 'opened' : 'created' };
  } catch (error) {
    if (!mendable(error)) throw error;
    const rebuilt = startAnew(options, error);
    const replica = openUnderLock(options, release);
    return { replica, stores: openStores(replica), durable, outcome: 'rebuilt', rebuilt };
  }
}

type Mendable = CodedError & { code: RebuildReport['code'] };

function mendable(error: unknown): error is Mendable {
  return isCodedError(error) && (error.code === 'REPLICA_DAMAGED' || error.code === 'REPLICA_KEY_LOST');
}

function startAnew(options: OpenReplicaOptions, error: Mendable): RebuildReport {
  const keyLost = error.code === 'REPLICA_KEY_LOST';
  const salvaged: Salvaged = keyLost ? NOTHING_SALVAGED : salvage(options.file, options.key);
  const { count, setAsideAs } = rebuild(options, salvaged, keyLost ? 'key-lost' : 'damaged');
  return {
    code: error.code,
    detail: error.message,
    setAsideAs: path.basename(setAsideAs),
    salvaged: count,
    lostReplyIds: salvaged.lostReplyIds,
    complete: salvaged.complete,
    readable: salvaged.readable,
  };
}

function removeSession(file: string): void {
  for (const ending of ['', '-wal', '-shm', '.keycheck', '.suspect']) rmSync(`${file}${ending}`, { force: true });
}
