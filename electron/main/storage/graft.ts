// The first page of a file says how long it is and which tables it has; without it nothing else can be reached, though it
// may all be there. A new, empty file under the same key lends its first page.
import { closeSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { loadDriver } from './load-driver.ts';
import type { RawDatabase } from './load-driver.ts';
import { unlock } from './pragmas.ts';

export const PAGE_BYTES = 4096;

/** Puts a first page without tables of ours into `file`, which is made where it is missing. */
export function graftFirstPage(file: string, key: Uint8Array): void {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
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
  } finally {
    removeDonor(donor);
  }
}

/** At least as long as the damaged file: pages past the length that the first page names are out of reach. */
function makeDonor(donor: string, key: Uint8Array, bytes: number): void {
  const db = new (loadDriver())(donor) as RawDatabase;
  try {
    unlock(db, key);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = OFF');
    db.exec('CREATE TABLE filler (x)');
    const insert = db.prepare('INSERT INTO filler (x) VALUES (zeroblob(?))');
    const chunk = 32 * 1024 * 1024;
    for (let made = 0; made < bytes; made += chunk) {
      insert.run(Math.min(chunk, bytes - made));
      db.pragma('wal_checkpoint(TRUNCATE)');
    }
  } finally {
    db.close();
  }
}

function removeDonor(donor: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${donor}${ending}`, { force: true });
}
