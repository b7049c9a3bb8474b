import { z } from 'zod';
import { dispositionSchema, isServerDisposition } from '../domain/disposition.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema, queueIdSchema, replyIdSchema, reservationIdSchema, workItemIdSchema } from '../domain/ids.ts';
import { skillNeedSchema } from '../domain/skill.ts';
import { defineCommand, LEADS } from './define.ts';

const note = z.string().max(500).optional();

export const acceptReservation = defineCommand('reservation.accept', z.object({ reservationId: reservationIdSchema }), { offline: 'refuse' });
export const declineReservation = defineCommand('reservation.decline', z.object({ reservationId: reservationIdSchema }), { offline: 'refuse' });
/** Takes a waiting item by hand; counts against capacity and may exceed it (the desk warns). With a reason also one that a colleague has and lets lie (D8): `CLAIM_HELD` while they write. */
export const takeWorkItem = defineCommand('workItem.take', z.object({ workItemId: workItemIdSchema, reason: z.string().trim().min(1).max(300).optional() }), { offline: 'refuse' });
/** Gives an own item back: to its queue, or on to a person or another queue or skill, with a note. */
export const transferWorkItem = defineCommand(
  'workItem.transfer',
  z.object({ workItemId: workItemIdSchema, to: z.discriminatedUnion('kind', [z.object({ kind: z.literal('queue'), queueId: queueIdSchema.optional(), needs: z.array(skillNeedSchema).max(10).optional() }), z.object({ kind: z.literal('agent'), agentId: agentIdSchema })]), note }),
  { offline: 'refuse' },
);
/** A lead moves one or many, whoever holds them. `force` takes an item although an answer may be under way. `lines` (R8): what the next owner should know, of items that do move. */
export const reassignWorkItems = defineCommand(
  'workItem.reassign',
  z.object({ workItemIds: z.array(workItemIdSchema).min(1).max(500), to: z.discriminatedUnion('kind', [z.object({ kind: z.literal('queue') }), z.object({ kind: z.literal('agent'), agentId: agentIdSchema })]), force: z.boolean(), note, lines: z.array(z.object({ workItemId: workItemIdSchema, line: z.string().trim().min(1).max(300) })).max(500).optional() }),
  { offline: 'refuse', roles: LEADS },
);
/** `seenThroughMessageId`: the last message the agent had seen; a newer one refuses the closing, so that it cannot be closed unread. */
export const closeWorkItem = defineCommand('workItem.close', z.object({ workItemId: workItemIdSchema, disposition: dispositionSchema.refine((d) => !isServerDisposition(d.kind), 'set by what the platform shows, not by a person'), seenThroughMessageId: messageIdSchema.optional(), /** It follows from this answer, and only while that one stands. */ afterReplyId: replyIdSchema.optional() }), { offline: 'queue' });
/** An answer is out and the item waits for the customer: costs nothing until they write. */
export const parkWorkItem = defineCommand('workItem.park', z.object({ workItemId: workItemIdSchema, seenThroughMessageId: messageIdSchema.optional(), /** R8: promised until then; the item wakes before. */ promiseDueAt: instantSchema.optional(), /** It follows from this answer, and only while that one stands. */ afterReplyId: replyIdSchema.optional() }), { offline: 'queue' });
/** R2: puts it aside until then, or until the customer writes; it comes back to its owner first. Longer than due is allowed: its deadline stays. */
export const snoozeWorkItem = defineCommand('workItem.snooze', z.object({ workItemId: workItemIdSchema, untilAt: instantSchema, seenThroughMessageId: messageIdSchema.optional() }), { offline: 'queue' });
/** R2: ends its sleep now. */
export const wakeWorkItem = defineCommand('workItem.wake', z.object({ workItemId: workItemIdSchema }), { offline: 'queue' });
export const reopenWorkItem = defineCommand('workItem.reopen', z.object({ workItemId: workItemIdSchema }), { offline: 'refuse' });
export const tagConversation = defineCommand('conversation.tag', z.object({ conversationId: conversationIdSchema, tags: z.array(z.string().min(1).max(40)).max(20) }), { offline: 'queue' });
/** R2: takes several waiting items to answer them together: they cost as one. Never danger (R11). Answers `bulkId`. */
export const claimBulk = defineCommand('workItem.claimBulk', z.object({ workItemIds: z.array(workItemIdSchema).min(2).max(500) }), { offline: 'refuse' });
/** R8: what the next owner should know; empty clears it. */
export const handoverWorkItem = defineCommand('workItem.handover', z.object({ workItemId: workItemIdSchema, line: z.string().max(300) }), { offline: 'queue' });
/** R11: somebody may be in danger: trained people only, before everything, and leads are told. */
export const raiseAlert = defineCommand('alert.raise', z.object({ workItemId: workItemIdSchema }), { offline: 'refuse' });
/** R11: a lead has seen it. */
export const acknowledgeAlert = defineCommand('alert.acknowledge', z.object({ workItemId: workItemIdSchema }), { offline: 'refuse', roles: LEADS });
