// Reads a damaged file page by page, without its tables: each page is entered into the list of tables as if it were one.
// A page of rows then gives its rows, any other page an error. So a damaged page costs what is on it and nothing else.
import { statSync } from 'node:fs';
import { PAGE_BYTES, graftFirstPage } from './graft.ts';
import { loadDriver } from './load-driver.ts';
import type { RawDatabase } from './load-driver.ts';
import { unlock } from './pragmas.ts';
import { WIDEST, recognise } from './salvage-shapes.ts';
import type { RawRow, RawValue, SalvagedTable } from './salvage-shapes.ts';

/** 2 GB; a desk's copy is far smaller. */
const MAX_PAGES = 512 * 1024;
const BATCH_PAGES = 500;

export interface ScannedRow {
  readonly table: SalvagedTable;
  readonly row: RawRow;
}

export interface Scan {
  readonly rows: readonly ScannedRow[];
  /** First columns of rows whose rest could not be read; a reply's is its id. */
  readonly halfRead: readonly string[];
}

/** Scans `work`, a copy without a write-ahead log; its first page is overwritten. */
export function scanPages(work: string, key: Uint8Array): Scan {
  const pages = Math.min(MAX_PAGES, Math.floor(statSync(work).size / PAGE_BYTES));
  graftFirstPage(work, key);
  const rows: ScannedRow[] = [];
  const halfRead: string[] = [];
  for (let from = 2; from <= pages; from += BATCH_PAGES) {
    const batch = Array.from({ length: Math.min(BATCH_PAGES, pages - from + 1) }, (_, index) => from + index);
    enter(work, key, batch);
    const db = openCopy(work, key);
    try {
      for (const page of batch) readPage(db, page, rows, halfRead);
    } finally {
      db.close();
    }
  }
  return { rows, halfRead };
}

/** Opens a working copy in a way that tolerates a file shorter than it says and a changed list of tables. */
export function openCopy(work: string, key: Uint8Array): RawDatabase {
  const db = new (loadDriver())(work, { timeout: 2_000 }) as RawDatabase;
  try {
    unlock(db, key);
    db.pragma('locking_mode = EXCLUSIVE');
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    db.pragma('synchronous = OFF');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function enter(work: string, key: Uint8Array, pages: readonly number[]): void {
  const db = openCopy(work, key);
  try {
    const columns = Array.from({ length: WIDEST }, (_, index) => `c${index}`).join(', ');
    db.transaction(() => {
      db.exec('DELETE FROM sqlite_master');
      const insert = db.prepare("INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, ?, ?)");
      for (const page of pages) insert.run(`p${page}`, `p${page}`, page, `CREATE TABLE p${page} (${columns})`);
    })();
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

function readPage(db: RawDatabase, page: number, rows: ScannedRow[], halfRead: string[]): void {
  const numbers: number[] = [];
  try {
    // Row numbers stand in the page itself: they are read although a long row's other pages may be gone.
    for (const rowid of db.prepare<[], number>(`SELECT rowid FROM p${page}`).pluck().iterate()) numbers.push(rowid);
  } catch {
    // No page of rows, or damaged.
  }
  if (numbers.length === 0) return;
  const whole = db.prepare<[number], RawValue[]>(`SELECT * FROM p${page} WHERE rowid = ?`).raw();
  const first = db.prepare<[number], RawValue>(`SELECT c0 FROM p${page} WHERE rowid = ?`).pluck();
  for (const rowid of numbers) {
    try {
      const known = recognise(rowid, whole.get(rowid) ?? []);
      if (known !== undefined) rows.push(known);
    } catch {
      pushIfText(halfRead, () => first.get(rowid));
    }
  }
}

function pushIfText(into: string[], read: () => RawValue | undefined): void {
  try {
    const value = read();
    if (typeof value === 'string') into.push(value);
  } catch {
    // Not even that.
  }
}
