import { readFileSync, statSync } from 'node:fs';
import { CodedError } from '../../shared/util/errors.ts';
import { readWal } from '../../shared/util/wal-log.ts';

/** Larger than a log grows between two checkpoints; a longer one is left to SQLite alone. */
const MAX_READ_BYTES = 512 * 1024 * 1024;

/**
 * Looks at the write-ahead log beside a database that nobody has open, before SQLite shortens it in silence. STORE_DAMAGED where saved changes
 * would go missing; the files stay as they are. A torn last write, never acknowledged to anybody, is only an end.
 */
export function mustHaveWholeWal(path: string): void {
  const wal = `${path}-wal`;
  const size = statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || size > MAX_READ_BYTES) return;
  const { frames, headerBroken, syncedBehind, altered } = readWal(readFileSync(wal));
  if (headerBroken && frames > 0) throw damaged(wal, 'its head was altered');
  if (syncedBehind > 0) throw damaged(wal, `${syncedBehind} saved changes in it cannot be read`);
  if (altered) throw damaged(wal, 'a saved change in it was altered');
}

function damaged(wal: string, why: string): CodedError {
  return new CodedError('STORE_DAMAGED', { detail: `${wal}: ${why}.` });
}
