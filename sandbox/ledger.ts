import type { Account, Grant, Hook, NewPost } from './model.ts';
import type { Family } from './model.ts';
import type { Settings } from './settings.ts';
import type { Fault } from './fault.ts';
import type { Journal } from './journal.ts';
import { SandboxError } from './errors.ts';

/** Every change of state is one of these. What is not in the ledger does not survive a restart. */
export interface LedgerRecords {
  account: { account: Account };
  post: {
    post: NewPost;
    storedAtMs: number;
    announce: boolean;
    imported: boolean;
    /** The Idempotency-Key that came along. `honoured` tells whether the platform kept to it. */
    key: { value: string; bodyHash: string; honoured: boolean } | null;
  };
  edit: { id: string; text: string; atMs: number };
  delete: { id: string; atMs: number };
  settings: { settings: Settings };
  faults: { faults: Fault[] };
  faultFired: { id: string; kind: string };
  hook: { hook: Hook; cursor: number };
  hookGone: { id: string };
  hookCursor: { id: string; eventNo: number };
  token: { hash: string; grant: Grant };
  tokenGone: { name: string };
  oauth: { family: Family };
  oauthGone: { id: string };
}

export type RecordKind = keyof LedgerRecords;
export type LedgerRecord = { [K in RecordKind]: { t: K } & LedgerRecords[K] }[RecordKind];

/** Writes a record to the journal, then tells every part that listens: live and after a restart the same way. */
export class Ledger {
  readonly #journal: Journal;
  readonly #listeners = new Map<string, ((record: never) => void)[]>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  on<K extends RecordKind>(kind: K, listener: (record: LedgerRecords[K]) => void): void {
    const list = this.#listeners.get(kind) ?? [];
    list.push(listener as (record: never) => void);
    this.#listeners.set(kind, list);
  }

  /** Throws STORAGE_FAILED, and then nothing has changed. */
  write(record: LedgerRecord): void {
    this.#journal.append(record);
    this.#apply(record);
  }

  /** Reads the journal from the start; returns how many records there were. */
  replay(): number {
    let count = 0;
    for (const { line, value } of this.#journal.read()) {
      count += 1;
      try {
        this.#apply(value as LedgerRecord);
      } catch (cause) {
        throw new SandboxError('JOURNAL_DAMAGED', { detail: `The journal's line ${line} cannot be applied: ${cause instanceof Error ? cause.message : String(cause)}` });
      }
    }
    return count;
  }

  close(): void {
    this.#journal.close();
  }

  #apply(record: LedgerRecord): void {
    const listeners = this.#listeners.get(record.t);
    if (listeners === undefined) throw new Error(`unknown record ${String(record.t)}`);
    for (const listener of listeners) listener(record as never);
  }
}
