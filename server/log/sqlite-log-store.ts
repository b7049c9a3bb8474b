import { createHash } from 'node:crypto';
import { CodedError } from '../../shared/util/errors.ts';
import { openDatabase, type Sqlite } from '../storage/open-database.ts';
import { LOG_APPLICATION_ID, LOG_MIGRATIONS } from './migrations.ts';
import { EVENT_VALUES, sumOf, type LogRows } from './log-rows.ts';
import { checkSums, epochSum } from './row-sums.ts';
import type { CommandAnswer, LogSnapshot, SealedBody, StoredEvent } from './port.ts';

interface EventRow {
  seq: number;
  at: number;
  type: string;
  v: number;
  actor: string;
  conversationId: string | null;
  data: string;
  crc: number;
}
type EventValues = readonly [seq: number, at: number, type: string, v: number, actor: string, conversationId: string | null, data: string];
interface AnswerRow {
  hash: string;
  answer: string;
}
interface SnapshotRow {
  seq: number;
  stateHash: string;
  json: string | Buffer;
  sha256: Buffer;
}

/** Over the place, too: a state taken for that of another event would leave one out. */
const sumOfSnapshot = (seq: number, stateHash: string, json: string | Uint8Array): Buffer =>
  createHash('sha256').update(`${seq}|${stateHash}|`).update(json).digest();

/** Without `checkpoint` being called, a commit does it at so many pages (64 MB). */
const WAL_PAGES_AT_MOST = 16_000;
const PAGE_BYTES = 4096;
/** Of one commit: the last page of each table once more, and the one it was begun with. */
const PAGES_PER_COMMIT = 4;

/** The log's tables; every call is one synchronous step on the thread that owns the file. */
export class SqliteLogStore {
  readonly #db: Sqlite;
  readonly #sql: ReturnType<typeof prepareAll>;
  readonly #commit: (group: readonly LogRows[]) => void;
  #walBytes = 0;

  constructor(path: string) {
    this.#db = openDatabase({ path, applicationId: LOG_APPLICATION_ID, migrations: LOG_MIGRATIONS });
    this.#sql = prepared(this.#db, path);
    this.#db.pragma(`wal_autocheckpoint = ${WAL_PAGES_AT_MOST}`);
    const transaction = this.#db.transaction((group: readonly LogRows[]) => this.#write(group));
    this.#commit = (group) => void transaction.immediate(group);
  }

  claim(): number {
    return this.#db
      .transaction(() => {
        const { epoch } = this.#sql.epoch.get() as { epoch: number };
        this.#sql.claim.run(epoch + 1, epochSum(epoch + 1));
        return epoch + 1;
      })
      .immediate();
  }

  /** About how many pages wait in the WAL. */
  get walPages(): number {
    return Math.ceil(this.#walBytes / PAGE_BYTES);
  }

  /** Brings what is in the WAL into the file. Nothing waits for it but the next commit: the WAL alone is as safe. */
  checkpoint(): void {
    this.#walBytes = 0;
    this.#db.pragma('wal_checkpoint(PASSIVE)');
  }

  commit(group: readonly LogRows[]): void {
    this.#commit(group);
    this.#walBytes += PAGES_PER_COMMIT * PAGE_BYTES;
    if (!group.some((rows) => rows.forget.length > 0)) return;
    try {
      this.#forgetWal();
    } catch {
      // The batch itself is on disk and must not be called failed; the next cut takes these pages along.
    }
  }

  head(): number {
    return (this.#sql.head.get() as { seq: number }).seq;
  }

  read(afterSeq: number, limit: number): StoredEvent[] {
    let expected = afterSeq;
    return (this.#sql.read.all(afterSeq, limit) as EventRow[]).map((row) => {
      const { seq, at, type, v, actor, conversationId, data } = row;
      expected += 1;
      if (seq !== expected) throw new CodedError('LOG_DAMAGED', { field: 'seq', detail: `Event ${expected} is missing.` });
      if (row.crc !== sumOf(seq, at, type, v, actor, conversationId, data)) {
        throw new CodedError('LOG_DAMAGED', { field: 'seq', detail: `Event ${seq} does not match its checksum.` });
      }
      const event = { seq, at, type, v, actor, data: JSON.parse(data) as unknown };
      return conversationId === null ? event : { ...event, conversationId };
    });
  }

  bodies(refs: readonly string[]): Map<string, SealedBody> {
    const rows = this.#sql.bodies.all(JSON.stringify(refs)) as SealedBody[];
    return new Map(rows.map((row) => [row.ref, row]));
  }

  keys(contactIds: readonly string[]): Map<string, Uint8Array> {
    const rows = this.#sql.keys.all(JSON.stringify(contactIds)) as { contactId: string; wrapped: Uint8Array }[];
    return new Map(rows.map((row) => [row.contactId, row.wrapped]));
  }

  destroyKey(contactId: string): void {
    this.#db
      .transaction(() => {
        this.#sql.deleteKey.run(contactId);
        this.#sql.deleteBodiesOf.run(contactId);
      })
      .immediate();
    this.#forgetWal();
  }

  deleteBodies(refs: readonly string[]): void {
    this.#sql.deleteBodies.run(JSON.stringify(refs));
    this.#forgetWal();
  }

  answer(replicaId: string, commandNo: number): CommandAnswer | undefined {
    const row = this.#sql.answer.get(replicaId, commandNo) as AnswerRow | undefined;
    return row === undefined ? undefined : { replicaId, commandNo, hash: row.hash, answer: JSON.parse(row.answer) as unknown };
  }

  lastCommandNo(replicaId: string): number {
    return (this.#sql.lastCommandNo.get(replicaId) as { last: number | null }).last ?? 0;
  }

  lastCommandNos(replicaIds: readonly string[]): number[] {
    return replicaIds.map((replicaId) => this.lastCommandNo(replicaId));
  }

  saveSnapshot({ seq, stateHash, json }: LogSnapshot): void {
    if (seq > this.head()) throw new CodedError('LOG_SNAPSHOT_AHEAD', { field: 'seq' });
    this.#db
      .transaction(() => {
        this.#sql.saveSnapshot.run(seq, stateHash, json, sumOfSnapshot(seq, stateHash, json));
        this.#sql.dropSnapshots.run();
      })
      .immediate();
  }

  loadSnapshot(): LogSnapshot | undefined {
    for (const row of this.#sql.snapshots.iterate() as IterableIterator<SnapshotRow>) {
      if (sumOfSnapshot(row.seq, row.stateHash, row.json).equals(row.sha256)) return { seq: row.seq, stateHash: row.stateHash, json: row.json };
    }
    return undefined;
  }

  close(): void {
    if (this.#db.open) this.#db.close();
  }

  #write(group: readonly LogRows[]): void {
    const sql = this.#sql;
    const { epoch } = sql.epoch.get() as { epoch: number };
    let head = this.head();
    for (const rows of group) {
      if (rows.epoch !== epoch) throw new CodedError('LOG_FENCED', { field: 'epoch' });
      for (let i = 0; i < rows.events.length; i += EVENT_VALUES) this.#writeEvent(rows.events.slice(i, i + EVENT_VALUES) as unknown as EventValues, ++head);
      for (const row of rows.bodies) {
        this.#walBytes += row[2].length + PAGE_BYTES;
        sql.insertBody.run(row);
      }
      for (const row of rows.keys) this.#writeKey(row);
      for (const row of rows.answers) sql.insertAnswer.run(row);
      if (rows.forget.length > 0) sql.deleteBodies.run(JSON.stringify(rows.forget));
    }
  }

  #writeEvent([seq, at, type, v, actor, conversationId, data]: EventValues, expected: number): void {
    if (seq !== expected) throw new Error(`event ${seq} does not join ${expected - 1}`);
    this.#walBytes += data.length + 100;
    this.#sql.insertEvent.run(seq, at, type, v, actor, conversationId, data, sumOf(seq, at, type, v, actor, conversationId, data));
  }

  /** A second, different key would leave the bodies under the first unreadable for ever: better the whole batch fails. */
  #writeKey([contactId, wrapped, crc]: LogRows['keys'][number]): void {
    const kept = this.#sql.key.get(contactId) as { wrapped: Buffer } | undefined;
    if (kept === undefined) this.#sql.insertKey.run(contactId, wrapped, crc);
    else if (!kept.wrapped.equals(wrapped)) throw new Error(`contact ${contactId} has another key already`);
  }

