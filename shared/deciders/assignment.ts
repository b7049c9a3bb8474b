import type { AssignmentReason, ReturnReason, WorkItem } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import type { Facts } from './context.ts';
import { costOf } from './due.ts';

// Invariant: every change of owner raises the conversation's epoch by exactly one, so that a lease or permit of the owner before never fits.

/** The events that take an item from its holder, if any, and give it to `agentId`. */
export function assignTo(facts: Facts, item: WorkItem, agentId: string, now: number, reason: AssignmentReason): NewEvent[] {
  const epoch = facts.get('conversation', item.conversationId)?.epoch ?? item.epoch;
  const ref = { workItemId: item.id, conversationId: item.conversationId };
  return [...rescindOffer(facts, item, now), { type: 'workItem.assigned', data: { ...ref, agentId, epoch: epoch + 1, at: now, reason, ...ownCost(item) } }];
}

/** The events that give an item back to its queue. */
export function returnToQueue(facts: Facts, item: WorkItem, now: number, reason: ReturnReason, more: { forced?: boolean; note?: string } = {}): NewEvent[] {
  if (item.ownerAgentId === undefined) return rescindOffer(facts, item, now);
  const epoch = facts.get('conversation', item.conversationId)?.epoch ?? item.epoch;
  return [{ type: 'workItem.returned', data: { workItemId: item.id, conversationId: item.conversationId, fromAgentId: item.ownerAgentId, epoch: epoch + 1, at: now, reason, ...ownCost(item), ...more } }];
}

export function rescindOffer(facts: Facts, item: WorkItem, now: number): NewEvent[] {
  const reservation = item.reservationId === undefined ? undefined : facts.get('reservation', item.reservationId);
  if (reservation === undefined || reservation.state !== 'pending') return [];
  return [{ type: 'reservation.rescinded', data: { reservationId: reservation.id, workItemId: item.id, conversationId: item.conversationId, agentId: reservation.agentId, at: now } }];
}

/** R2: out of its bulk, or out of its sleep, an item costs what its channel says. */
function ownCost(item: WorkItem): { cost?: number } {
  return (item.bulkId === undefined && item.snooze === undefined) || item.waitingFor === 'customer' ? {} : { cost: costOf(item.channel) };
}
