import { planBatch, type BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { readBatch } from '../../../shared/sync/read-batch.ts';
import type { Batch } from '../../../shared/protocol/down.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';
import { writeBatch } from './replica-writer.ts';

export interface FrameTakerParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  /** The frame does not join: the link begins anew with a hello. */
  readonly onGap: (reason: string) => void;
  /** Planned, not yet written: what is about to go can still be looked at. */
  readonly before: (plan: BatchPlan) => void;
  /** On disk. */
  readonly after: (plan: BatchPlan, batch: Batch) => void;
}

/** One frame of the push: read, planned, written in one transaction with its cursor, and only then told. */
export function takeFrame(parts: FrameTakerParts, frame: unknown): void {
  const { base, view } = parts;
  const read = readBatch(frame);
  if (read === undefined) return parts.onGap('unreadable frame');
  const plan = planBatch(read, view, base.app);
  if (plan.kind === 'gap') return parts.onGap(`gap: expected ${plan.expected}, got ${plan.got}`);
  if (plan.kind === 'duplicate') return;
  if (plan.setAside.length > 0) base.log.warn({ pieces: plan.setAside.slice(0, 20) }, 'pieces this version cannot read were set aside');
  parts.before(plan);
  const now = base.clock.now();
  writeBatch(base.stores, plan, now, () => base.stores.meta.set('lastContactAt', String(now)));
  parts.after(plan, read.batch);
}
