import { CodedError } from '../../../shared/util/errors.ts';
import { backUp } from './backup.ts';
import type { RawDatabase } from './load-driver.ts';
import type { Migration } from './migrations/migration.ts';
import { toStorageError } from './sql-errors.ts';

export interface MigrateOptions {
  readonly db: RawDatabase;
  readonly file: string;
  readonly migrations: readonly Migration[];
  /** Called before each statement; tests stop there. */
  readonly beforeStatement?: ((version: number, index: number) => void) | undefined;
}

export function schemaVersion(db: RawDatabase): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Throws REPLICA_NEWER where a newer build has written the file. Reads only. */
export function refuseNewer(db: RawDatabase, migrations: readonly Migration[]): void {
  const found = schemaVersion(db);
  const known = migrations.at(-1)?.version ?? 0;
  if (found > known) throw new CodedError('REPLICA_NEWER', { detail: `It has schema ${found}; this version knows ${known}.` });
}

/**
 * Brings the file to the last version: backup first (where there is something to back up), then each migration in a
 * transaction of its own. Whatever fails leaves the file at a whole version. Throws DISK_FULL, REPLICA_MIGRATION_FAILED.
 */
export function migrate(options: MigrateOptions): void {
  const { db, migrations } = options;
  refuseNewer(db, migrations);
  const from = schemaVersion(db);
  const ahead = migrations.filter((migration) => migration.version > from);
  if (ahead.length === 0) return;
  if (from > 0) backUp(db, options.file, from);
  for (const migration of ahead) step(options, migration);
}

function step(options: MigrateOptions, migration: Migration): void {
  const { db, beforeStatement } = options;
  const run = db.transaction(() => {
    migration.statements.forEach((statement, index) => {
      beforeStatement?.(migration.version, index);
      db.exec(statement);
    });
    beforeStatement?.(migration.version, migration.statements.length);
    db.pragma(`user_version = ${migration.version}`);
  });
  try {
    run.immediate();
  } catch (error) {
    const coded = toStorageError(error);
    if (coded !== error || error instanceof CodedError) throw coded;
    const detail = `Migration ${migration.version} (${migration.name}): ${error instanceof Error ? error.message : String(error)}.`;
    throw new CodedError('REPLICA_MIGRATION_FAILED', { detail, cause: error });
  }
}
