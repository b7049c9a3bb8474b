import { existsSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { CodedError } from '../../shared/util/errors.ts';

/** One step forward. Never changed once released; a correction is a new step. Its version is its place in the list, from 1. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Brings the schema to the end of the list: one transaction per step, a copy of existing data first. STORE_SCHEMA_NEWER when the data is ahead. */
export function migrate(db: Database, path: string, migrations: readonly Migration[]): void {
  const from = Number(db.pragma('user_version', { simple: true }));
  if (from > migrations.length) {
    throw new CodedError('STORE_SCHEMA_NEWER', { detail: `The data has schema ${from}; this version knows ${migrations.length}.` });
  }
  if (from > 0 && from < migrations.length) backUp(db, `${path}.before-schema-${from + 1}`);
  migrations.slice(from).forEach((migration, index) => {
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${from + index + 1}`);
    }).immediate();
  });
}

function backUp(db: Database, copy: string): void {
  if (existsSync(copy)) rmSync(copy);
  db.prepare('VACUUM INTO ?').run(copy);
}
