// Makes a new copy beside the damaged one and swaps them. A crash at any point leaves either the damaged copy, and
// all is done over, or a finished new one, which is then taken.
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFile, syncFolder } from './backup.ts';
import { keyCheckFile } from './key-check.ts';
import { openUnderLock } from './open.ts';
import type { OpenReplicaOptions } from './open.ts';
import type { Replica, SqlValue } from './replica.ts';
import type { RawRow, Salvaged } from './salvage.ts';
import { setAside } from './set-aside.ts';
import type { SetAsideBecause } from './set-aside.ts';

export interface RebuildCount {
  readonly replies: number;
  readonly attempts: number;
  readonly drafts: number;
  readonly commands: number;
  /** Attempts whose reply could not be read: something may be out at the platform that this desk no longer knows. */
  readonly orphanAttempts: readonly string[];
}

function draftOf(file: string): string {
  return `${file}.rebuilding`;
}

function finishedOf(file: string): string {
  return `${file}.rebuilt`;
}

/** At start, under the lock: takes or drops what an interrupted rebuild left. */
export function resumeRebuild(file: string): void {
  removeParts(draftOf(file));
  const finished = finishedOf(file);
  if (!existsSync(finished)) return;
  if (existsSync(file)) removeParts(finished);
  else adopt(file);
}

/** Builds, sets the old copy aside, puts the new one in its place. Gives what went in and where the old one lies. */
export function rebuild(options: OpenReplicaOptions, salvaged: Salvaged, because: SetAsideBecause): { count: RebuildCount; setAsideAs: string } {
  const { file } = options;
  const draft = draftOf(file);
  const finished = finishedOf(file);
  removeParts(draft);
  removeParts(finished);
  const replica = openUnderLock({ ...options, file: draft }, () => undefined);
  let count: RebuildCount;
  try {
    count = replica.transaction(() => insertAll(replica, salvaged, options.now()));
    replica.checkpoint();
  } finally {
    replica.close();
  }
  syncFile(draft);
  renameSync(keyCheckFile(draft), keyCheckFile(finished));
  renameSync(draft, finished);
  syncFolder(path.dirname(file));
  const setAsideAs = setAside(file, because, options.now());
  adopt(file);
  return { count, setAsideAs };
}

function adopt(file: string): void {
  const finished = finishedOf(file);
  // What would belong to the old file must not be read with the new one.
  for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  if (existsSync(keyCheckFile(finished))) renameSync(keyCheckFile(finished), keyCheckFile(file));
  renameSync(finished, file);
  syncFolder(path.dirname(file));
}

function insertAll(replica: Replica, salvaged: Salvaged, at: number): RebuildCount {
  for (const row of salvaged.meta) insert(replica, 'meta', row);
  // The clock may have been set back since: never earlier than what the row says of itself, or it would pass for dealt with.
  const replies = salvaged.outbox.filter((row) => insert(replica, 'outbox', { ...row, salvaged_at: Math.max(at, Number(row['updated_at'])) })).length;
  const known = new Set(salvaged.outbox.map((row) => row['reply_id']));
  const orphans = salvaged.attempt.filter((row) => !known.has(row['reply_id'] ?? null));
  const attempts = salvaged.attempt.filter((row) => known.has(row['reply_id'] ?? null) && insert(replica, 'attempt', row)).length;
  const drafts = salvaged.draft.filter((row) => insert(replica, 'draft', row)).length;
  // Their old numbers belong to the old replicaId; negative ones keep the order and stay out of the new count.
  const commands = salvaged.command.filter((row, index) => insert(replica, 'command', { ...row, command_no: -1 - index, state: 'salvaged' })).length;
  return { replies, attempts, drafts, commands, orphanAttempts: orphans.map((row) => String(row['attempt_id'])) };
}

/** Only the columns both schemas know; a row that is there already stays. */
function insert(replica: Replica, table: string, row: RawRow): boolean {
  const known = new Set(replica.prepare<{ name: string }>('SELECT name FROM pragma_table_info(?)').all(table).map(({ name }) => name));
  const columns = Object.keys(row).filter((column) => known.has(column));
  const values: SqlValue[] = columns.map((column) => row[column] ?? null);
  return replica.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...values) > 0;
}

function removeParts(file: string): void {
  for (const ending of ['', '-wal', '-shm', '.keycheck', '.suspect']) rmSync(`${file}${ending}`, { force: true });
}
