import { accept, refuse, type Decider } from './context.ts';

export const decideAcceptReservation: Decider<'reservation.accept'> = {
  type: 'reservation.accept',
  facts: ['reservation', 'workItem', 'conversation'],
  decide(facts, data, context) {
    const reservation = facts.get('reservation', data.reservationId);
    if (reservation === undefined || reservation.agentId !== context.agentId) return refuse('NOT_FOUND', { field: 'reservationId' });
    const item = facts.get('workItem', reservation.workItemId);
    // Expiry is an event, never derived here: an offer past its time but not yet expired may still be accepted.
    if (reservation.state !== 'pending' || item === undefined || item.state !== 'offered') return refuse('OFFER_OVER');
    const epoch = facts.get('conversation', item.conversationId)?.epoch ?? item.epoch;
    const ref = { workItemId: item.id, conversationId: item.conversationId, agentId: context.agentId, at: context.now };
    return accept([
      { type: 'reservation.accepted', data: { reservationId: reservation.id, ...ref } },
      { type: 'workItem.assigned', data: { ...ref, epoch: epoch + 1, reason: { by: 'offer', waitedMs: Math.max(0, context.now - item.queuedAt) } } },
    ]);
  },
};

export const decideDeclineReservation: Decider<'reservation.decline'> = {
  type: 'reservation.decline',
  facts: ['reservation'],
  decide(facts, data, context) {
    const reservation = facts.get('reservation', data.reservationId);
    if (reservation === undefined || reservation.agentId !== context.agentId) return refuse('NOT_FOUND', { field: 'reservationId' });
    if (reservation.state !== 'pending') return refuse('OFFER_OVER');
    return accept([{ type: 'reservation.declined', data: { reservationId: reservation.id, workItemId: reservation.workItemId, conversationId: reservation.conversationId, agentId: context.agentId, at: context.now } }]);
  },
};
