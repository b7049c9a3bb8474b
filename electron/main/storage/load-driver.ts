// The only file that loads the SQLite driver. On an unsuitable Node the driver ends the process without a word,
// so the version is looked at before anything of it is loaded.
import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { CodedError } from '../../../shared/util/errors.ts';

export type Driver = typeof BetterSqlite3;
export type RawDatabase = BetterSqlite3.Database & {
  /** The driver's own call beside the `key` pragma: bytes instead of SQL text, so no SQL trace or message can hold the key. */
  key(passphrase: Buffer): number;
};

const MIN_NODE_MAJOR = 22;

/** Throws NODE_UNSUITABLE under a Node (or an Electron's Node) older than the driver needs. */
export function assertRuntimeSuits(versions: { readonly node?: string | undefined; readonly electron?: string | undefined } = process.versions): void {
  const major = Number.parseInt(versions.node ?? '', 10);
  if (major >= MIN_NODE_MAJOR) return;
  const inside = versions.electron === undefined ? '' : ` inside Electron ${versions.electron}`;
  throw new CodedError('NODE_UNSUITABLE', { detail: `This is Node ${versions.node ?? 'unknown'}${inside}; the database driver needs ${MIN_NODE_MAJOR} or newer.` });
}

let loaded: Driver | undefined;

export function loadDriver(): Driver {
  assertRuntimeSuits();
  loaded ??= createRequire(import.meta.url)('better-sqlite3') as Driver;
  return loaded;
}
