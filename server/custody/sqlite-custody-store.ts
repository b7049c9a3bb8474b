import { openDatabase, type Sqlite } from '../storage/open-database.ts';
import type { CustodyChange, CustodyStore } from './port.ts';

const APPLICATION_ID = 0x4c53_4355; // "LSCU"

/** `custody.db`: public keys, who holds which version, and boxes nobody here can open. */
export class SqliteCustodyStore implements CustodyStore {
  readonly #db: Sqlite;

  /** Throws STORE_… codes. */
  constructor(path: string) {
    this.#db = openDatabase({ path, applicationId: APPLICATION_ID, migrations: [{ name: '0001-custody', statements: ['CREATE TABLE things (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID'] }] });
  }

  load(): { kind: CustodyChange['kind']; key: string; value: string }[] {
    return this.#db.prepare('SELECT kind, key, value FROM things').all() as { kind: CustodyChange['kind']; key: string; value: string }[];
  }

  write(changes: readonly CustodyChange[]): void {
    const put = this.#db.prepare('INSERT INTO things VALUES (@kind, @key, @value) ON CONFLICT DO UPDATE SET value = @value');
    const drop = this.#db.prepare('DELETE FROM things WHERE kind = @kind AND key = @key');
    this.#db
      .transaction(() => {
        for (const { kind, key, value } of changes) if (value === null) drop.run({ kind, key });
          else put.run({ kind, key, value });
      })
      .immediate();
  }

  close(): void {
    if (this.#db.open) this.#db.close();
  }
}

/** For tests and the simulation. */
export class MemoryCustodyStore implements CustodyStore {
  readonly things = new Map<string, { kind: CustodyChange['kind']; key: string; value: string }>();

  load(): { kind: CustodyChange['kind']; key: string; value: string }[] {
    return [...this.things.values()];
  }

  write(changes: readonly CustodyChange[]): void {
    for (const { kind, key, value } of changes) {
      if (value === null) this.things.delete(`${kind}\n${key}`);
      else this.things.set(`${kind}\n${key}`, { kind, key, value });
    }
  }

  close(): void {
    // Nothing is open.
  }
}
