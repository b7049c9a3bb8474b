// Reads what must not be lost out of a damaged copy, row by row: replies, attempts, drafts, unanswered commands.
// Each page carries a tag, so a row that reads at all is the row that was written; damage shows as an error, not as other text.
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { loadDriver } from './load-driver.ts';
import type { RawDatabase } from './load-driver.ts';
import { graftSchemaPage } from './graft.ts';
import { unlock } from './pragmas.ts';

export type RawRow = Readonly<Record<string, string | number | null>>;

export interface Salvaged {
  readonly outbox: readonly RawRow[];
  readonly attempt: readonly RawRow[];
  readonly draft: readonly RawRow[];
  /** Unanswered ones only. */
  readonly command: readonly RawRow[];
  /** Ids of replies that were in the copy and could not be read. */
  readonly lostReplyIds: readonly string[];
  /** Facts of the copy that hold for the next one too; never its replicaId or cursor. */
  readonly meta: readonly RawRow[];
  /** False where not even the list of tables could be read. */
  readonly readable: boolean;
}

const NOTHING: Salvaged = { outbox: [], attempt: [], draft: [], command: [], lostReplyIds: [], meta: [], readable: false };
const KEPT_META: ReadonlySet<unknown> = new Set(['agentId', 'serverUrl']);

/** How far past the last row that was found the search for further rows goes on. */
const GAP_ROWS = 5_000;
const MAX_ROWS = 1_000_000;

/** Works on a copy beside `file` and removes it; `file` itself stays as it is. Throws DISK_FULL and the like, never for damage. */
export function salvage(file: string, key: Uint8Array): Salvaged {
  const work = `${file}.salvage`;
  removeWork(work);
  try {
    if (existsSync(file)) copyFileSync(file, work);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${work}-wal`);
    return readCopy(work, key) ?? readGrafted(work, file, key) ?? NOTHING;
  } finally {
    removeWork(work);
  }
}

function readGrafted(work: string, file: string, key: Uint8Array): Salvaged | undefined {
  for (const endings of [['', '-wal'], ['']]) {
    removeWork(work);
    if (existsSync(file)) copyFileSync(file, work);
    if (endings.includes('-wal') && existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${work}-wal`);
    if (!graftSchemaPage(work, key)) return undefined;
    const found = readCopy(work, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readCopy(work: string, key: Uint8Array): Salvaged | undefined {
  if ((statSync(work, { throwIfNoEntry: false })?.size ?? 0) === 0) return undefined;
  const db = new (loadDriver())(work, { timeout: 2_000 }) as RawDatabase;
  try {
    unlock(db, key);
    db.pragma('locking_mode = EXCLUSIVE');
    // Lets a file be read that is shorter than its first page says.
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    const tables = new Set(db.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all().map(({ name }) => name));
    if (!tables.has('outbox')) return undefined;
    const outbox = rowsOf(db, 'outbox').filter(isReply);
    const readIds = new Set(outbox.map((row) => row['reply_id']));
    return {
      outbox,
      attempt: rowsOf(db, 'attempt').filter((row) => typeof row['reply_id'] === 'string' && typeof row['attempt_id'] === 'string'),
      draft: rowsOf(db, 'draft').filter((row) => isJson(row['json'])),
      command: rowsOf(db, 'command').filter((row) => (row['state'] === 'pending' || row['state'] === 'salvaged') && isJson(row['json'])),
      lostReplyIds: replyIdsInIndex(db).filter((id) => !readIds.has(id)),
      meta: rowsOf(db, 'meta').filter((row) => KEPT_META.has(row['key'])),
      readable: true,
    };
  } catch {
    return undefined;
  } finally {
    db.close();
  }
}

/** Every readable row: forwards as far as it goes, and past a damaged page one by one. */
function rowsOf(db: RawDatabase, table: string): RawRow[] {
  const found = new Map<number, RawRow>();
  let last = 0;
  try {
    for (const row of db.prepare<[], RawRow & { rowid_: number }>(`SELECT rowid AS rowid_, * FROM ${table} ORDER BY rowid`).iterate()) {
      last = keep(found, row);
    }
    return [...found.values()];
  } catch {
    // Damage: go on behind it.
  }
  let top = last;
  try {
    for (const row of db.prepare<[], RawRow & { rowid_: number }>(`SELECT rowid AS rowid_, * FROM ${table} ORDER BY rowid DESC`).iterate()) {
      top = Math.max(top, keep(found, row));
    }
  } catch {
    // As far as it goes from the other end.
  }
  oneByOne(db, table, found, last, top);
  return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
}

function oneByOne(db: RawDatabase, table: string, found: Map<number, RawRow>, after: number, top: number): void {
  let one: ReturnType<typeof db.prepare<[number], RawRow & { rowid_: number }>>;
  try {
    one = db.prepare(`SELECT rowid AS rowid_, * FROM ${table} WHERE rowid = ?`);
  } catch {
    return;
  }
  let end = Math.max(top, after + GAP_ROWS);
  for (let rowid = after + 1; rowid <= end && rowid - after <= MAX_ROWS; rowid++) {
    if (found.has(rowid)) continue;
    try {
      const row = one.get(rowid);
      if (row === undefined) continue;
      keep(found, row);
      end = Math.max(end, rowid + GAP_ROWS);
    } catch {
      // This row lies on a damaged page.
    }
  }
}

function keep(found: Map<number, RawRow>, row: RawRow & { rowid_: number }): number {
  const { rowid_: rowid, ...columns } = row;
  found.set(rowid, columns);
  return rowid;
}

/** The index holds the ids apart from the rows: so it is known which replies are missing, even where they cannot be read. */
function replyIdsInIndex(db: RawDatabase): string[] {
  const ids: string[] = [];
  try {
    for (const { reply_id: id } of db.prepare<[], { reply_id: string }>('SELECT reply_id FROM outbox INDEXED BY sqlite_autoindex_outbox_1 ORDER BY reply_id').iterate()) {
      ids.push(id);
    }
  } catch {
    // As far as it goes.
  }
  return ids;
}

/** A row read through a wrong table root would not have this shape. */
function isReply(row: RawRow): boolean {
  return (
    typeof row['reply_id'] === 'string' && typeof row['state'] === 'string' && typeof row['created_at'] === 'number' &&
    isJson(row['frozen_json']) && isJson(row['state_json'])
  );
}

function isJson(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function removeWork(work: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${work}${ending}`, { force: true });
}
