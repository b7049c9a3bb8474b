import type { Migration } from '../storage/migrate.ts';

export const LOG_APPLICATION_ID = 0x4c53_4c47; // "LSLG"

export const LOG_MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-log',
    statements: [
      'CREATE TABLE writer (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL) STRICT',
      'INSERT INTO writer VALUES (1, 0)',
      `CREATE TABLE events ( seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, v INTEGER NOT NULL, actor TEXT
         NOT NULL, conversation_id TEXT, data TEXT NOT NULL, crc INTEGER NOT NULL) STRICT`,
      'CREATE TABLE bodies (ref TEXT NOT NULL UNIQUE, contact_id TEXT NOT NULL, sealed BLOB NOT NULL) STRICT',
      'CREATE INDEX bodies_of_contact ON bodies (contact_id)',
      'CREATE TABLE keys (contact_id TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID',
      `CREATE TABLE answers ( replica_id TEXT NOT NULL, command_no INTEGER NOT NULL, hash TEXT NOT NULL, answer TEXT NOT NULL,
         PRIMARY KEY (replica_id, command_no)) STRICT, WITHOUT ROWID`,
      'CREATE TABLE snapshots (seq INTEGER PRIMARY KEY, state_hash TEXT NOT NULL, json ANY NOT NULL, sha256 BLOB NOT NULL) STRICT',
    ],
  },
  {
    name: '0002-sums',
    statements: [
      'ALTER TABLE answers ADD COLUMN crc INTEGER',
      'ALTER TABLE keys ADD COLUMN crc INTEGER',
      'ALTER TABLE writer ADD COLUMN crc INTEGER',
    ],
  },
];
