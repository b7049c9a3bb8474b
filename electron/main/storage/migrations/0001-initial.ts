import type { Migration } from './migration.ts';

// The order of these statements fixes which page each table starts on; salvage relies on it. Never change a migration.
export const initial: Migration = {
  version: 1,
  name: 'initial',
  statements: [
    'CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT',
    `CREATE TABLE outbox (
       reply_id TEXT NOT NULL PRIMARY KEY,
       conversation_id TEXT NOT NULL,
       work_item_id TEXT,
       account_id TEXT NOT NULL,
       epoch INTEGER NOT NULL,
       state TEXT NOT NULL,
       state_json TEXT NOT NULL,
       frozen_json TEXT NOT NULL,
       platform_key TEXT NOT NULL,
       created_at INTEGER NOT NULL,
       updated_at INTEGER NOT NULL,
       not_before_at INTEGER NOT NULL,
       salvaged_at INTEGER
     ) STRICT`,
    'CREATE INDEX outbox_state ON outbox (state, not_before_at)',
    'CREATE INDEX outbox_conversation ON outbox (conversation_id)',
    `CREATE TABLE attempt (
       attempt_id TEXT NOT NULL PRIMARY KEY,
       reply_id TEXT NOT NULL REFERENCES outbox (reply_id),
       part INTEGER NOT NULL,
       started_at INTEGER NOT NULL,
       ended_at INTEGER,
       outcome TEXT,
       outcome_json TEXT
     ) STRICT`,
    'CREATE INDEX attempt_reply ON attempt (reply_id, part, started_at)',
    'CREATE INDEX attempt_open ON attempt (started_at) WHERE outcome IS NULL',
    `CREATE TABLE command (
       command_no INTEGER NOT NULL PRIMARY KEY,
       command_id TEXT NOT NULL UNIQUE,
       hash TEXT NOT NULL,
       json TEXT NOT NULL,
       created_at INTEGER NOT NULL,
       state TEXT NOT NULL,
       answer_json TEXT
     ) STRICT`,
    'CREATE INDEX command_state ON command (state, command_no)',
    'CREATE TABLE draft (conversation_id TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, updated_at INTEGER NOT NULL, dirty INTEGER NOT NULL) STRICT',
    `CREATE TABLE entity (
       noun TEXT NOT NULL,
       id TEXT NOT NULL,
       conversation_id TEXT,
       thread_id TEXT,
       seq INTEGER NOT NULL,
       json TEXT NOT NULL,
       PRIMARY KEY (noun, id)
     ) STRICT`,
    'CREATE INDEX entity_conversation ON entity (conversation_id)',
    'CREATE INDEX entity_thread ON entity (thread_id)',
    // Its own number joins a body to its search entry: a text is found again, and purged from the search, without a scan.
    'CREATE TABLE body (number INTEGER NOT NULL PRIMARY KEY, ref TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL, text TEXT NOT NULL) STRICT',
    'CREATE INDEX body_conversation ON body (conversation_id)',
    'CREATE TABLE held (conversation_id TEXT NOT NULL PRIMARY KEY, as_of_seq INTEGER NOT NULL, frozen TEXT, last_used_at INTEGER NOT NULL) STRICT',
    'CREATE TABLE row (kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT',
    "CREATE VIRTUAL TABLE message_text USING fts5 (ref UNINDEXED, conversation_id UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')",
    // A purged text must not live on in the search index.
    "INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1)",
  ],
};
