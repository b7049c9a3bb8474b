// The open local copy: prepared statements, transactions, and one place where driver errors get their code.
import { statSync, writeFileSync } from 'node:fs';
import { isCodedError } from '../../../shared/util/errors.ts';
import type { RawDatabase } from './load-driver.ts';
import { toStorageError } from './sql-errors.ts';

export type SqlValue = string | number | null | Buffer;

/** A prepared statement. Every call may throw a coded storage error (DISK_FULL, REPLICA_DAMAGED, REPLICA_IO …). */
export interface Prepared<Row> {
  /** Gives the number of changed rows. */
  run(...values: SqlValue[]): number;
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): Row[];
}

export interface ReplicaParts {
  readonly db: RawDatabase;
  readonly file: string;
  /** Called after the database is closed; lets go of the instance lock. */
  readonly release: () => void;
}

/** The log is moved into the file when it is this long, looked at each so many commits. As long as SQLite lets it grow by itself: 1,000 pages. */
const LOG_BYTES = 4_000 * 1_024;
const LOOK_EACH_COMMITS = 16;

export class Replica {
  readonly file: string;
  #commits = 0;
  readonly #db: RawDatabase;
  readonly #release: () => void;
  #onDamage: (() => void) | undefined;

  constructor(parts: ReplicaParts) {
    this.#db = parts.db;
    this.file = parts.file;
    this.#release = parts.release;
  }

  /** Called once, soon after the first damage that is met while running. */
  whenDamaged(call: () => void): void {
    this.#onDamage = call;
  }

  prepare<Row>(sql: string): Prepared<Row> {
    const statement = this.#guard(() => this.#db.prepare<SqlValue[], Row>(sql));
    return {
      run: (...values) => this.#guard(() => statement.run(...values).changes),
      get: (...values) => this.#guard(() => statement.get(...values)),
      all: (...values) => this.#guard(() => statement.all(...values)),
    };
  }

  /** Several statements without parameters. */
  exec(sql: string): void {
    this.#guard(() => this.#db.exec(sql));
  }

  /**
   * All of `work` or nothing; synced to disk when it returns (unless inside another transaction, then with that one).
   * `work` is synchronous. An error it throws undoes it and passes through.
   */
  transaction<T>(work: () => T): T {
    const done = this.#guard(() => this.#db.transaction(work).immediate());
    if (!this.#db.inTransaction && ++this.#commits % LOOK_EACH_COMMITS === 0) this.#shortenLog();
    return done;
  }

  /**
   * The log is cut off, not begun anew over old frames: a process that is killed while it writes over one leaves a commit that does not fit, and that looks
   * like damage. What was committed stays committed whether this succeeds or not; on a full disk the log waits.
   */
  #shortenLog(): void {
    if ((statSync(`${this.file}-wal`, { throwIfNoEntry: false })?.size ?? 0) < LOG_BYTES) return;
    try {
      this.checkpoint();
    } catch (error) {
      if (!isCodedError(error)) throw error;
    }
  }

  /** As part of the transaction under way, which an error then undoes as a whole; in one of its own where there is none. */
  within<T>(work: () => T): T {
    return this.#db.inTransaction ? work() : this.transaction(work);
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  get isOpen(): boolean {
    return this.#db.open;
  }

  /** The value of one pragma; for checks and reports. */
  pragma(name: string): unknown {
    return this.#guard(() => this.#db.pragma(name, { simple: true }));
  }

  /** Moves everything from the write-ahead log into the file. */
  checkpoint(): void {
    this.#guard(() => this.#db.pragma('wal_checkpoint(TRUNCATE)'));
  }

  /** Closes and lets go of the instance lock. May be called twice. */
  close(): void {
    if (!this.#db.open) return;
    try {
      this.#db.close();
    } finally {
      this.#release();
    }
  }

  #damaged(): void {
    markSuspect(this.file);
    const call = this.#onDamage;
    this.#onDamage = undefined;
    if (call !== undefined) queueMicrotask(call);
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const coded = toStorageError(error);
      if (isCodedError(coded) && coded.code === 'REPLICA_DAMAGED') this.#damaged();
      throw coded;
    }
  }
}

/** Beside the file: damage was met while running, so the next start checks every page. */
export function suspectMark(file: string): string {
  return `${file}.suspect`;
}

function markSuspect(file: string): void {
  try {
    writeFileSync(suspectMark(file), '', { mode: 0o600 });
  } catch {
    // The disk may be the very thing that fails; the damage itself is already being reported.
  }
}
