// The databases of the house under their real migrations, and one step more than there is yet for each.
import path from 'node:path';
import type { RawDatabase } from '../../../../electron/main/storage/load-driver.ts';
import { MIGRATIONS } from '../../../../electron/main/storage/migrations/index.ts';
import type { Migration as DeskMigration } from '../../../../electron/main/storage/migrations/migration.ts';
import { openReplica } from '../../../../electron/main/storage/open.ts';
import { openStores } from '../../../../electron/main/storage/stores/index.ts';
import { AUDIT_APPLICATION_ID, AUDIT_MIGRATIONS } from '../../../../server/audit/tables.ts';
import { USERS_APPLICATION_ID, USERS_MIGRATIONS } from '../../../../server/auth/sqlite-user-store.ts';
import { LOG_APPLICATION_ID, LOG_MIGRATIONS } from '../../../../server/log/migrations.ts';
import type { Migration } from '../../../../server/storage/migrate.ts';
import { openDatabase } from '../../../../server/storage/open-database.ts';
import { NEXT_MIGRATION } from '../../../support/next-migration.ts';
import { TEST_KEY, TEST_NOW } from '../../../support/replica-kit.ts';
import { replicaStep } from '../wal-torn/replica.ts';
import type { Dice } from '../wal-torn/subject.ts';

export type Hook = (version: number, index: number) => void;

/** One opened file: what it holds, and the way to close it. */
export interface Opened {
  all(sql: string): readonly Record<string, unknown>[];
  close(): void;
}

export interface Schemas {
  readonly name: string;
  readonly file: string;
  /** Steps known, real ones and the one to come. */
  readonly steps: readonly { readonly statements: readonly string[] }[];
  /** Opens with the first `known` steps; the product's own way. Throws its coded errors. */
  open(folder: string, known: number, hook?: Hook): Opened;
  /** Rows into every table of version `known` (≥ 1). */
  fill(folder: string, known: number, dice: Dice): void;
  readonly refusesNewer: string;
  readonly failsWith: string;
}

/** Files of answers have a table from this version on. */
const FILES_SINCE = 2;
/** The index of the search names who said something, and where, beside the words. */
const FACTS_SINCE = 3;

const replicaSteps: readonly DeskMigration[] = [...MIGRATIONS, { ...NEXT_MIGRATION, version: MIGRATIONS.length + 1 }];

const replica: Schemas = {
  name: 'replica',
  file: 'replica.db',
  steps: replicaSteps,
  refusesNewer: 'REPLICA_NEWER',
  failsWith: 'REPLICA_MIGRATION_FAILED',
  open: (folder, known, hook) => {
    const opened = openReplica({
      file: path.join(folder, 'replica.db'),
      key: TEST_KEY,
      now: () => TEST_NOW,
      newId: () => 'replica-1',
      migrations: replicaSteps.slice(0, known),
      beforeStatement: hook,
    });
    return { all: (sql) => opened.prepare<Record<string, unknown>>(sql).all(), close: () => opened.close() };
  },
  fill: (folder, known, dice) => {
    if (known > MIGRATIONS.length) throw new Error('only versions there are can be filled');
    const opened = openReplica({
      file: path.join(folder, 'replica.db'),
      key: TEST_KEY,
      now: () => TEST_NOW,
      newId: () => 'replica-1',
      migrations: replicaSteps.slice(0, known),
    });
    // The stores of today know tables that this version has not got: such a one lives as long as the connection and leaves nothing in the file.
    if (known < FILES_SINCE) opened.exec('CREATE TEMP TABLE file (conversation_id TEXT, digest TEXT, content BLOB, added_at INTEGER, PRIMARY KEY (conversation_id, digest))');
    if (known < FACTS_SINCE) opened.exec('CREATE VIRTUAL TABLE temp.message_text USING fts5 (ref UNINDEXED, conversation_id UNINDEXED, text, facts, owner UNINDEXED)');
    const stores = openStores(opened);
    for (let number = 0; number < 12; number++) {
      replicaStep(stores, number, dice);
      if (known >= FILES_SINCE) stores.files.put(`c${number % 3}`, String(number).padStart(64, '0'), Buffer.alloc(1 + dice.int(9_000), number), number);
    }
    if (known < FACTS_SINCE) opened.exec('INSERT INTO main.message_text (rowid, ref, conversation_id, text) SELECT rowid, ref, conversation_id, text FROM temp.message_text');
    opened.close();
  },
};

function serverSchemas(name: string, file: string, applicationId: number, real: readonly Migration[], next: Migration): Schemas {
  const steps = [...real, next];
  const open = (folder: string, known: number, hook?: Hook): Opened & { readonly db: RawDatabase } => {
    const db = openDatabase({
      path: path.join(folder, file),
      applicationId,
      migrations: steps.slice(0, known),
      beforeStatement: hook,
    }) as RawDatabase;
    return { db, all: (sql) => db.prepare<[], Record<string, unknown>>(sql).all(), close: () => void db.close() };
  };
  return {
    name,
    file,
    steps,
    refusesNewer: 'STORE_SCHEMA_NEWER',
    failsWith: 'STORE_MIGRATION_FAILED',
    open,
    fill: (folder, known, dice) => {
      const { db } = open(folder, known);
      // Users before sessions: one names the other.
      const tables = db
        .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('writer') ORDER BY rowid")
        .pluck()
        .all();
      for (const table of tables) for (let row = 0; row < 6; row++) insertRow(db, table, row, dice);
      db.close();
    },
  };
}

/** A row of the right kinds; text keys of the same number join across tables. */
function insertRow(db: RawDatabase, table: string, row: number, dice: Dice): void {
  const columns = db
    .prepare<[string], { name: string; type: string; notnull: number }>('SELECT name, type, "notnull" FROM pragma_table_info(?)')
    .all(table);
  const values = columns.map(({ name, type, notnull }) => {
    if (notnull === 0 && type !== 'INTEGER' && name !== 'id' && name !== 'contact_id' && dice.chance(0.3)) return null;
    if (type === 'INTEGER') return row + 1;
    if (type === 'BLOB') return Buffer.alloc(20, row);
    return name.endsWith('id') ? `id-${row}` : `${name} ${row} ${'z'.repeat(dice.int(200))}`;
  });
  db.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
}

export const SCHEMAS: readonly Schemas[] = [
  replica,
  serverSchemas('server log', 'center.db', LOG_APPLICATION_ID, LOG_MIGRATIONS, {
    name: 'to come',
    statements: [
      'CREATE TABLE marks (seq INTEGER PRIMARY KEY, mark TEXT NOT NULL) STRICT',
      'INSERT INTO marks SELECT seq, type FROM events',
      'ALTER TABLE bodies ADD COLUMN language TEXT',
      "UPDATE bodies SET language = 'de'",
      'DROP INDEX bodies_of_contact',
    ],
  }),
  serverSchemas('users', 'auth.db', USERS_APPLICATION_ID, USERS_MIGRATIONS, {
    name: 'to come',
    statements: [
      'ALTER TABLE users ADD COLUMN email TEXT',
      "UPDATE users SET email = name || '@example.org'",
      'CREATE INDEX users_by_email ON users (email)',
      'DROP INDEX sessions_of_user',
    ],
  }),
  serverSchemas('audit', 'audit.db', AUDIT_APPLICATION_ID, AUDIT_MIGRATIONS, {
    name: 'to come',
    statements: [
      'ALTER TABLE entries ADD COLUMN node TEXT',
      "UPDATE entries SET node = 'one'",
      'CREATE INDEX entries_by_actor ON entries (actor_id)',
    ],
  }),
];