  /** Old page images stay in the WAL until it is cut; erased must mean gone from the disk. */
  #forgetWal(): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
  }
}

/** A statement the migrated schema does not take: the text of the schema itself was altered. */
function prepared(db: Sqlite, path: string): ReturnType<typeof prepareAll> {
  try {
    const all = prepareAll(db);
    checkSums(db);
    return all;
  } catch (cause) {
    db.close();
    if (cause instanceof CodedError) throw cause;
    throw new CodedError('STORE_DAMAGED', { detail: `${path} does not have its tables.`, cause });
  }
}

function prepareAll(db: Sqlite) {
  return {
    epoch: db.prepare('SELECT epoch FROM writer'),
    claim: db.prepare('UPDATE writer SET epoch = ?, crc = ?'),
    head: db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM events'),
    read: db.prepare(
      'SELECT seq, at, type, v, actor, conversation_id AS conversationId, data, crc FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
    ),
    insertEvent: db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    insertBody: db.prepare('INSERT INTO bodies VALUES (?, ?, ?)'),
    insertKey: db.prepare('INSERT INTO keys (contact_id, wrapped, crc) VALUES (?, ?, ?)'),
    insertAnswer: db.prepare('INSERT INTO answers (replica_id, command_no, hash, answer, crc) VALUES (?, ?, ?, ?, ?)'),
    bodies: db.prepare('SELECT ref, contact_id AS contactId, sealed FROM bodies WHERE ref IN (SELECT value FROM json_each(?))'),
    key: db.prepare('SELECT wrapped FROM keys WHERE contact_id = ?'),
    keys: db.prepare('SELECT contact_id AS contactId, wrapped FROM keys WHERE contact_id IN (SELECT value FROM json_each(?))'),
    deleteKey: db.prepare('DELETE FROM keys WHERE contact_id = ?'),
    deleteBodiesOf: db.prepare('DELETE FROM bodies WHERE contact_id = ?'),
    deleteBodies: db.prepare('DELETE FROM bodies WHERE ref IN (SELECT value FROM json_each(?))'),
    answer: db.prepare('SELECT hash, answer FROM answers WHERE replica_id = ? AND command_no = ?'),
    lastCommandNo: db.prepare('SELECT max(command_no) AS last FROM answers WHERE replica_id = ?'),
    saveSnapshot: db.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)'),
    dropSnapshots: db.prepare('DELETE FROM snapshots WHERE seq NOT IN (SELECT seq FROM snapshots ORDER BY seq DESC LIMIT 2)'),
    snapshots: db.prepare('SELECT seq, state_hash AS stateHash, json, sha256 FROM snapshots ORDER BY seq DESC'),
  };
}
