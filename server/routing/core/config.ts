import type { QueueId, SkillId } from '../../../shared/domain/ids.ts';

/** One step of relaxation (R4) on an item's own clock. Language, legal and care skills are kept whatever it says. */
export interface RelaxationRing {
  readonly afterMs: number;
  readonly drop: readonly SkillId[];
  /** Skills whose needed level falls to this (never rises). */
  readonly lower: readonly { readonly skillId: SkillId; readonly minLevel: number }[];
}

/** The figures behind the rules. Spans in ms. */
export interface RoutingConfig {
  /** R7: how long a dropped desk may still believe in its lease, and the margin for clocks. Nothing returns earlier. */
  readonly leaseMs: number;
  readonly leaseMarginMs: number;
  /** R7: what someone else needs to make the deadline. */
  readonly handlingMs: number;
  /** R7: the longest an item waits for a dropped desk. */
  readonly maxGraceMs: number;
  /** R5: how long an item is kept for the last agent while that person is there but full. 0: no head start. */
  readonly headStartMs: number;
  /** R3: so many missed offers in a row set *not responding*. */
  readonly missedOffersLimit: number;
  /** R3: a decline is forgotten no earlier than this, and only once everyone present has declined. */
  readonly declineRestMs: number;
  /** R6: every n-th pick of an agent goes to the late item that has waited longest. 0: none is reserved, not even for what is overdue. */
  readonly lateEvery: number;
  /** R6: and every n-th once that item is late by more than `overdueMs`. 0: no further share. */
  readonly overdueEvery: number;
  readonly overdueMs: number;
  /** R6: `deadline`, or plain first come, first served (then nothing counts as late). */
  readonly order: 'deadline' | 'arrival';
  /** R12: by fit, or plainly whoever has been idle longest. */
  readonly who: 'fit' | 'longestIdle';
  /** Decisions of one turn; the rest follows in the next, so that one commit stays small. */
  readonly maxDecisions: number;
  /** R4: up to six rings per queue. */
  readonly rings: Readonly<Record<QueueId, readonly RelaxationRing[]>>;
}

export const DEFAULT_ROUTING: RoutingConfig = {
  leaseMs: 120_000,
  leaseMarginMs: 15_000,
  handlingMs: 5 * 60_000,
  maxGraceMs: 10 * 60_000,
  headStartMs: 60_000,
  missedOffersLimit: 2,
  declineRestMs: 30_000,
  lateEvery: 20,
  overdueEvery: 8,
  overdueMs: 2 * 60 * 60_000,
  order: 'deadline',
  who: 'fit',
  maxDecisions: 500,
  rings: {},
};
