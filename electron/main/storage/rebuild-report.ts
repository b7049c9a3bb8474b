import type { ErrorCode } from '../../../shared/util/errors.ts';
import type { RebuildCount } from './rebuild.ts';

/** What became of a copy that could not be opened. */
export interface RebuildReport {
  readonly code: Extract<ErrorCode, 'REPLICA_DAMAGED' | 'REPLICA_KEY_LOST'>;
  readonly detail: string;
  /** File name of the old copy. */
  readonly setAsideAs: string;
  readonly salvaged: RebuildCount;
  /** Replies known to have been in the old copy that could not be read. */
  readonly lostReplyIds: readonly string[];
  /** False: more may have been in the old copy than anything left of it tells. */
  readonly complete: boolean;
  /** False: nothing of the old copy could be read at all. */
  readonly readable: boolean;
}
