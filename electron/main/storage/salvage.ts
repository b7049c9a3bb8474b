// Reads what must not be lost out of a damaged copy: replies, attempts, drafts, unanswered commands.
// Each page carries a tag, so a row that reads at all is the row that was written; damage shows as an error, not as other text.
import { copyFileSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mendWal } from '../../../shared/util/wal-mend.ts';
import type { RawDatabase } from './load-driver.ts';
import { graftFirstPage } from './graft.ts';
import { openCopy, scanPages } from './page-scan.ts';
import { SHAPES, isSound, isWanted } from './salvage-shapes.ts';
import type { RawRow, SalvagedTable } from './salvage-shapes.ts';
import { inspectWal, walDamage } from './wal-inspection.ts';

export type { RawRow } from './salvage-shapes.ts';

export interface Salvaged extends Readonly<Record<SalvagedTable, readonly RawRow[]>> {
  /** Ids of replies that were in the copy and could not be read. */
  readonly lostReplyIds: readonly string[];
  /** False: more may have been in the copy than anything left of it tells. */
  readonly complete: boolean;
  /** False: nothing could be read at all. */
  readonly readable: boolean;
}

const TABLES = Object.keys(SHAPES) as SalvagedTable[];

export const NOTHING_SALVAGED: Salvaged = { outbox: [], attempt: [], command: [], draft: [], meta: [], lostReplyIds: [], complete: false, readable: false };

/** Works on a copy beside `file` and removes it; `file` itself stays as it is. Throws DISK_FULL and the like, never for damage. */
export function salvage(file: string, key: Uint8Array): Salvaged {
  const work = `${file}.salvage`;
  removeWork(work);
  try {
    if (existsSync(file)) copyFileSync(file, work);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${work}-wal`);
    const log = inspectWal(file);
    const logWhole = log === undefined || walDamage(log, log.taken) === undefined;
    // Behind the place where a log was altered stand later replies; tables do not hold together any more with a page left out.
    if (log !== undefined && !logWhole) writeFileSync(`${work}-wal`, mendWal(log.bytes), { mode: 0o600 });
    const ids = replyIdsInIndex(work, key);
    const found = (logWhole ? readTables(work, key) : undefined) ?? readPages(work, key);
    const read = new Set(found.rows.outbox.map((row) => row['reply_id']));
    // A page that holds a reply's number but not all of it, an index entry, an attempt: each names a reply that was there.
    const named = [...ids.found, ...found.halfRead.filter((id) => found.rows.attempt.some((row) => row['reply_id'] === id)), ...found.rows.attempt.map((row) => String(row['reply_id']))];
    const lostReplyIds = [...new Set(named)].filter((id) => !read.has(id)).sort();
    return { ...found.rows, lostReplyIds, complete: logWhole && (found.whole || ids.whole), readable: TABLES.some((table) => found.rows[table].length > 0) };
  } finally {
    removeWork(work);
  }
}

interface Found {
  readonly rows: Record<SalvagedTable, RawRow[]>;
  readonly halfRead: readonly string[];
  readonly whole: boolean;
}

/** The quick way: every table as a table. Undefined where one of them does not read to its end. */
function readTables(work: string, key: Uint8Array): Found | undefined {
  const rows = emptyRows();
  try {
    withCopy(work, key, (db) => {
      for (const table of TABLES) {
        for (const row of db.prepare<[], RawRow>(`SELECT * FROM ${table} ORDER BY rowid`).iterate()) {
          if (isSound(table, row) && isWanted(table, row)) rows[table].push(row);
        }
      }
    });
    return { rows, halfRead: [], whole: true };
  } catch {
    return undefined;
  }
}

/** The thorough way: every page by itself. */
function readPages(work: string, key: Uint8Array): Found {
  foldLog(work, key);
  const rows = emptyRows();
  const scan = (statSync(work, { throwIfNoEntry: false })?.size ?? 0) === 0 ? { rows: [], halfRead: [] } : scanPages(work, key);
  // Where a page kept an older state a row may be found twice: the one that was written on last counts.
  const newest = new Map<string, { table: SalvagedTable; row: RawRow }>();
  for (const one of scan.rows) {
    const name = `${one.table} ${String(one.row[SHAPES[one.table][0]?.[0] ?? ''])}`;
    const known = newest.get(name);
    if (known === undefined || writtenAt(one.row) > writtenAt(known.row)) newest.set(name, one);
  }
  for (const { table, row } of newest.values()) if (isWanted(table, row)) rows[table].push(row);
  rows.command.sort((a, b) => Number(a['command_no']) - Number(b['command_no']));
  return { rows, halfRead: scan.halfRead, whole: false };
}

/** An answered command, an ended attempt come after the open one. */
function writtenAt(row: RawRow): number {
  return Number(row['updated_at'] ?? row['ended_at'] ?? (typeof row['answer_json'] === 'string' ? 1 : 0));
}

/** Brings what the write-ahead log holds into the file; with a borrowed first page where that is what is damaged. */
function foldLog(work: string, key: Uint8Array): void {
  if (!existsSync(`${work}-wal`)) return;
  const fold = (): void => withCopy(work, key, (db) => {
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    db.pragma('wal_checkpoint(TRUNCATE)');
  });
  try {
    // Closing a file that does not open throws its log away; so the log is kept beside until it is in.
    copyFileSync(`${work}-wal`, `${work}-log`);
    fold();
  } catch {
    copyFileSync(`${work}-log`, `${work}-wal`);
    try {
      graftFirstPage(work, key);
      fold();
    } catch {
      // The log cannot be read; the file by itself is what is left.
    }
  }
  for (const ending of ['-wal', '-shm', '-log']) rmSync(`${work}${ending}`, { force: true });
}

/** The index holds the ids apart from the rows: so it is known which replies are missing, even where they cannot be read. */
function replyIdsInIndex(work: string, key: Uint8Array): { found: string[]; whole: boolean } {
  const found: string[] = [];
  // This look must not use up the log that the next one needs.
  const log = existsSync(`${work}-wal`);
  if (log) copyFileSync(`${work}-wal`, `${work}-log`);
  try {
    withCopy(work, key, (db) => {
      const ids = db.prepare<[], string>('SELECT reply_id FROM outbox INDEXED BY sqlite_autoindex_outbox_1 ORDER BY reply_id').pluck();
      for (const id of ids.iterate()) found.push(id);
    });
    return { found, whole: true };
  } catch {
    if (log) copyFileSync(`${work}-log`, `${work}-wal`);
    return { found, whole: false };
  } finally {
    rmSync(`${work}-log`, { force: true });
  }
}

function withCopy(work: string, key: Uint8Array, look: (db: RawDatabase) => void): void {
  if ((statSync(work, { throwIfNoEntry: false })?.size ?? 0) === 0) throw new Error('there is no file');
  const db = openCopy(work, key);
  try {
    look(db);
  } finally {
    db.close();
  }
}

function emptyRows(): Record<SalvagedTable, RawRow[]> {
  return { outbox: [], attempt: [], command: [], draft: [], meta: [] };
}

function removeWork(work: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal', '-log']) rmSync(`${work}${ending}`, { force: true });
}
