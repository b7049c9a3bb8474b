import type { Prepared, Replica } from '../replica.ts';
import { fromJsonOrUndefined, toJson } from './json.ts';

export interface NewAttempt {
  readonly attemptId: string;
  readonly replyId: string;
  /** Which part of the reply, from 0 or 1 as the caller counts. */
  readonly part: number;
}

export interface Attempt extends NewAttempt {
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly outcome?: string | undefined;
  readonly outcomeValue?: unknown;
}

interface Row {
  attempt_id: string;
  reply_id: string;
  part: number;
  started_at: number;
  ended_at: number | null;
  outcome: string | null;
  outcome_json: string | null;
}

/** The journal of what was tried towards a platform. */
export class AttemptStore {
  readonly #replica: Replica;
  readonly #insert: Prepared<unknown>;
  readonly #finish: Prepared<unknown>;
  readonly #open: Prepared<Row>;
  readonly #byReply: Prepared<Row>;

  constructor(replica: Replica) {
    this.#replica = replica;
    this.#insert = replica.prepare('INSERT INTO attempt (attempt_id, reply_id, part, started_at) VALUES (?, ?, ?, ?)');
    this.#finish = replica.prepare('UPDATE attempt SET ended_at = ?, outcome = ?, outcome_json = ? WHERE attempt_id = ? AND outcome IS NULL');
    this.#open = replica.prepare('SELECT * FROM attempt WHERE outcome IS NULL ORDER BY started_at, attempt_id');
    this.#byReply = replica.prepare('SELECT * FROM attempt WHERE reply_id = ? ORDER BY part, started_at, attempt_id');
  }

  /**
   * To be called before the request leaves. When it has returned, the row is synced to the disk; so it may not stand
   * inside another transaction, whose end would come later. `also` runs in the same transaction (e.g. the outbox state).
   */
  start(attempt: NewAttempt, at: number, also?: (() => void) | undefined): void {
    if (this.#replica.inTransaction) throw new Error('an attempt is started in a transaction of its own: it must be on disk before the request leaves');
    this.#replica.transaction(() => {
      this.#insert.run(attempt.attemptId, attempt.replyId, attempt.part, at);
      also?.();
    });
  }

  /** Writes the outcome once; gives false where there is one already or no such attempt. May stand inside a transaction. */
  finish(attemptId: string, outcome: { readonly outcome: string; readonly value?: unknown }, at: number): boolean {
    return this.#finish.run(at, outcome.outcome, outcome.value === undefined ? null : toJson(outcome.value), attemptId) > 0;
  }

  /** At start-up these are `unknown`: the request may have left. Oldest first. */
  withoutOutcome(): Attempt[] {
    return this.#open.all().map(toAttempt);
  }

  byReply(replyId: string): Attempt[] {
    return this.#byReply.all(replyId).map(toAttempt);
  }
}

function toAttempt(row: Row): Attempt {
  return {
    attemptId: row.attempt_id,
    replyId: row.reply_id,
    part: row.part,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
    outcome: row.outcome ?? undefined,
    outcomeValue: fromJsonOrUndefined(row.outcome_json),
  };
}
