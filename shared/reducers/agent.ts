import type { Agent } from '../domain/agent.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceAgent(state: Agent | undefined, event: CenterEvent): Agent | undefined {
  if (event.type === 'agent.registered') {
    if (state !== undefined) return { ...state, ...event.data };
    return { ...event.data, state: 'offDuty', stateSince: event.at, connected: false, missedOffers: 0 };
  }
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'agent.stateChanged': {
      const { breakReason: _reason, breakUntil: _until, ...rest } = state;
      const d = event.data;
      const shift = d.because === 'shiftEnd' && state.shift !== undefined ? { shift: { ...state.shift, ranOutFor: state.shift.endAt } } : {};
      return { ...rest, ...shift, state: d.state, stateSince: d.at, missedOffers: d.state === 'available' ? 0 : state.missedOffers, ...(d.breakReason === undefined ? {} : { breakReason: d.breakReason }), ...(d.breakUntil === undefined ? {} : { breakUntil: d.breakUntil }) };
    }
    case 'agent.connected': {
      const { droppedAt: _dropped, ...rest } = state;
      return { ...rest, connected: true, connectedSince: event.data.at, place: event.data.place ?? state.place };
    }
    case 'agent.dropped':
      return dropped(state, event.data.at);
    case 'server.resumed':
      return state.connected ? dropped(state, event.data.at) : state.droppedAt === undefined ? state : { ...state, droppedAt: event.data.at };
    case 'agent.shiftPlanned': {
      const { shift: _before, ...rest } = state;
      return event.data.shift === null ? rest : { ...rest, shift: event.data.shift };
    }
    case 'agent.wishesSet':
      return { ...state, wishes: event.data.wishes };
    case 'agent.capacityForced': {
      const { agentId: _whose, ...forced } = event.data;
      return { ...state, forcedCapacity: forced };
    }
    case 'agent.capacityLifted': {
      const { forcedCapacity: _before, ...rest } = state;
      return rest;
    }
    case 'agent.traineeSet': {
      const { trainee: _before, ...rest } = state;
      return event.data.trainee === null ? rest : { ...rest, trainee: event.data.trainee };
    }
    case 'workItem.assigned':
      return { ...state, lastAssignedAt: event.data.at };
    case 'reservation.expired':
      return { ...state, missedOffers: state.missedOffers + 1 };
    case 'reservation.accepted':
    case 'reservation.declined':
      return { ...state, missedOffers: 0 };
    default:
      return state;
  }
}

function dropped(state: Agent, at: number): Agent {
  const { connectedSince: _since, ...rest } = state;
  return { ...rest, connected: false, droppedAt: at };
}
