import { z } from 'zod';
import { dispositionSchema } from '../domain/disposition.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, queueIdSchema, reservationIdSchema, workItemIdSchema } from '../domain/ids.ts';
import { skillNeedSchema } from '../domain/skill.ts';
import { assignmentReasonSchema, returnReasonSchema, workItemSchema } from '../domain/work-item.ts';
import { defineEvent } from './define.ts';

const ref = { workItemId: workItemIdSchema, conversationId: conversationIdSchema };

export const workItemQueued = defineEvent(
  'workItem.queued',
  workItemSchema.pick({ id: true, conversationId: true, contactId: true, accountId: true, channel: true, queueId: true, needs: true, priority: true, cost: true, createdAt: true, queuedAt: true, dueAt: true }),
);
/** A further message joined the open turn; the clock of the item stays. */
export const workItemChased = defineEvent('workItem.chased', z.object({ ...ref, at: instantSchema }));
/** The customer wrote again after our answer: the item is due anew, with whoever holds it. */
export const workItemResumed = defineEvent('workItem.resumed', z.object({ ...ref, dueAt: instantSchema, at: instantSchema, cost: z.number().int().min(0) }));
/** `epoch` is the conversation's, raised by one at each change of owner. */
export const workItemAssigned = defineEvent('workItem.assigned', z.object({ ...ref, agentId: agentIdSchema, epoch: z.number().int().min(1), at: instantSchema, reason: assignmentReasonSchema }));
export const workItemReturned = defineEvent('workItem.returned', z.object({ ...ref, fromAgentId: agentIdSchema, epoch: z.number().int().min(1), at: instantSchema, reason: returnReasonSchema, forced: z.boolean().optional(), note: z.string().max(500).optional() }));
/** Moved to another queue or other needs while waiting. */
export const workItemMoved = defineEvent('workItem.moved', z.object({ ...ref, queueId: queueIdSchema, needs: z.array(skillNeedSchema), at: instantSchema }));
/** An answer went out and the item waits for the customer: costs nothing until they write. */
export const workItemParked = defineEvent('workItem.parked', z.object({ ...ref, at: instantSchema }));
export const workItemClosed = defineEvent('workItem.closed', z.object({ ...ref, disposition: dispositionSchema, agentId: agentIdSchema.optional(), at: instantSchema }));
export const workItemReopened = defineEvent('workItem.reopened', z.object({ ...ref, agentId: agentIdSchema.optional(), at: instantSchema, dueAt: instantSchema, cost: z.number().int().min(0) }));

const offer = { reservationId: reservationIdSchema, ...ref, agentId: agentIdSchema, at: instantSchema };
export const reservationOffered = defineEvent('reservation.offered', z.object({ ...offer, expiresAt: instantSchema }));
export const reservationAccepted = defineEvent('reservation.accepted', z.object(offer));
export const reservationDeclined = defineEvent('reservation.declined', z.object(offer));
export const reservationExpired = defineEvent('reservation.expired', z.object(offer));
/** Taken back without blame: answered elsewhere, agent left, server restarted. */
export const reservationRescinded = defineEvent('reservation.rescinded', z.object(offer));
