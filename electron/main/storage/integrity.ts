import { CodedError } from '../../../shared/util/errors.ts';
import type { RawDatabase } from './load-driver.ts';

/** Tables whose loss could lose or repeat a reply; looked through at every start. */
export const CARE_TABLES = ['outbox', 'attempt', 'command', 'draft', 'meta'] as const;

/** Up to this size every page is looked at each time; beyond it only after an unclean end. Reading shows damage anyway. */
const SMALL_FILE_BYTES = 16 * 1024 * 1024;

/** Throws REPLICA_DAMAGED. `thorough` looks at every page. */
export function checkIntegrity(db: RawDatabase, thorough: boolean): void {
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  if (thorough || bytes <= SMALL_FILE_BYTES) return quickCheck(db, 'quick_check(5)');
  for (const table of CARE_TABLES) quickCheck(db, `quick_check('${table}')`);
}

function quickCheck(db: RawDatabase, pragma: string): void {
  const found = db.pragma(pragma, { simple: true });
  if (found !== 'ok') throw new CodedError('REPLICA_DAMAGED', { detail: String(found) });
}
