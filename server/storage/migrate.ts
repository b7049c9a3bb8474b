import { chmodSync, closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { CodedError } from '../../shared/util/errors.ts';

/** One step forward. Never changed once released; a correction is a new step. Its version is its place in the list, from 1. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** Called before each statement, and once more before the new version number is written; proofs stop there. */
export type BeforeStatement = (version: number, index: number) => void;

/**
 * Brings the schema to the end of the list: one transaction per step, a copy of existing data first. STORE_SCHEMA_NEWER when the data is ahead,
 * STORE_MIGRATION_FAILED when a step does; the data is then at a whole version.
 */
export function migrate(db: Database, path: string, migrations: readonly Migration[], beforeStatement?: BeforeStatement): void {
  const from = Number(db.pragma('user_version', { simple: true }));
  if (from > migrations.length) {
    throw new CodedError('STORE_SCHEMA_NEWER', { detail: `The data has schema ${from}; this version knows ${migrations.length}.` });
  }
  // Whoever opens the new schema has found it whole by now, and an old copy must not outlive an erasure.
  if (from === migrations.length) return dropBackups(path);
  if (from > 0) backUp(db, `${path}.before-schema-${from + 1}`);
  migrations.slice(from).forEach((migration, index) => step(db, migration, from + index + 1, beforeStatement));
}

function step(db: Database, migration: Migration, version: number, beforeStatement?: BeforeStatement): void {
  const run = db.transaction(() => {
    migration.statements.forEach((statement, index) => {
      beforeStatement?.(version, index);
      db.exec(statement);
    });
    beforeStatement?.(version, migration.statements.length);
    db.pragma(`user_version = ${version}`);
  });
  try {
    run.immediate();
  } catch (cause) {
    // A full or failing disk has a code of its own.
    if (/^SQLITE_(FULL|IOERR|CORRUPT|BUSY|READONLY)/.test((cause as { code?: string }).code ?? '')) throw cause;
    throw new CodedError('STORE_MIGRATION_FAILED', {
      detail: `Step ${migration.name}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      cause,
    });
  }
}

/** Whole and on disk under its name, or not there; readable by this user alone. */
function backUp(db: Database, copy: string): void {
  const unfinished = `${copy}.tmp`;
  rmSync(unfinished, { force: true });
  closeSync(openSync(unfinished, 'w', 0o600));
  db.prepare('VACUUM INTO ?').run(unfinished);
  if (process.platform !== 'win32') chmodSync(unfinished, 0o600);
  const file = openSync(unfinished, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, copy);
}

function dropBackups(path: string): void {
  const prefix = `${basename(path)}.before-schema-`;
  for (const name of readdirSync(dirname(path))) if (name.startsWith(prefix)) rmSync(join(dirname(path), name), { force: true });
}
