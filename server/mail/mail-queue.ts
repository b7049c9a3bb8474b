import type { Clock, Timers } from '../../shared/util/ports.ts';
import { openDatabase, type Sqlite } from '../storage/open-database.ts';
import type { Migration } from '../storage/migrate.ts';
import type { SealedBox } from '../storage/sealed-box.ts';
import type { MailQueue, MailSender, OutgoingMail } from './port.ts';

export const MAIL_APPLICATION_ID = 0x4c53_4d4c; // "LSML"
export const MAIL_MIGRATIONS: readonly Migration[] = [
  { name: '0001-mails', statements: [`CREATE TABLE mails ( id TEXT PRIMARY KEY, about TEXT, due_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, done_at INTEGER, sealed BLOB) STRICT`, 'CREATE INDEX mails_due ON mails (due_at) WHERE done_at IS NULL'] },
];

export interface MailQueueParts {
  readonly path: string;
  readonly box: SealedBox;
  readonly sender: MailSender;
  /** Right side of the Message-IDs. */
  readonly domain: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onProblem: (error: unknown) => void;
  readonly onOutcome: (outcome: 'sent' | 'retried' | 'givenUp') => void;
}

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 30 * 60_000;
const MOST_TRIES = 12;
/** That a mail went is remembered this long, so that it is not made anew; its text is gone at once. */
const KEEP_DONE_MS = 7 * 86_400_000;

/**
 * Mails in a file of their own (`mail.db`), each until a mail server has taken it. A crash between its yes and our note sends it again under the same
 * Message-ID, by which receivers know it.
 */
export class SqliteMailQueue implements MailQueue {
  readonly #p: MailQueueParts;
  readonly #db: Sqlite;
  readonly #sql: ReturnType<typeof prepareAll>;
  #cancelTimer: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: MailQueueParts) {
    this.#p = parts;
    this.#db = openDatabase({ path: parts.path, applicationId: MAIL_APPLICATION_ID, migrations: MAIL_MIGRATIONS });
    this.#sql = prepareAll(this.#db);
    this.#sql.drop.run(parts.clock.now() - KEEP_DONE_MS);
    this.#plan();
  }

  put(id: string, mail: OutgoingMail, { dueAt, about }: { readonly dueAt: number; readonly about?: string | undefined }): void {
    this.#sql.put.run({ id, about: about ?? null, dueAt, sealed: this.#p.box.seal(JSON.stringify(mail), `mail ${id}`) });
    this.#plan();
  }

  cancel(about: string): void {
    this.#sql.cancel.run(about);
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    this.#p.sender.close();
    await this.#running;
    this.#db.close();
  }

  #plan(): void {
    if (this.#stopped || this.#running !== undefined) return;
    this.#cancelTimer?.();
    const next = this.#sql.next.get();
    if (next === undefined) return;
    this.#cancelTimer = this.#p.timers.after(Math.max(0, Math.min(next.dueAt - this.#p.clock.now(), 2 ** 30)), () => {
      this.#running = this.#run()
        .catch((error: unknown) => this.#p.onProblem(error))
        .finally(() => {
          this.#running = undefined;
          this.#plan();
        });
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      const next = this.#stopped ? undefined : this.#sql.next.get();
      if (next === undefined || next.dueAt > this.#p.clock.now()) return;
      await this.#one(next);
    }
  }

  async #one({ id, tries, sealed }: { id: string; tries: number; sealed: Uint8Array }): Promise<void> {
    const { clock, box, sender, domain, onOutcome } = this.#p;
    const text = box.open(sealed, `mail ${id}`);
    if (text === undefined) {
      this.#sql.done.run(clock.now(), id);
      return onOutcome('givenUp');
    }
    try {
      await sender.send(JSON.parse(text) as OutgoingMail, `<${id}@${domain}>`);
      this.#sql.done.run(clock.now(), id);
      onOutcome('sent');
    } catch (error) {
      if (this.#stopped) return;
      this.#p.onProblem(error);
      const isLast = tries + 1 >= MOST_TRIES || isForGood(error);
      if (isLast) this.#sql.done.run(clock.now(), id);
      else this.#sql.again.run(clock.now() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries), id);
      onOutcome(isLast ? 'givenUp' : 'retried');
    }
  }
}

/** 5xx: no such mailbox, refused for good. */
function isForGood(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'responseCode' in error ? Number(error.responseCode) : 0;
  return code >= 500 && code < 600;
}

function prepareAll(db: Sqlite) {
  return {
    put: db.prepare('INSERT INTO mails (id, about, due_at, sealed) VALUES (@id, @about, @dueAt, @sealed) ON CONFLICT (id) DO NOTHING'),
    next: db.prepare<[], { id: string; dueAt: number; tries: number; sealed: Uint8Array }>('SELECT id, due_at AS dueAt, tries, sealed FROM mails WHERE done_at IS NULL ORDER BY due_at LIMIT 1'),
    done: db.prepare('UPDATE mails SET done_at = ?, sealed = NULL WHERE id = ?'),
    again: db.prepare('UPDATE mails SET due_at = ?, tries = tries + 1 WHERE id = ?'),
    cancel: db.prepare('DELETE FROM mails WHERE about = ? AND done_at IS NULL AND tries = 0'),
    drop: db.prepare('DELETE FROM mails WHERE done_at < ?'),
  };
}
