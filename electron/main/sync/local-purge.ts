import { CHANNELS, getChannel } from '../../../shared/channels/index.ts';
import type { QueueRow, RowPatch } from '../../../shared/domain/rows.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { EntityOverlay } from '../../../shared/sync/entity-overlay.ts';
import { purge } from '../../../shared/sync/purge.ts';
import type { ReplicaView } from './replica-view.ts';
import { writeBatch } from './replica-writer.ts';
import type { SyncBase } from './ports.ts';
import type { DeskStores } from './storage-port.ts';

/** ms: before this no channel asks anything of a silent desk, and a start reads nothing for it. */
const SOONEST_MS = Math.min(...[...CHANNELS.values()].map(({ purgeOfflineAfterMs }) => purgeOfflineAfterMs ?? Number.POSITIVE_INFINITY));

/** What an offline desk must let go of by itself: conversations of channels whose content may not stay without contact. `silentMs`: since the server was last heard. */
export function planLocalPurge(view: ReplicaView, stores: DeskStores, silentMs: number): BatchPlan | undefined {
  if (silentMs <= SOONEST_MS) return undefined;
  const isDue = (channel: string | undefined): boolean => {
    const limit = channel === undefined ? undefined : getChannel(channel)?.purgeOfflineAfterMs;
    return limit !== undefined && silentMs > limit;
  };
  const due = stores.held.all().filter(({ conversationId }) => {
    return isDue(view.get('conversation', conversationId)?.channel);
  });
  // A line of a list names the person and quotes what they wrote. All of them come anew with the first frames: the word for what is here holds no more.
  const rows = view.rows().flatMap((row): RowPatch[] => (row.kind === 'workItem' && row.value !== null && isDue((row.value as QueueRow).channel) ? [{ ...row, value: null }] : []));
  if (due.length + rows.length === 0) return undefined;
  return { ...planPurge(view, due.map(({ conversationId }) => conversationId)), rows, ...(rows.length === 0 ? {} : { rowsMark: '' }) };
}

/** Takes these conversations off this desk, with every text nothing else here points at. */
export function planPurge(view: ReplicaView, conversationIds: readonly string[]): BatchPlan {
  const overlay = new EntityOverlay(view);
  const gone = new Set(conversationIds);
  const forget = conversationIds.flatMap((conversationId) =>
    purge(conversationId, view.cursor(), overlay, view, (other) => !gone.has(other) && view.held(other) !== undefined),
  );
  return {
    kind: 'apply',
    cursor: view.cursor(),
    entities: overlay.writes(),
    bodies: [],
    forget,
    held: [...gone].map((conversationId) => ({ conversationId, held: undefined })),
    rows: [],
    rowsReset: false,
    fresh: [],
    applied: [],
    setAside: [],
    startOver: false,
  };
}

/** Carries it out, measured from the last frame of the server. Never throws: it is tried again. */
export function purgeStale(base: SyncBase, view: ReplicaView, after: (plan: BatchPlan) => void): void {
  try {
    const now = base.clock.now();
    const lastContactAt = Number(base.stores.meta.get('lastContactAt') ?? now);
    const plan = planLocalPurge(view, base.stores, now - lastContactAt);
    if (plan === undefined) return;
    writeBatch(base.stores, plan, now);
    base.log.info({ conversations: plan.held.length }, 'content was removed after too long without contact');
    if (plan.rows.length > 0) base.emit('rows', { reset: false, rows: [...plan.rows] });
    after(plan);
  } catch (error) {
    base.log.error({ error: error instanceof Error ? error.message : String(error) }, 'stale content could not be removed');
  }
}
