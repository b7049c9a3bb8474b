import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { openDatabase } from '../storage/open-database.ts';
import type { Migration } from '../storage/migrate.ts';
import type { FeedCursors } from './ports.ts';

export const FEEDS_APPLICATION_ID = 0x4c53_4644; // "LSFD"
export const FEEDS_MIGRATIONS: readonly Migration[] = [
  { name: '0001-feeds', statements: [`CREATE TABLE cursors ( feed TEXT PRIMARY KEY, cursor TEXT NOT NULL, at INTEGER NOT NULL) STRICT`] },
  { name: '0002-kept-secrets', statements: [`CREATE TABLE kept ( feed TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (feed, name)) STRICT`] },
];

/**
 * Beside the log, not in it: a cursor is written after its messages, so losing the last one costs a repeat, never a message. `sealKey`: 32 bytes; with it feeds may keep
 * secrets, sealed for their feed and name. What does not open (another key, a damaged file) counts as not there.
 */
export function openFeedCursors(path: string, sealKey?: Uint8Array): FeedCursors {
  const db = openDatabase({ path, applicationId: FEEDS_APPLICATION_ID, migrations: FEEDS_MIGRATIONS });
  const read = db.prepare<[string], { cursor: string }>('SELECT cursor FROM cursors WHERE feed = ?');
  const write = db.prepare<[string, string, number]>('INSERT INTO cursors (feed, cursor, at) VALUES (?, ?, ?) ON CONFLICT (feed) DO UPDATE SET cursor = excluded.cursor, at = excluded.at');
  const readKept = db.prepare<[string, string], { sealed: Buffer }>('SELECT sealed FROM kept WHERE feed = ? AND name = ?');
  const writeKept = db.prepare<[string, string, Buffer]>('INSERT INTO kept (feed, name, sealed) VALUES (?, ?, ?) ON CONFLICT (feed, name) DO UPDATE SET sealed = excluded.sealed');
  return {
    get: (feed) => read.get(feed)?.cursor,
    set: (feed, cursor, at) => void write.run(feed, cursor, at),
    ...(sealKey === undefined
      ? {}
      : {
          keepOf: (feed) => ({
            get: (name) => unsealed(sealKey, `${feed}\n${name}`, readKept.get(feed, name)?.sealed),
            set: (name, value) => void writeKept.run(feed, name, sealed(sealKey, `${feed}\n${name}`, value)),
          }),
        }),
    close: () => void db.close(),
  };
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

function sealed(key: Uint8Array, place: string, value: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place, 'utf8'));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

function unsealed(key: Uint8Array, place: string, given: Buffer | undefined): string | undefined {
  if (given === undefined || given.length < IV_BYTES + TAG_BYTES) return undefined;
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, given.subarray(0, IV_BYTES)).setAAD(Buffer.from(place, 'utf8')).setAuthTag(given.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([cipher.update(given.subarray(IV_BYTES + TAG_BYTES)), cipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** For tests and simulations. */
export class MemoryFeedCursors implements FeedCursors {
  readonly #cursors = new Map<string, string>();

  get(feed: string): string | undefined {
    return this.#cursors.get(feed);
  }

  set(feed: string, cursor: string): void {
    this.#cursors.set(feed, cursor);
  }

  close(): void {
    // Nothing to let go of.
  }
}
