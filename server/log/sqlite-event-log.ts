import { holdLock } from '../storage/data-lock.ts';
import { AppendQueue } from './append-queue.ts';
import { toRows, type LogRows } from './log-rows.ts';
import type { AppendBatch, Appended, CommandAnswer, EventLog, LogSnapshot, SealedBody, StoredEvent } from './port.ts';
import { openThreadedStore, type LaterStore } from './threaded-log-store.ts';

export interface SqliteEventLogOptions {
  /** The database file; made when absent. `<path>.lock` beside it keeps a second server out. */
  readonly path: string;
  /** Runs before each commit; throwing lets it fail. For tests of what follows a failed disk. */
  readonly beforeCommit?: ((batches: number) => void) | undefined;
  /** Rows after which a commit is closed and the rest waits for the next: bounds the wait of whoever came first. Default 4,000. */
  readonly maxRowsPerCommit?: number | undefined;
}

/** Opens the embedded log: one SQLite file, one writer, every commit synced. Rejects with STORE_… when the file cannot be trusted or is in use. */
export async function openSqliteEventLog(options: SqliteEventLogOptions): Promise<SqliteEventLog> {
  const unlock = holdLock(`${options.path}.lock`);
  try {
    const store = await openThreadedStore(options.path);
    return new SqliteEventLog(store, await store.head(), unlock, options);
  } catch (error) {
    unlock();
    throw error;
  }
}

export class SqliteEventLog implements EventLog {
  readonly #store: LaterStore;
  readonly #queue: AppendQueue<LogRows>;
  readonly #unlock: () => void;
  /** Of this turn; see `lastCommandNo`. */
  #asking: { readonly replicaIds: string[]; readonly answers: Promise<readonly number[]> } | undefined;

  constructor(store: LaterStore, head: number, unlock: () => void, options: SqliteEventLogOptions) {
    this.#store = store;
    this.#unlock = unlock;
    const commit = (group: readonly LogRows[]): Promise<void> => {
      options.beforeCommit?.(group.length);
      return store.commit(group);
    };
    const schedule = (flush: () => void): void => void setImmediate(flush);
    this.#queue = new AppendQueue({ encode: toRows, commit, schedule, maxRowsPerCommit: options.maxRowsPerCommit ?? 4000 }, head);
  }

  async claim(): Promise<number> {
    this.#queue.fence();
    await this.#settled();
    const epoch = await this.#store.claim();
    this.#queue.restart(epoch, await this.#store.head());
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
    await this.#store.destroyKey(contactId);
  }

  async deleteBodies(refs: readonly string[]): Promise<void> {
    await this.#settled();
    await this.#store.deleteBodies(refs);
  }

  async answer(replicaId: string, commandNo: number): Promise<CommandAnswer | undefined> {
    return this.#open().answer(replicaId, commandNo);
  }

  async lastCommandNo(replicaId: string): Promise<number> {
    this.#open();
    // When all desks come back at once, a question to the thread for each costs as much as the rest of a hello.
    const asking = (this.#asking ??= this.#ask());
    const at = asking.replicaIds.push(replicaId) - 1;
    return (await asking.answers)[at] ?? 0;
  }

  async saveSnapshot(snapshot: LogSnapshot): Promise<void> {
    return this.#open().saveSnapshot(snapshot);
  }

  async loadSnapshot(): Promise<LogSnapshot | undefined> {
    return this.#open().loadSnapshot();
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await this.#store.close();
    this.#unlock();
  }

  #ask(): { readonly replicaIds: string[]; readonly answers: Promise<readonly number[]> } {
    const replicaIds: string[] = [];
    const turn = new Promise<void>((resolve) => setImmediate(resolve));
    const answers = turn.then(() => {
      this.#asking = undefined;
      return this.#open().lastCommandNos(replicaIds);
    });
    return { replicaIds, answers };
  }

  #open(): LaterStore {
    this.#queue.mustBeOpen();
    return this.#store;
  }

  async #settled(): Promise<void> {
    this.#queue.mustBeOpen();
    await this.#queue.drain();
  }
}
