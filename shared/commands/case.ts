import { z } from 'zod';
import { callBackBodySchema } from '../domain/call-back.ts';
import { conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { ticketSchema } from '../domain/ticket.ts';
import { defineCommand } from './define.ts';

const conversationId = conversationIdSchema;
const ticketId = ticketSchema.shape.id;
const ticket = { number: ticketSchema.shape.number, owner: ticketSchema.shape.owner, dueAt: instantSchema };
const window = z.object({ fromAt: instantSchema, untilAt: instantSchema }).refine((w) => w.untilAt > w.fromAt, { path: ['untilAt'], message: 'a window begins before it ends' });

/** D15: somebody outside the desk owes this case something. `rest`: the item sleeps until then, or until the customer writes. Answers `ticketId`. */
export const openTicket = defineCommand('ticket.open', z.object({ conversationId, ...ticket, rest: z.boolean() }), { offline: 'refuse' });
export const changeTicket = defineCommand('ticket.change', z.object({ conversationId, ticketId, ...ticket }), { offline: 'refuse' });
export const closeTicket = defineCommand('ticket.close', z.object({ conversationId, ticketId, outcome: z.enum(['done', 'withdrawn']) }), { offline: 'refuse' });
/** C5: promises a call in this window. `own`: whoever promises calls. Answers `conversationId` and `workItemId` of the call. */
export const planCallBack = defineCommand('callBack.plan', z.object({ conversationId, ...callBackBodySchema.shape, window, own: z.boolean() }), { offline: 'refuse' });
/** What became of a call. `next`: promised anew, where nobody was reached. */
export const reportCallBack = defineCommand('callBack.report', z.object({ conversationId, outcome: z.enum(['reached', 'notReached', 'cancelled']), next: window.optional() }), { offline: 'refuse' });
/** D1: both are part of one case, with everything that was part of either's. Answers `caseId`. */
export const linkConversations = defineCommand('conversation.link', z.object({ conversationId, withConversationId: conversationIdSchema }), { offline: 'refuse' });
export const unlinkConversation = defineCommand('conversation.unlink', z.object({ conversationId }), { offline: 'refuse' });
/** D8: this one of the same person is answered with the other: its item ends, and what comes later comes to whoever has the other. */
export const mergeConversations = defineCommand('conversation.merge', z.object({ conversationId, intoConversationId: conversationIdSchema }), { offline: 'refuse' });
/** It has an item of its own again. */
export const unmergeConversation = defineCommand('conversation.unmerge', z.object({ conversationId }), { offline: 'refuse' });
