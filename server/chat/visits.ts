import { openDatabase, type Sqlite } from '../storage/open-database.ts';
import type { Migration } from '../storage/migrate.ts';
import type { SealedBox } from '../storage/sealed-box.ts';

export const VISITS_APPLICATION_ID = 0x4c53_4348; // "LSCH"
export const VISITS_MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-visits',
    statements: [
      `CREATE TABLE visits ( key TEXT PRIMARY KEY, account_id TEXT NOT NULL, lang TEXT NOT NULL, started_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
         ended_at INTEGER, stars INTEGER, seen_seq INTEGER NOT NULL DEFAULT 0, read_seq INTEGER NOT NULL DEFAULT 0, email BLOB) STRICT`,
      'CREATE INDEX visits_by_last ON visits (last_at)',
    ],
  },
];

/** What is kept of a visit besides the thread in the log. */
export interface Visit {
  readonly key: string;
  readonly accountId: string;
  readonly lang: string;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly endedAt: number | undefined;
  readonly stars: number | undefined;
  /** Up to here the visitor has seen, and the brand has read. */
  readonly seenSeq: number;
  readonly readSeq: number;
  readonly email: string | undefined;
}

interface Row {
  key: string;
  accountId: string;
  lang: string;
  startedAt: number;
  lastAt: number;
  endedAt: number | null;
  stars: number | null;
  seenSeq: number;
  readSeq: number;
  email: Uint8Array | null;
}

const COLUMNS = 'key, account_id AS accountId, lang, started_at AS startedAt, last_at AS lastAt, ended_at AS endedAt, stars, seen_seq AS seenSeq, read_seq AS readSeq, email';
/** A sign of life is written down at most this often, ms. */
const TOUCH_MS = 60_000;

/** Visits in a file of their own (`chat.db`): the token is not in it, an address given for an answer lies sealed. What is written is on disk. */
export class Visits {
  readonly #db: Sqlite;
  readonly #box: SealedBox;
  readonly #sql: ReturnType<typeof prepareAll>;
  readonly #marks = new Map<string, { seenSeq: number; readSeq: number }>();

  constructor(path: string, box: SealedBox) {
    this.#db = openDatabase({ path, applicationId: VISITS_APPLICATION_ID, migrations: VISITS_MIGRATIONS });
    this.#box = box;
    this.#sql = prepareAll(this.#db);
  }

  get(key: string): Visit | undefined {
    const row = this.#sql.get.get(key);
    if (row === undefined) return undefined;
    const marks = this.#marks.get(key);
    const email = row.email === null ? undefined : this.#box.open(row.email, `visit ${key}`);
    return { ...row, seenSeq: Math.max(row.seenSeq, marks?.seenSeq ?? 0), readSeq: Math.max(row.readSeq, marks?.readSeq ?? 0), endedAt: row.endedAt ?? undefined, stars: row.stars ?? undefined, email };
  }

  /** Begins the visit, or says that it goes on. */
  touch(visit: { readonly key: string; readonly accountId: string; readonly lang: string; readonly at: number; readonly email?: string | undefined }): void {
    const { key, email, at } = visit;
    this.#sql.start.run({ key, accountId: visit.accountId, lang: visit.lang, at });
    this.#sql.touch.run({ key, at, before: at - TOUCH_MS });
    if (email !== undefined) this.#sql.setEmail.run(this.#box.seal(email, `visit ${key}`), key);
  }

  end(key: string, at: number): void {
    this.#sql.end.run(at, key);
  }

  /** False where it was rated before. */
  rate(key: string, stars: number): boolean {
    return this.#sql.rate.run(stars, key).changes === 1;
  }

  /** Marks move forward only; they are written with `flush`, and losing the last ones costs a tick, no message. */
  mark(key: string, marks: { readonly seenSeq?: number | undefined; readonly readSeq?: number | undefined }): void {
    const before = this.#marks.get(key) ?? { seenSeq: 0, readSeq: 0 };
    this.#marks.set(key, { seenSeq: Math.max(before.seenSeq, marks.seenSeq ?? 0), readSeq: Math.max(before.readSeq, marks.readSeq ?? 0) });
  }

  flush(): void {
    if (this.#marks.size === 0) return;
    this.#db.transaction(() => {
      for (const [key, marks] of this.#marks) this.#sql.mark.run({ key, ...marks });
    })();
    this.#marks.clear();
  }

  /** The person was erased: the address goes, the token is worth nothing any more. */
  forget(key: string, at: number): void {
    this.#marks.delete(key);
    this.#sql.forget.run({ key, at });
  }

  /** Drops visits that were last heard of before then; their tokens stay worthless, as their threads are there and they are not. */
  purge(before: number): number {
    return this.#sql.purge.run(before).changes;
  }

  /** How often each number of stars was given, by account, and how many chats ended without any (`stars` 0). `from`: of chats that began since then, ms. */
  ratings(from = 0): { readonly accountId: string; readonly stars: number; readonly count: number }[] {
    return this.#sql.ratings.all(from);
  }

  close(): void {
    this.flush();
    this.#db.close();
  }
}

function prepareAll(db: Sqlite) {
  return {
    get: db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM visits WHERE key = ?`),
    start: db.prepare('INSERT INTO visits (key, account_id, lang, started_at, last_at) VALUES (@key, @accountId, @lang, @at, @at) ON CONFLICT (key) DO NOTHING'),
    touch: db.prepare('UPDATE visits SET last_at = @at WHERE key = @key AND last_at < @before'),
    setEmail: db.prepare('UPDATE visits SET email = ? WHERE key = ?'),
    end: db.prepare('UPDATE visits SET ended_at = ? WHERE key = ? AND ended_at IS NULL'),
    rate: db.prepare('UPDATE visits SET stars = ? WHERE key = ? AND stars IS NULL'),
    mark: db.prepare('UPDATE visits SET seen_seq = max(seen_seq, @seenSeq), read_seq = max(read_seq, @readSeq) WHERE key = @key'),
    forget: db.prepare('UPDATE visits SET email = NULL, stars = NULL, ended_at = coalesce(ended_at, @at) WHERE key = @key'),
    purge: db.prepare('DELETE FROM visits WHERE last_at < ?'),
    ratings: db.prepare<[number], { accountId: string; stars: number; count: number }>('SELECT account_id AS accountId, coalesce(stars, 0) AS stars, count(*) AS count FROM visits WHERE started_at >= ? AND (stars IS NOT NULL OR ended_at IS NOT NULL) GROUP BY account_id, coalesce(stars, 0) ORDER BY account_id, 2'),
  };
}
