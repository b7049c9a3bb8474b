import type { ConnectionView, SyncProgress } from '../../../shared/ipc/views.ts';
import type { Batch } from '../../../shared/protocol/down.ts';
import type { LinkState } from './link.ts';

export interface ConnectionFacts {
  readonly caughtUp: boolean;
  /** Since when it is as it is: online, or not. */
  readonly since: number;
  readonly latencyMs: number | undefined;
  readonly progress: SyncProgress | undefined;
}

/** The truth about the connection: online only once everything of the server's is here. */
export function connectionView(link: LinkState, { caughtUp, since, latencyMs, progress }: ConnectionFacts): ConnectionView {
  switch (link.kind) {
    case 'open':
      if (caughtUp) return { kind: 'online', since, ...(latencyMs === undefined ? {} : { latencyMs }) };
      return { kind: 'connecting', attempt: 0, offlineSince: since, ...(progress === undefined ? {} : { progress: { ...progress } }) };
    case 'connecting':
      return { kind: 'connecting', attempt: link.attempt, offlineSince: since };
    case 'down': {
      const { reason, code, nextTryAt } = link;
      return { kind: 'offline', since, reason, ...(code === undefined ? {} : { code }), ...(nextTryAt === undefined ? {} : { nextTryAt }) };
    }
    case 'stopped':
      return { kind: 'offline', since, reason: 'stopped' };
  }
}

/** What a frame of the catch-up counts: it comes in three kinds, conversations first, the lists last. */
export function progressOf({ progress, rows, snapshots }: Pick<Batch, 'progress' | 'rows' | 'snapshots'>): SyncProgress | undefined {
  return progress === undefined ? undefined : { what: rows.length > 0 ? 'rows' : snapshots.length > 0 ? 'conversations' : 'events', ...progress };
}
