import type { EventOf } from '../../../shared/events/index.ts';
import { changeAgent, changeItem, countPick } from './change.ts';
import { addUse } from './kinds.ts';
import type { MatchIndex } from './match-index.ts';
import type { RoutingState } from './state.ts';

type ReservationEvent = EventOf<
  'reservation.offered' | 'reservation.accepted' | 'reservation.declined' | 'reservation.expired' | 'reservation.rescinded'
>;

/** R3: a pending offer holds the item and the person's capacity; its end gives both back, and the item keeps its age. */
export function foldReservation(state: RoutingState, index: MatchIndex, event: ReservationEvent): void {
  const d = event.data;
  if (event.type === 'reservation.offered') return offer(state, index, event.data);
  const reservation = state.reservations.get(d.reservationId);
  if (reservation === undefined) return;
  state.reservations.delete(d.reservationId);
  index.refreshReservation(d.reservationId);
  changeAgent(state, index, reservation.agentId, (agent) => {
    if (agent.reservationId === d.reservationId) agent.reservationId = undefined;
    if (event.type === 'reservation.expired') agent.missedOffers += 1;
    else if (event.type !== 'reservation.rescinded') agent.missedOffers = 0;
    addUse(agent, reservation.kind, -reservation.cost);
  });
  changeItem(state, index, reservation.workItemId, (item) => {
    if (item.reservationId !== d.reservationId) return;
    item.reservationId = undefined;
    // Accepted: the assignment follows in the same breath.
    if (event.type === 'reservation.accepted' || item.state !== 'offered') return;
    item.state = 'queued';
    if (event.type === 'reservation.rescinded') return;
    item.declinedBy = [...item.declinedBy.filter((id) => id !== d.agentId), d.agentId];
    item.lastDeclineAt = d.at;
  });
}

function offer(state: RoutingState, index: MatchIndex, d: EventOf<'reservation.offered'>['data']): void {
  const item = state.items.get(d.workItemId);
  if (item === undefined || state.reservations.has(d.reservationId)) return;
  const { reservationId: id, workItemId, conversationId, agentId, expiresAt } = d;
  state.reservations.set(id, { id, workItemId, conversationId, agentId, cost: item.cost, kind: item.kind, offeredAt: d.at, expiresAt });
  index.settleClaim(workItemId, agentId);
  changeAgent(state, index, agentId, (agent) => {
    agent.reservationId = id;
    addUse(agent, item.kind, item.cost);
    countPick(agent, item);
  });
  changeItem(state, index, workItemId, (changed) => {
    changed.state = 'offered';
    changed.reservationId = id;
    changed.offers += 1;
    if (changed.declinedBy.includes(agentId)) changed.declinedBy = [];
  });
  index.refreshReservation(id);
}
