import type { Conversation } from '../domain/conversation.ts';
import { MOST_TICKETS, type Ticket } from '../domain/ticket.ts';
import type { CenterEvent } from '../events/index.ts';

/** What others owe a conversation's case (D15), the call it is (C5), and what it belongs to (D1, D8). */
export function withCase(state: Conversation, event: CenterEvent): Conversation {
  switch (event.type) {
    case 'ticket.opened':
      return { ...state, tickets: trimmed([...(state.tickets ?? []).filter((one) => one.id !== event.data.ticket.id), event.data.ticket]) };
    case 'ticket.changed': {
      const { ticketId, number, owner, dueAt } = event.data;
      return withTicket(state, ticketId, ({ overdueAt: _over, ...ticket }) => ({ ...ticket, number, owner, dueAt }));
    }
    case 'ticket.overdue':
      return withTicket(state, event.data.ticketId, (ticket) => ({ ...ticket, overdueAt: event.data.at }));
    case 'ticket.closed': {
      const { ticketId, at, byAgentId, outcome } = event.data;
      return withTicket(state, ticketId, (ticket) => ({ ...ticket, closed: { at, byAgentId, outcome } }));
    }
    case 'callBack.planned':
      return { ...state, callBack: { ...event.data.callBack, state: 'planned', tries: [] } };
    case 'callBack.tried': {
      if (state.callBack === undefined) return state;
      const { at, byAgentId, outcome, next } = event.data;
      return { ...state, callBack: { ...state.callBack, ...next, state: outcome === 'notReached' ? 'planned' : outcome, tries: [...state.callBack.tries, { at, byAgentId, outcome }].slice(-50) } };
    }
    case 'conversation.unlinked':
      return without(without(state, 'caseId'), 'caseByAgentId');
    case 'conversation.merged':
      return { ...state, mergedInto: { conversationId: event.data.intoConversationId, at: event.data.at, byAgentId: event.data.byAgentId } };
    case 'conversation.unmerged':
      return without(state, 'mergedInto');
    default:
      return state;
  }
}

function withTicket(state: Conversation, ticketId: string, change: (ticket: Ticket) => Ticket): Conversation {
  return state.tickets === undefined ? state : { ...state, tickets: state.tickets.map((one) => (one.id === ticketId && one.closed === undefined ? change(one) : one)) };
}

/** It is part of that case, because somebody said so or because it was opened from there. */
export function withLink(state: Conversation, caseId: string, byAgentId: string | undefined): Conversation {
  return byAgentId === undefined ? { ...without(state, 'caseByAgentId'), caseId } : { ...state, caseId, caseByAgentId: byAgentId };
}

/** The oldest closed ones go first. */
function trimmed(tickets: Ticket[]): Ticket[] {
  while (tickets.length > MOST_TICKETS) {
    const closed = tickets.findIndex((one) => one.closed !== undefined);
    if (closed < 0) break;
    tickets.splice(closed, 1);
  }
  return tickets;
}

function without<K extends 'caseId' | 'caseByAgentId' | 'mergedInto'>(state: Conversation, key: K): Conversation {
  if (state[key] === undefined) return state;
  const copy = { ...state };
  delete copy[key];
  return copy;
}
