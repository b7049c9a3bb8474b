import { CodedError } from '../../shared/util/errors.ts';
import type { Clock } from '../../shared/util/ports.ts';
import { openDatabase, type Sqlite } from '../storage/open-database.ts';
import { GENESIS, linkOf, mustBeCodes, signCheckpoint, type Checkpoint } from './chain.ts';
import type { AuditEntry, AuditLog } from './port.ts';
import { asEntry, AUDIT_APPLICATION_ID, AUDIT_MIGRATIONS, CHECKPOINT, ENTRY, type CheckpointRow, type EntryRow } from './tables.ts';

export interface AuditLogOptions {
  readonly path: string;
  /** 32 bytes, derived from the master key (`auditKeyOf`). */
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** Entries between two signed checkpoints. Default 256. */
  readonly checkpointEvery?: number | undefined;
}

interface Waiting {
  readonly entry: AuditEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface NumberedEntry extends AuditEntry {
  readonly no: number;
}

/** The audit log on disk: every entry links to the one before, and signed checkpoints vouch for stretches of it. */
export class SqliteAuditLog implements AuditLog {
  readonly #db: Sqlite;
  readonly #options: AuditLogOptions;
  readonly #sql: ReturnType<typeof prepareAll>;
  #head: { no: number; link: Buffer };
  #waiting: Waiting[] = [];

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#db = openDatabase({ path: options.path, applicationId: AUDIT_APPLICATION_ID, migrations: AUDIT_MIGRATIONS });
    this.#sql = prepareAll(this.#db);
    this.#head = this.#readHead();
  }

  write(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry: mustBeCodes(entry), resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  /** Up to `limit` entries after `afterNo`, in order. */
  async read(afterNo: number, limit: number): Promise<readonly NumberedEntry[]> {
    return (this.#sql.read.all(afterNo, limit) as EntryRow[]).map((row) => ({ no: row.no, ...asEntry(row) }));
  }

  /** The newest entries that name this id as a subject: what someone may see that was done about them. */
  async about(subjectId: string, limit: number): Promise<readonly NumberedEntry[]> {
    return (this.#sql.about.all(subjectId, limit) as EntryRow[]).map((row) => ({ no: row.no, ...asEntry(row) }));
  }

  /** Number and link of the last entry, to be noted outside: a later verification can then tell a shortened log. */
  head(): { readonly no: number; readonly link: string } {
    return { no: this.#head.no, link: this.#head.link.toString('hex') };
  }

  /** Retention: removes the entries before `at`, and leaves a signed cut for the rest to join. Gives how many went. */
  async cutBefore(at: number): Promise<number> {
    this.#flush();
    const last = (this.#sql.lastBefore.get(at) as { no: number | null }).no;
    if (last === null) return 0;
    const row = this.#sql.one.get(last) as EntryRow;
    return this.#db
      .transaction(() => {
        this.#checkpoint({ no: row.no, link: row.link }, 'cut');
        this.#sql.dropCheckpoints.run(row.no);
        return this.#sql.dropEntries.run(row.no).changes;
      })
      .immediate();
  }

  /** Vouches for everything so far and closes. */
  async close(): Promise<void> {
    if (!this.#db.open) return;
    this.#flush();
    if (this.#head.no > 0) this.#checkpoint(this.#head, 'mark');
    this.#db.close();
  }

  #flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    try {
      this.#db.transaction(() => group.forEach(({ entry }) => this.#append(entry))).immediate();
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (this.#db.open) this.#head = this.#readHead();
      for (const { reject } of group) reject(error);
    }
  }

  #append(entry: AuditEntry): void {
    const no = this.#head.no + 1;
    const link = linkOf(this.#head.link, no, entry);
    const { at, actorId, role, action, subjectIds, reasonCode = null } = entry;
    this.#sql.insert.run({ no, at, actorId, role, action, subjectIds: JSON.stringify(subjectIds), reasonCode, link });
    this.#head = { no, link };
    if (no % (this.#options.checkpointEvery ?? 256) === 0) this.#checkpoint(this.#head, 'mark');
  }

  #checkpoint({ no, link }: { no: number; link: Buffer }, kind: Checkpoint['kind']): void {
    const checkpoint = { no, kind, at: this.#options.clock.now(), link };
    this.#sql.insertCheckpoint.run({ ...checkpoint, signature: signCheckpoint(this.#options.key, checkpoint) });
  }

  #readHead(): { no: number; link: Buffer } {
    const entry = this.#sql.last.get() as EntryRow | undefined;
    const checkpoint = this.#sql.lastCheckpoint.get() as CheckpointRow | undefined;
    if (entry === undefined && checkpoint === undefined) return { no: 0, link: GENESIS };
    const head = entry !== undefined && entry.no >= (checkpoint?.no ?? 0) ? entry : checkpoint;
    if (head === undefined) throw new CodedError('AUDIT_DAMAGED');
    return { no: head.no, link: head.link };
  }
}

function prepareAll(db: Sqlite) {
  return {
    insert: db.prepare('INSERT INTO entries VALUES (@no, @at, @actorId, @role, @action, @subjectIds, @reasonCode, @link)'),
    insertCheckpoint: db.prepare('INSERT OR REPLACE INTO checkpoints VALUES (@no, @kind, @at, @link, @signature)'),
    last: db.prepare(`${ENTRY} ORDER BY no DESC LIMIT 1`),
    lastCheckpoint: db.prepare(`${CHECKPOINT} ORDER BY no DESC LIMIT 1`),
    one: db.prepare(`${ENTRY} WHERE no = ?`),
    read: db.prepare(`${ENTRY} WHERE no > ? ORDER BY no LIMIT ?`),
    about: db.prepare(`${ENTRY} WHERE EXISTS (SELECT 1 FROM json_each(subject_ids) WHERE value = ?) ORDER BY no DESC LIMIT ?`),
    lastBefore: db.prepare('SELECT max(no) AS no FROM entries WHERE no < coalesce((SELECT min(no) FROM entries WHERE at >= ?), 9e15)'),
    dropEntries: db.prepare('DELETE FROM entries WHERE no <= ?'),
    dropCheckpoints: db.prepare('DELETE FROM checkpoints WHERE no < ?'),
  };
}
