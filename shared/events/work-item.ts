import { z } from 'zod';
import { dispositionSchema } from '../domain/disposition.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema, queueIdSchema, reservationIdSchema, workItemIdSchema } from '../domain/ids.ts';
import { caseTypeSchema } from '../domain/reading.ts';
import { skillNeedSchema } from '../domain/skill.ts';
import { termHitSchema } from '../domain/search-terms.ts';
import { specialMailKindSchema } from '../domain/strategy.ts';
import { assignmentReasonSchema, returnReasonSchema, workItemSchema } from '../domain/work-item.ts';
import { defineEvent } from './define.ts';

const ref = { workItemId: workItemIdSchema, conversationId: conversationIdSchema };

export const workItemQueued = defineEvent(
  'workItem.queued',
  workItemSchema.pick({ id: true, conversationId: true, contactId: true, accountId: true, channel: true, queueId: true, needs: true, priority: true, cost: true, createdAt: true, queuedAt: true, dueAt: true, resolutionDueAt: true, unsummoned: true, readAs: true, caseType: true }).extend({ /** C8: the terms that found what did not address us. */ foundBy: z.array(termHitSchema).max(20).optional() }),
);
/** A further message joined the open turn; the clock of the item stays. */
export const workItemChased = defineEvent('workItem.chased', z.object({ ...ref, at: instantSchema, /** R14: with this one its author did address us. */ summoned: z.literal(true).optional() }));
/** The customer wrote again after our answer, or a sleep or promise ended: the item is due anew, with whoever holds it. */
export const workItemResumed = defineEvent('workItem.resumed', z.object({ ...ref, dueAt: instantSchema, at: instantSchema, cost: z.number().int().min(0), /** R8: a promise comes due; `snooze`: its sleep is over (R2), and the age stays; `ticket`: others did not do in time what they owe (D15); absent: the customer wrote. */ because: z.enum(['promise', 'snooze', 'ticket']).optional(), resolutionDueAt: instantSchema.optional(), /** R14: with this one its author did address us. */ summoned: z.literal(true).optional() }));
/** `epoch` is the conversation's, raised by one at each change of owner. */
export const workItemAssigned = defineEvent('workItem.assigned', z.object({ ...ref, agentId: agentIdSchema, epoch: z.number().int().min(1), at: instantSchema, reason: assignmentReasonSchema, /** R2: another cost than before (members of a bulk after the first: 0). */ cost: z.number().int().min(0).optional() }));
export const workItemReturned = defineEvent('workItem.returned', z.object({ ...ref, fromAgentId: agentIdSchema, epoch: z.number().int().min(1), at: instantSchema, reason: returnReasonSchema, forced: z.boolean().optional(), note: z.string().max(500).optional(), /** Its own cost again, where a bulk had made it free. */ cost: z.number().int().min(0).optional() }));
/** Moved to another queue or other needs while waiting. */
export const workItemMoved = defineEvent('workItem.moved', z.object({ ...ref, queueId: queueIdSchema, needs: z.array(skillNeedSchema), priority: z.number().int().min(0).max(9).optional(), /** What was read in it that moved it. */ readAs: workItemSchema.shape.readAs, at: instantSchema }));
/** HOUR-5: its queue's hours or targets changed, or the kind of case was put right: due anew, counted from when it began to wait. */
export const workItemDueMoved = defineEvent('workItem.dueMoved', z.object({ ...ref, dueAt: instantSchema, resolutionDueAt: instantSchema.optional(), caseType: caseTypeSchema.optional(), at: instantSchema }));
/** An answer went out and the item waits for the customer: costs nothing until they write. */
export const workItemParked = defineEvent('workItem.parked', z.object({ ...ref, at: instantSchema, promise: z.object({ dueAt: instantSchema, byAgentId: agentIdSchema }).optional() }));
/** R2: put aside until then, or until the customer writes. */
export const workItemSnoozed = defineEvent('workItem.snoozed', z.object({ ...ref, agentId: agentIdSchema, untilAt: instantSchema, at: instantSchema }));
export const workItemClosed = defineEvent('workItem.closed', z.object({ ...ref, disposition: dispositionSchema, agentId: agentIdSchema.optional(), at: instantSchema }));
export const workItemReopened = defineEvent('workItem.reopened', z.object({ ...ref, agentId: agentIdSchema.optional(), at: instantSchema, dueAt: instantSchema, resolutionDueAt: instantSchema.optional(), cost: z.number().int().min(0), /** What routing needs to know of an item it has forgotten. */ item: workItemSchema.pick({ contactId: true, accountId: true, channel: true, queueId: true, needs: true, priority: true, caseType: true }).optional() }));

const offer = { reservationId: reservationIdSchema, ...ref, agentId: agentIdSchema, at: instantSchema };
export const reservationOffered = defineEvent('reservation.offered', z.object({ ...offer, expiresAt: instantSchema }));
export const reservationAccepted = defineEvent('reservation.accepted', z.object(offer));
export const reservationDeclined = defineEvent('reservation.declined', z.object(offer));
export const reservationExpired = defineEvent('reservation.expired', z.object(offer));
/** Taken back without blame: answered elsewhere, agent left, server restarted. */
export const reservationRescinded = defineEvent('reservation.rescinded', z.object(offer));

/** R8: what the next owner should know. */
export const workItemHandoverNoted = defineEvent('workItem.handoverNoted', z.object({ ...ref, agentId: agentIdSchema, line: z.string().max(300), at: instantSchema }));
/** R11: leads are told, at once and again (`reminder` 1, 2, …) until one of them has seen it. */
export const alertRaised = defineEvent('alert.raised', z.object({ ...ref, reminder: z.number().int().min(0), at: instantSchema, byAgentId: agentIdSchema.optional() }));
export const alertSeen = defineEvent('alert.seen', z.object({ ...ref, agentId: agentIdSchema, at: instantSchema }));
/** R13: proof of when such a letter came. The chained log makes it provable; the digest is an HMAC of the text under the center's key. */
export const receiptRecorded = defineEvent('receipt.recorded', z.object({ ...ref, messageId: messageIdSchema, kind: specialMailKindSchema, sentAt: instantSchema, receivedAt: instantSchema, dueAt: instantSchema, digest: z.string().regex(/^[0-9a-f]{64}$/) }));
