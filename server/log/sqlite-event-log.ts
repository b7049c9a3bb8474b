import { holdLock } from '../storage/data-lock.ts';
import { AppendQueue } from './append-queue.ts';
import type { AppendBatch, Appended, CommandAnswer, EventLog, LogSnapshot, SealedBody, StoredEvent } from './port.ts';
import { SqliteLogStore } from './sqlite-log-store.ts';

export interface SqliteEventLogOptions {
  /** The database file; made when absent. `<path>.lock` beside it keeps a second server out. */
  readonly path: string;
  /** Runs before a commit; throwing lets it fail. For tests of what follows a failed disk. */
  readonly beforeCommit?: ((batches: readonly AppendBatch[]) => void) | undefined;
  /** Rows after which a commit is closed and the rest waits for the next. Default 400: about 10 ms on a small machine. */
  readonly maxRowsPerCommit?: number | undefined;
}

/** The embedded log: one SQLite file, one writer, every commit synced. Throws STORE_… codes when the file cannot be trusted or is in use. */
export class SqliteEventLog implements EventLog {
  readonly #store: SqliteLogStore;
  readonly #queue: AppendQueue;
  readonly #unlock: () => void;

  constructor(options: SqliteEventLogOptions) {
    this.#unlock = holdLock(`${options.path}.lock`);
    try {
      this.#store = new SqliteLogStore(options.path);
    } catch (error) {
      this.#unlock();
      throw error;
    }
    const commit = (batches: readonly AppendBatch[]): void => {
      options.beforeCommit?.(batches);
      this.#store.commit(batches);
    };
    this.#queue = new AppendQueue({ commit, schedule: (flush) => void setImmediate(flush), maxRowsPerCommit: options.maxRowsPerCommit ?? 400 }, this.#store.head());
  }

  async claim(): Promise<number> {
    await this.#settled();
    const epoch = this.#store.claim();
    this.#queue.restart(epoch, this.#store.head());
    return epoch;
  }

  append(batch: AppendBatch): Promise<Appended> {
    return this.#queue.append(batch);
  }

  async head(): Promise<number> {
    return this.#open().head();
  }

  async read(afterSeq: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.#open().read(afterSeq, limit);
  }

  async bodies(refs: readonly string[]): Promise<ReadonlyMap<string, SealedBody>> {
    return this.#open().bodies(refs);
  }

  async keys(contactIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.#open().keys(contactIds);
  }

  async destroyKey(contactId: string): Promise<void> {
    await this.#settled();
    this.#store.destroyKey(contactId);
  }

  async deleteBodies(refs: readonly string[]): Promise<void> {
    await this.#settled();
    this.#store.deleteBodies(refs);
  }

  async answer(replicaId: string, commandNo: number): Promise<CommandAnswer | undefined> {
    return this.#open().answer(replicaId, commandNo);
  }

  async lastCommandNo(replicaId: string): Promise<number> {
    return this.#open().lastCommandNo(replicaId);
  }

  async saveSnapshot(snapshot: LogSnapshot): Promise<void> {
    this.#open().saveSnapshot(snapshot);
  }

  async loadSnapshot(): Promise<LogSnapshot | undefined> {
    return this.#open().loadSnapshot();
  }

  async close(): Promise<void> {
    await this.#queue.close();
    this.#store.close();
    this.#unlock();
  }

  #open(): SqliteLogStore {
    this.#queue.mustBeOpen();
    return this.#store;
  }

  async #settled(): Promise<void> {
    this.#queue.mustBeOpen();
    await this.#queue.drain();
  }
}
