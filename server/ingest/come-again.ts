import type { IngestResult } from '../../shared/domain/inbound.ts';

/** Refusals that say nothing about the message: the disk or the server was not ready. */
const NOT_NOW: ReadonlySet<string> = new Set(['LOG_APPEND_FAILED', 'LOG_NEEDS_CLAIM', 'LOG_FENCED', 'LOG_GAP', 'LOG_CLOSED', 'SERVER_RECOVERING', 'INTERNAL']);

/** True where a sender that cannot read single results (a webhook) must be told to send the lot again; what was taken is then a duplicate. */
export function mustComeAgain(results: readonly IngestResult[]): boolean {
  return results.some((result) => result.status === 'rejected' && NOT_NOW.has(result.code));
}
