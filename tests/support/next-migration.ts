import { MIGRATIONS } from '../../electron/main/storage/migrations/index.ts';
import type { Migration } from '../../electron/main/storage/migrations/migration.ts';

/** The schema version after those there are, for tests of migrating: a new table, a new column, rows moved, a table gone. */
export const NEXT_MIGRATION: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'next',
  statements: [
    'CREATE TABLE label (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT',
    'ALTER TABLE draft ADD COLUMN language TEXT',
    "INSERT INTO label (id, text) SELECT conversation_id, 'kept' FROM draft",
    "UPDATE outbox SET state = state || '-v2'",
    'DROP TABLE held',
  ],
};
