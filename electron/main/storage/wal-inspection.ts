// A write-ahead log may end early: then the last, unfinished writes are missing and all is well. If something in between was altered, what was
// saved would go missing silently. It is looked at before SQLite opens (and perhaps shortens) it.
import { readFileSync, statSync } from 'node:fs';
import { readWal } from '../../../shared/util/wal-log.ts';
import type { WalReading } from '../../../shared/util/wal-log.ts';

const MAX_READ_BYTES = 256 * 1024 * 1024;

export interface WalInspection extends WalReading {
  /** The file as it was; kept so that it can be set aside unchanged. */
  readonly bytes: Buffer;
}

/** What the log beside `file` holds, or undefined where there is none (the last close was clean). */
export function inspectWal(file: string): WalInspection | undefined {
  const wal = `${file}-wal`;
  const size = statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || size > MAX_READ_BYTES) return undefined;
  const bytes = readFileSync(wal);
  return { bytes, ...readWal(bytes) };
}

/**
 * Why the log cannot be trusted, or undefined for one that merely ends early. A finished commit that does not fit counts as damage even where a
 * torn last write could look the same: here that costs a fetch from the server, the other way about it could cost a reply.
 * `recovered`: frames that SQLite accepted.
 */
export function walDamage(inspection: WalInspection, recovered: number): string | undefined {
  const { headerBroken, taken, commitsBehind, altered } = inspection;
  if (headerBroken) return 'The head of the write-ahead log was altered.';
  if (commitsBehind > 0) return `${commitsBehind} saved changes in the write-ahead log cannot be read.`;
  if (altered || recovered < taken) return 'The end of the write-ahead log was altered.';
  return undefined;
}
