// The first page lists the tables; when it is damaged nothing else can be reached, though it may all be there.
// Migrations are fixed, so a new file made by them has its tables on the same pages: its first page fits the damaged file.
// Rows read through it are checked like any other, and a page that does not belong fails its tag.
import { closeSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { loadDriver } from './load-driver.ts';
import type { RawDatabase } from './load-driver.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { applySettings, unlock } from './pragmas.ts';

const PAGE_BYTES = 4096;
/** Beyond this a donor file would take too long to write. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** Writes a fitting first page into `file`. False where the file is too large to try. */
export function graftSchemaPage(file: string, key: Uint8Array): boolean {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > MAX_BYTES) return false;
  const donor = `${file}.donor`;
  removeDonor(donor);
  try {
    makeDonor(donor, key, bytes);
    const page = Buffer.alloc(PAGE_BYTES);
    const from = openSync(donor, 'r');
    try {
      readSync(from, page, 0, PAGE_BYTES, 0);
    } finally {
      closeSync(from);
    }
    const to = openSync(file, bytes === 0 ? 'w' : 'r+', 0o600);
    try {
      writeSync(to, page, 0, PAGE_BYTES, 0);
    } finally {
      closeSync(to);
    }
    return true;
  } finally {
    removeDonor(donor);
  }
}

/** The first page also says how many pages there are: the donor is made at least as long as the damaged file. */
function makeDonor(donor: string, key: Uint8Array, bytes: number): void {
  const db = new (loadDriver())(donor) as RawDatabase;
  try {
    unlock(db, key);
    applySettings(db);
    migrate({ db, file: donor, migrations: MIGRATIONS });
    db.pragma('synchronous = OFF');
    const insert = db.prepare("INSERT INTO meta (key, value) VALUES (?, printf('%.*c', ?, 'x'))");
    const chunk = 32 * 1024 * 1024;
    for (let made = 0; made < bytes; made += chunk) insert.run(`filler-${made}`, Math.min(chunk, bytes - made));
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

function removeDonor(donor: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${donor}${ending}`, { force: true });
}
