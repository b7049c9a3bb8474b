import { MOST_TICKETS, type Ticket } from '../domain/ticket.ts';
import { DANGER_PRIORITY, type WorkItem } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { rescindOffer } from './assignment.ts';
import { accept, type DecideContext, type Decider, type Decision, type Facts, isDecision, refuse } from './context.ts';
import { dealtWith } from './dealt-with.ts';
import { costOf } from './due.ts';

/** D15: a case that others let wait too long comes before everything but danger. */
export const OVERDUE_PRIORITY = DANGER_PRIORITY - 1;

export const decideOpenTicket: Decider<'ticket.open'> = {
  type: 'ticket.open',
  facts: ['conversation', 'workItem', 'reservation', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    if (data.dueAt <= context.now) return refuse('INPUT_INVALID', { field: 'dueAt', detail: 'It is due in the future.' });
    const tickets = conversation.tickets ?? [];
    if (tickets.filter((one) => one.closed === undefined).length >= MOST_TICKETS) return refuse('STATE_INVALID', { detail: 'The case has as many open tickets as it may.' });
    const ticketId = context.nextId();
    const { number, owner, dueAt } = data;
    const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
    return accept(
      [
        ...(conversation.caseId === undefined ? [{ type: 'conversation.linked' as const, data: { conversationId: conversation.id, caseId: conversation.id, at: context.now, byAgentId: context.agentId } }] : []),
        { type: 'ticket.opened', data: { conversationId: conversation.id, at: context.now, ticket: { id: ticketId, number, owner, dueAt, openedAt: context.now, byAgentId: context.agentId } } },
        ...(data.rest && item !== undefined ? asleep(facts, item, dueAt, context) : []),
      ],
      { ticketId },
    );
  },
};

/** Nothing is to be done here until then. Danger to a person is never put aside, and what rests for longer rests on. */
function asleep(facts: Facts, item: WorkItem, untilAt: number, context: DecideContext): NewEvent[] {
  if (item.state === 'closed' || item.priority >= DANGER_PRIORITY || (item.snooze?.untilAt ?? 0) >= untilAt) return [];
  return [...rescindOffer(facts, item, context.now), { type: 'workItem.snoozed', data: { workItemId: item.id, conversationId: item.conversationId, agentId: context.agentId, untilAt, at: context.now } }];
}

function openTicket(facts: Facts, data: { readonly conversationId: string; readonly ticketId: string }, context: DecideContext): { readonly ticket: Ticket } | Decision {
  const conversation = dealtWith(facts, data.conversationId, context);
  if (isDecision(conversation)) return conversation;
  const ticket = conversation.tickets?.find((one) => one.id === data.ticketId);
  return ticket === undefined ? refuse('NOT_FOUND', { field: 'ticketId' }) : { ticket };
}

export const decideChangeTicket: Decider<'ticket.change'> = {
  type: 'ticket.change',
  facts: ['conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const found = openTicket(facts, data, context);
    if (isDecision(found)) return found;
    if (found.ticket.closed !== undefined) return refuse('STATE_INVALID', { detail: 'The ticket is closed.' });
    if (data.dueAt <= context.now) return refuse('INPUT_INVALID', { field: 'dueAt', detail: 'It is due in the future.' });
    const { conversationId, ticketId, number, owner, dueAt } = data;
    return accept([{ type: 'ticket.changed', data: { conversationId, ticketId, number, owner, dueAt, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideCloseTicket: Decider<'ticket.close'> = {
  type: 'ticket.close',
  facts: ['conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const found = openTicket(facts, data, context);
    if (isDecision(found)) return found;
    if (found.ticket.closed !== undefined) return accept([]);
    return accept([{ type: 'ticket.closed', data: { ...data, byAgentId: context.agentId, at: context.now } }]);
  },
};

/** D15: what follows when a ticket was not done in time: the case is somebody's work again at once, ended or asleep though it was. */
export function overdueTicket(facts: Facts, conversationId: string, ticketId: string, now: number): NewEvent[] {
  const conversation = facts.get('conversation', conversationId);
  const ticket = conversation?.tickets?.find((one) => one.id === ticketId);
  if (conversation === undefined || conversation.erasedAt !== undefined || ticket === undefined || ticket.closed !== undefined || ticket.overdueAt !== undefined || ticket.dueAt > now) return [];
  const events: NewEvent[] = [{ type: 'ticket.overdue', data: { conversationId, ticketId, at: now } }];
  const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  if (item === undefined) return events;
  const ref = { workItemId: item.id, conversationId };
  const { contactId, accountId, channel, queueId, needs } = item;
  const priority = Math.max(item.priority, OVERDUE_PRIORITY);
  if (item.state === 'closed') return [...events, { type: 'workItem.reopened', data: { ...ref, at: now, dueAt: ticket.dueAt, cost: costOf(channel), item: { contactId, accountId, channel, queueId, needs, priority } } }, { type: 'workItem.moved', data: { ...ref, queueId, needs, priority, at: now } }];
  if (item.waitingFor === 'customer' || item.snooze !== undefined) events.push({ type: 'workItem.resumed', data: { ...ref, dueAt: ticket.dueAt, cost: costOf(channel), because: 'ticket', at: now } });
  return priority === item.priority ? events : [...events, { type: 'workItem.moved', data: { ...ref, queueId, needs, priority, at: now } }];
}
