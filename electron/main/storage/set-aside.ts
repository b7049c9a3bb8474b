// A damaged or unreadable copy is renamed, never deleted at once: someone may want to look, or bring the key back.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const MARK = '.set-aside-';
const HOUR_MS = 3_600_000;

/** A damaged copy still opens under the key, so it goes as soon as content would have to go: after a day. */
export const KEEP_DAMAGED_MS = 24 * HOUR_MS;
/** One whose key is gone can be read by nobody; it waits a week for the key to come back. */
export const KEEP_UNREADABLE_MS = 7 * 24 * HOUR_MS;

export type SetAsideBecause = 'damaged' | 'key-lost';

/** Renames the copy and what belongs to it. `at`: wall clock, ms. Gives the new name of the main file. */
export function setAside(file: string, because: SetAsideBecause, at: number): string {
  const target = freeName(`${file}${MARK}${because}-${stamp(at)}`);
  // The main file first: without it a start after a crash takes the finished new copy; with it, all is still in place to do this over.
  for (const ending of ['', '-wal', '-shm', '.keycheck', '.suspect']) {
    if (existsSync(`${file}${ending}`)) renameSync(`${file}${ending}`, `${target}${ending}`);
  }
  return target;
}

/** Deletes what was set aside long enough ago. Gives the names deleted. */
export function forgetSetAside(file: string, at: number): string[] {
  const folder = path.dirname(file);
  const prefix = `${path.basename(file)}${MARK}`;
  const gone: string[] = [];
  for (const name of readdirSync(folder)) {
    const match = name.startsWith(prefix) ? /^(damaged|key-lost)-(\d{8}T\d{9}Z)/.exec(name.slice(prefix.length)) : null;
    if (match === null) continue;
    const keepMs = match[1] === 'damaged' ? KEEP_DAMAGED_MS : KEEP_UNREADABLE_MS;
    if (at - fromStamp(match[2] ?? '') < keepMs) continue;
    rmSync(path.join(folder, name), { force: true });
    gone.push(name);
  }
  return gone;
}

/** 2026-03-01T08:00:00.123Z as 20260301T080000123Z: no colon, which Windows does not take. */
function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:.]/g, '');
}

function fromStamp(text: string): number {
  const iso = text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z');
  return Date.parse(iso);
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(name); number++) name = `${wanted}-${number}`;
  return name;
}
