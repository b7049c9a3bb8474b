import { openDatabase } from '../storage/open-database.ts';
import type { Migration } from '../storage/migrate.ts';
import type { FeedCursors } from './ports.ts';

export const FEEDS_APPLICATION_ID = 0x4c53_4644; // "LSFD"
export const FEEDS_MIGRATIONS: readonly Migration[] = [
  { name: '0001-feeds', statements: [`CREATE TABLE cursors ( feed TEXT PRIMARY KEY, cursor TEXT NOT NULL, at INTEGER NOT NULL) STRICT`] },
];

/** Beside the log, not in it: a cursor is written after its messages, so losing the last one costs a repeat, never a message. */
export function openFeedCursors(path: string): FeedCursors {
  const db = openDatabase({ path, applicationId: FEEDS_APPLICATION_ID, migrations: FEEDS_MIGRATIONS });
  const read = db.prepare<[string], { cursor: string }>('SELECT cursor FROM cursors WHERE feed = ?');
  const write = db.prepare<[string, string, number]>('INSERT INTO cursors (feed, cursor, at) VALUES (?, ?, ?) ON CONFLICT (feed) DO UPDATE SET cursor = excluded.cursor, at = excluded.at');
  return {
    get: (feed) => read.get(feed)?.cursor,
    set: (feed, cursor, at) => void write.run(feed, cursor, at),
    close: () => void db.close(),
  };
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
