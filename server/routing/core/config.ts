import type { QueueId } from '../../../shared/domain/ids.ts';
import { DEFAULT_STRATEGY, type QueueRules, type StrategyRules } from '../../../shared/domain/strategy.ts';

/** One step of relaxation (R4) on an item's own clock. Language, legal and care skills are kept whatever it says. */
export type RelaxationRing = QueueRules['rings'][number];

/** The figures behind the rules. Spans in ms. */
export interface RoutingConfig {
  /** R7: how long a dropped desk may still believe in its lease, and the margin for clocks. Nothing returns earlier. */
  readonly leaseMs: number;
  readonly leaseMarginMs: number;
  /** R6: `deadline`, or plain first come, first served (then nothing counts as late). */
  readonly order: 'deadline' | 'arrival';
  /** R12: by fit, or plainly whoever has been idle longest. */
  readonly who: 'fit' | 'longestIdle';
  /** Decisions of one turn; the rest follows in the next, so that one commit stays small. */
  readonly maxDecisions: number;

  // What follows is the center's strategy.

  /** R7: what someone else needs to make the deadline. */
  readonly handlingMs: number;
  /** R7: the same where a begun answer lies on the server, which the new owner may take over. */
  readonly draftHandlingMs: number;
  /** R7: the longest an item waits for a dropped desk. */
  readonly maxGraceMs: number;
  /** R7: an item its owner has not touched goes back after this share of its time to the deadline (0: never), held at least so long. */
  readonly untouchedPercent: number;
  readonly untouchedMinMs: number;
  /** R2: an item that comes back to its owner overflows to the queue beyond this share of their capacity. */
  readonly overflowPercent: number;
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
  /** R6: about equally urgent is what is due at most this share of the remaining time later. 0: the length of lines counts for nothing. */
  readonly linePercent: number;
  /** R8 */
  readonly shift: StrategyRules['shift'];
  /** R9 */
  readonly blending: StrategyRules['blending'];
  /** R10 */
  readonly variety: StrategyRules['variety'];
  /** R11 */
  readonly danger: StrategyRules['danger'];
  /** R4: up to six rings per queue. */
  readonly rings: Readonly<Record<QueueId, readonly RelaxationRing[]>>;
  /** R3: where a queue's offers last another time than the queue says. */
  readonly offerMs: Readonly<Record<QueueId, number>>;
}

/** A center's strategy as the engine reads it. */
export function configOf(rules: StrategyRules): Omit<RoutingConfig, 'leaseMs' | 'leaseMarginMs' | 'order' | 'who' | 'maxDecisions'> {
  const queues = Object.entries(rules.queues);
  return {
    handlingMs: rules.homeOffice.handlingMs,
    draftHandlingMs: rules.homeOffice.draftHandlingMs,
    maxGraceMs: rules.homeOffice.maxGraceMs,
    untouchedPercent: rules.homeOffice.untouchedPercent,
    untouchedMinMs: rules.homeOffice.untouchedMinMs,
    overflowPercent: rules.overflow.capPercent,
    headStartMs: rules.lastAgent.headStartMs,
    missedOffersLimit: rules.offers.missedLimit,
    declineRestMs: rules.offers.declineRestMs,
    ...rules.order,
    shift: rules.shift,
    blending: rules.blending,
    variety: rules.variety,
    danger: rules.danger,
    rings: Object.fromEntries(queues.flatMap(([id, queue]) => (queue.rings.length === 0 ? [] : [[id, queue.rings]]))),
    offerMs: Object.fromEntries(queues.flatMap(([id, queue]) => (queue.offerMs === undefined ? [] : [[id, queue.offerMs]]))),
  };
}

export const DEFAULT_ROUTING: RoutingConfig = {
  leaseMs: 120_000,
  leaseMarginMs: 15_000,
  order: 'deadline',
  who: 'fit',
  maxDecisions: 500,
  ...configOf(DEFAULT_STRATEGY),
};
