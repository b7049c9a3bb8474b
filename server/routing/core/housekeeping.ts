import { deadlines, resolutionAfterPause, responseDueAt } from '../../../shared/domain/deadlines.ts';
import type { NewEvent } from '../../../shared/events/index.ts';
import type { MatchIndex } from './match-index.ts';
import { costOf } from './kinds.ts';
import { dueReturn, isUnseen } from './returns.ts';
import type { ItemView, ReservationView, RoutingState } from './state.ts';

/** What time and absence end: broken and run-out offers (R3), people who do not respond (R3), items of absent people (R7). Changes nothing. */
export function housekeeping(index: MatchIndex, now: number): NewEvent[] {
  const out: NewEvent[] = [];
  liftForced(index, now, out);
  endOffers(index, now, out);
  giveBack(index, now, out);
  ring(index, now, out);
  return out;
}

/** R2: what a lead forced for a while is over. */
function liftForced(index: MatchIndex, now: number, out: NewEvent[]): void {
  const over = [...index.forced].filter(([, until]) => until <= now).map(([agentId]) => agentId);
  for (const agentId of over.toSorted()) out.push({ type: 'agent.capacityLifted', data: { agentId, at: now } });
}

function endOffers(index: MatchIndex, now: number, out: NewEvent[]): void {
  const { state, config } = index;
  const max = config.maxDecisions;
  for (const id of [...index.broken].toSorted()) {
    const reservation = state.reservations.get(id);
    if (reservation !== undefined && out.length < max) out.push({ type: 'reservation.rescinded', data: ref(reservation, now) });
  }
  const over = index.byExpiry.whilePassing((r) => r.expiresAt <= now).sort((a, b) => a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1));
  for (const reservation of over) {
    if (index.broken.has(reservation.id) || out.length >= max) continue;
    const agent = state.agents.get(reservation.agentId);
    // Nobody misses an offer while composing: it is taken back without blame.
    if ((agent?.composedAt ?? -1) >= reservation.offeredAt) {
      out.push({ type: 'reservation.rescinded', data: ref(reservation, now) });
      continue;
    }
    out.push({ type: 'reservation.expired', data: ref(reservation, now) });
    if (agent !== undefined && agent.state === 'available' && agent.missedOffers + 1 >= config.missedOffersLimit) {
      out.push({ type: 'agent.stateChanged', data: { agentId: agent.id, state: 'notResponding', at: now } });
    }
  }
}

function ref(
  reservation: ReservationView,
  at: number,
): { reservationId: string; workItemId: string; conversationId: string; agentId: string; at: number } {
  const { id, workItemId, conversationId, agentId } = reservation;
  return { reservationId: id, workItemId, conversationId, agentId, at };
}

function giveBack(index: MatchIndex, now: number, out: NewEvent[]): void {
  const { state, config } = index;
  const due = index.byReturn
    .whilePassing((slot) => slot.returnAt <= now)
    .sort((a, b) => a.returnAt - b.returnAt || a.view.ord - b.view.ord);
  for (const { view } of due.slice(0, config.maxDecisions)) {
    const owner = view.ownerAgentId === undefined ? undefined : state.agents.get(view.ownerAgentId);
    const conversation = state.conversations.get(view.conversationId);
    const why = dueReturn(view, owner, conversation, config);
    if (why === undefined || owner === undefined || conversation === undefined) continue;
    const { id: workItemId, conversationId } = view;
    out.push({
      type: 'workItem.returned',
      data: { workItemId, conversationId, fromAgentId: owner.id, epoch: conversation.epoch + 1, at: now, reason: why.reason, ...(view.handoverLine === undefined ? {} : { note: view.handoverLine }), ...(view.bulkId !== undefined ? { cost: costOf(view.channel) } : {}) },
    });
  }
}

/** Leads are told of danger, and again while none of them has seen it (R11); promises wake before they are due (R8), sleepers at their hour (R2). */
function ring(index: MatchIndex, now: number, out: NewEvent[]): void {
  const { state } = index;
  const due = index.byAlarm.whilePassing((slot) => slot.alarmAt <= now).sort((a, b) => a.alarmAt - b.alarmAt || a.view.ord - b.view.ord);
  for (const { view } of due.slice(0, index.config.maxDecisions)) {
    const data = { workItemId: view.id, conversationId: view.conversationId, at: now };
    if (isUnseen(view) && (view.remindAt ?? 0) <= now) out.push({ type: 'alert.raised', data: { ...data, reminder: view.reminders === undefined ? 0 : view.reminders + 1 } });
    else if (view.asleepUntil !== undefined && view.asleepUntil <= now) out.push({ type: 'workItem.resumed', data: { ...data, ...wokenBy(state, view, now), cost: costOf(view.channel), because: 'snooze' } });
    else if (view.promiseAt !== undefined) out.push({ type: 'workItem.resumed', data: { ...data, ...deadlines(view.promiseAt, resolutionAfterPause(state.queues.get(view.queueId), view, now)), cost: costOf(view.channel), because: 'promise' } });
  }
}

/** R1, R2: what the customer waits for keeps its deadlines through a sleep; what waited for the customer is due anew. */
function wokenBy(state: RoutingState, view: ItemView, now: number): { dueAt: number; resolutionDueAt?: number } {
  if (view.waitingFor === 'us') return { dueAt: view.dueAt };
  const queue = state.queues.get(view.queueId);
  return deadlines(queue === undefined ? now : responseDueAt(queue, view.channel, now, 'next', view.caseType), resolutionAfterPause(queue, view, now));
}
