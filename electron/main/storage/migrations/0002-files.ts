import type { Migration } from './migration.ts';

/** Files of answers being written or on their way, by the digest of their bytes. */
export const files: Migration = {
  version: 2,
  name: 'files',
  statements: [
    `CREATE TABLE file (
       conversation_id TEXT NOT NULL,
       digest TEXT NOT NULL,
       content BLOB NOT NULL,
       added_at INTEGER NOT NULL,
       PRIMARY KEY (conversation_id, digest)
     ) STRICT`,
  ],
};
