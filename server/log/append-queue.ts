import { CodedError } from '../../shared/util/errors.ts';
import type { AppendBatch, Appended } from './port.ts';

interface Waiting<Rows> {
  readonly rows: Rows;
  readonly size: number;
  readonly appended: Appended;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export interface AppendQueueParts<Rows> {
  /** Freezes a batch the moment it is handed in; throwing refuses this batch alone. */
  readonly encode: (batch: AppendBatch) => Rows;
  /** Writes all batches in one transaction, synced, or throws having kept nothing. */
  readonly commit: (group: readonly Rows[]) => void | Promise<void>;
  /** Runs `flush` soon, once; setImmediate unless a test says otherwise. */
  readonly schedule: (flush: () => void) => void;
  /** Rows after which a flush is closed and the rest waits for the next: bounds how long one commit holds the thread. */
  readonly maxRowsPerCommit: number;
}

const sizeOf = (batch: AppendBatch): number => batch.events.length + batch.bodies.length + batch.keys.length + batch.answers.length + 1;

/** Group commit: joins waiting appends in order, and keeps the rule that after a failed commit nothing that follows may be written. */
export class AppendQueue<Rows> {
  readonly #parts: AppendQueueParts<Rows>;
  #waiting: Waiting<Rows>[] = [];
  #scheduled = false;
  #flushing: Promise<void> | undefined;
  #tail: number;
  #epoch = 0;
  #state: 'open' | 'failed' | 'closed' = 'open';

  constructor(parts: AppendQueueParts<Rows>, head: number) {
    this.#parts = parts;
    this.#tail = head;
  }

  /** While a claim is under way nobody may write; what was handed in before is still settled by `drain`. */
  fence(): void {
    this.#epoch = 0;
  }

  /** The epoch that may write from now on and the head its first event must join. */
  restart(epoch: number, head: number): void {
    this.#epoch = epoch;
    this.#tail = head;
    if (this.#state === 'failed') this.#state = 'open';
  }

  append(batch: AppendBatch): Promise<Appended> {
    const refusal = this.#refusal(batch);
    if (refusal !== undefined) return Promise.reject(refusal);
    let rows: Rows;
    try {
      rows = this.#parts.encode(batch);
    } catch (error) {
      return Promise.reject(error);
    }
    const appended = { fromSeq: this.#tail + 1, toSeq: this.#tail + batch.events.length };
    this.#tail = appended.toSeq;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rows, size: sizeOf(batch), appended, resolve, reject });
      this.#wake();
    });
  }

  /** Resolves when everything handed in so far is settled. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#flushing !== undefined) await this.#flush();
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    await this.drain();
  }

  /** A crash: what waits is dropped and its callers never hear of it. */
  abandon(): void {
    this.#state = 'closed';
    this.#waiting = [];
  }

  mustBeOpen(): void {
    if (this.#state === 'closed') throw new CodedError('LOG_CLOSED');
  }

  #refusal(batch: AppendBatch): CodedError | undefined {
    if (this.#state === 'closed') return new CodedError('LOG_CLOSED');
    if (batch.epoch !== this.#epoch || batch.epoch === 0) return new CodedError('LOG_FENCED', { field: 'epoch' });
    if (this.#state === 'failed') return new CodedError('LOG_NEEDS_CLAIM');
    let expected = this.#tail;
    for (const event of batch.events) {
      expected += 1;
      if (event.seq !== expected)
        return new CodedError('LOG_GAP', { field: 'seq', detail: `Event ${event.seq} came where ${expected} was due.` });
    }
    return undefined;
  }

  #wake(): void {
    if (this.#scheduled || this.#flushing !== undefined) return;
    this.#scheduled = true;
    this.#parts.schedule(() => {
      this.#scheduled = false;
      void this.#flush();
    });
  }

  #flush(): Promise<void> {
    if (this.#flushing !== undefined) return this.#flushing;
    const group = this.#takeGroup();
    if (group.length === 0) return Promise.resolve();
    try {
      const done = this.#parts.commit(group.map((entry) => entry.rows));
      if (done === undefined) {
        this.#settle(group);
        if (this.#waiting.length > 0) this.#wake();
        return Promise.resolve();
      }
      this.#flushing = done.then(
        () => {
          this.#settle(group);
          // The disk need not wait until those who are told now have done their part: what is there goes at once.
          if (this.#waiting.length > 0) void this.#flush();
        },
        (error: unknown) => this.#fail(group, error),
      );
      return this.#flushing;
    } catch (error) {
      this.#fail(group, error);
      return Promise.resolve();
    }
  }

  #takeGroup(): Waiting<Rows>[] {
    let rows = 0;
    let count = 0;
    for (const entry of this.#waiting) {
      if (count > 0 && rows >= this.#parts.maxRowsPerCommit) break;
      rows += entry.size;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  #settle(group: readonly Waiting<Rows>[]): void {
    this.#flushing = undefined;
    for (const entry of group) entry.resolve(entry.appended);
  }

  /** The batches behind the failed ones are numbered as if these had been kept, so they fall with them. */
  #fail(group: readonly Waiting<Rows>[], error: unknown): void {
    this.#flushing = undefined;
    if (this.#state === 'open') this.#state = 'failed';
    const fallen = [...group, ...this.#waiting];
    this.#waiting = [];
    const coded = error instanceof CodedError && error.code === 'LOG_FENCED' ? error : undefined;
    const reason = error instanceof Error ? `${error.message}.` : String(error);
    for (const entry of fallen)
      entry.reject(coded ?? new CodedError('LOG_APPEND_FAILED', { detail: `Nothing was kept: ${reason}`, cause: error }));
  }
}
