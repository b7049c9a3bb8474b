import { z } from 'zod';
import { callBackSchema } from '../domain/call-back.ts';
import { agentIdSchema, conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { ticketSchema } from '../domain/ticket.ts';
import { defineEvent } from './define.ts';

const of = { conversationId: conversationIdSchema, at: instantSchema };
const ticketId = ticketSchema.shape.id;

/** D15. */
export const ticketOpened = defineEvent('ticket.opened', z.object({ ...of, ticket: ticketSchema.omit({ overdueAt: true, closed: true }) }));
/** Another number, owner or due time; what was overdue is so no longer. */
export const ticketChanged = defineEvent('ticket.changed', z.object({ ...of, ticketId, byAgentId: agentIdSchema, number: ticketSchema.shape.number, owner: ticketSchema.shape.owner, dueAt: instantSchema }));
/** It was not done in time: the case comes back before the customer asks. Once for each due time. */
export const ticketOverdue = defineEvent('ticket.overdue', z.object({ ...of, ticketId }));
export const ticketClosed = defineEvent('ticket.closed', z.object({ ...of, ticketId, byAgentId: agentIdSchema, outcome: z.enum(['done', 'withdrawn']) }));
/** C5: a call was promised; the conversation is opened for it. */
export const callBackPlanned = defineEvent('callBack.planned', z.object({ ...of, callBack: callBackSchema.omit({ state: true, tries: true }) }));
/** Somebody called, or it was called off. `next`: another time was promised. */
export const callBackTried = defineEvent('callBack.tried', z.object({ ...of, byAgentId: agentIdSchema, outcome: z.enum(['reached', 'notReached', 'cancelled']), next: z.object({ fromAt: instantSchema, untilAt: instantSchema }).optional() }));
/** D1: it is part of no case any more. */
export const conversationUnlinked = defineEvent('conversation.unlinked', z.object({ ...of, caseId: conversationIdSchema, byAgentId: agentIdSchema }));
/** D8: answered together with another one of the same person. */
export const conversationMerged = defineEvent('conversation.merged', z.object({ ...of, intoConversationId: conversationIdSchema, byAgentId: agentIdSchema }));
export const conversationUnmerged = defineEvent('conversation.unmerged', z.object({ ...of, fromConversationId: conversationIdSchema, byAgentId: agentIdSchema }));
