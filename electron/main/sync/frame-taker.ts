import { planBatch, type BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { joinFrames } from '../../../shared/sync/join-frames.ts';
import { readBatch, type ReadBatch } from '../../../shared/sync/read-batch.ts';
import type { Batch } from '../../../shared/protocol/down.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';
import { writePlan } from './replica-writer.ts';

export interface FrameTakerParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  /** Catching up: frames that wait for one another are written together. Else each is written as it comes. */
  readonly mayWait: () => boolean;
  /** The frame does not join: the link begins anew with a hello. */
  readonly onGap: (reason: string) => void;
  /** A frame that waited could not be written. */
  readonly onError: (error: unknown) => void;
  /** Planned, not yet written: what is about to go can still be looked at. */
  readonly before: (plan: BatchPlan) => void;
  /** On disk. */
  readonly after: (plan: BatchPlan, batch: Batch) => void;
}

/** What is written together at most: the process does nothing else meanwhile. */
const PIECES_AT_ONCE = 5_000;

interface Taken {
  readonly plan: BatchPlan;
  readonly batch: Batch;
}

/**
 * Frames of the push: read, planned, written with their cursor and only then told. Several that wait share one transaction, and where it comes to the
 * same they are planned as one: what a thousand events change again and again is read and written once.
 */
export class FrameTaker {
  readonly #p: FrameTakerParts;
  #waiting: unknown[] = [];
  #pieces = 0;
  #seen = 0;
  #cancel: (() => void) | undefined;

  constructor(parts: FrameTakerParts) {
    this.#p = parts;
  }

  /** May throw the coded errors of storage. */
  take(frame: unknown): void {
    this.#waiting.push(frame);
    this.#pieces += piecesOf(frame);
    if (!this.#p.mayWait() || this.#pieces >= PIECES_AT_ONCE || !saysMoreFollows(frame)) return this.#write();
    this.#cancel ??= this.#soon();
  }

  /** What waits is given up: the cursor has not moved, so it comes again. */
  drop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#waiting = [];
    this.#pieces = 0;
  }

  /** As soon as the line pauses. */
  #soon(): () => void {
    this.#seen = this.#waiting.length;
    return this.#p.base.timers.after(0, () => {
      this.#cancel = undefined;
      if (this.#waiting.length > this.#seen) {
        this.#cancel = this.#soon();
        return;
      }
      try {
        this.#write();
      } catch (error) {
        this.#p.onError(error);
      }
    });
  }

  #write(): void {
    const frames = this.#waiting;
    this.drop();
    const { base } = this.#p;
    const read = frames.map(readBatch);
    const unreadable = read.indexOf(undefined);
    const readable = (unreadable < 0 ? read : read.slice(0, unreadable)).filter((frame) => frame !== undefined);
    let gap = unreadable < 0 ? undefined : 'unreadable frame';
    const taken = base.stores.transaction(() => {
      const done: Taken[] = [];
      for (const read of joinFrames(readable)) {
        const next = this.#plan(read);
        if (typeof next === 'string') {
          gap = next;
          break;
        }
        if (next === undefined) continue;
        this.#p.before(next.plan);
        const now = base.clock.now();
        writePlan(base.stores, next.plan, now);
        base.stores.meta.set('lastContactAt', String(now));
        done.push(next);
      }
      return done;
    });
    for (const { plan, batch } of taken) this.#p.after(plan, batch);
    if (gap !== undefined) this.#p.onGap(gap);
  }

  /** Gives the reason where the frame does not join, nothing where it is here already. */
  #plan(read: ReadBatch): Taken | string | undefined {
    const { base, view } = this.#p;
    const plan = planBatch(read, view, base.app);
    if (plan.kind === 'gap') return `gap: expected ${plan.expected}, got ${plan.got}`;
    if (plan.kind === 'duplicate') return undefined;
    if (plan.setAside.length > 0) base.log.warn({ pieces: plan.setAside.slice(0, 20) }, 'pieces this version cannot read were set aside');
    return { plan, batch: read.batch };
  }
}

function piecesOf(frame: unknown): number {
  if (typeof frame !== 'object' || frame === null) return 0;
  const { events, rows, snapshots } = frame as { events?: unknown; rows?: unknown; snapshots?: unknown };
  const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  return count(events) + count(rows) + 50 * count(snapshots);
}

function saysMoreFollows(frame: unknown): boolean {
  return typeof frame === 'object' && frame !== null && (frame as { progress?: unknown }).progress !== undefined;
}
