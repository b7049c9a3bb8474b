import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { dispositionSchema } from './disposition.ts';
import { accountIdSchema, agentIdSchema, contactIdSchema, conversationIdSchema, instantSchema, messageIdSchema, queueIdSchema, reservationIdSchema, skillIdSchema, workItemIdSchema } from './ids.ts';
import { caseTypeSchema } from './reading.ts';
import { skillNeedSchema } from './skill.ts';
import { readCauseSchema, specialMailKindSchema } from './strategy.ts';

/** R11: outranks everything, reserved picks included. */
export const DANGER_PRIORITY = 9;

/** Why an item came to this person: code and figures, so that the desk can say it in its own language. */
export const assignmentReasonSchema = z.object({
  by: z.enum(['router', 'person', 'self', 'offer']),
  personId: agentIdSchema.optional(),
  skills: z.array(z.object({ skillId: skillIdSchema, need: z.number(), has: z.number() })).optional(),
  lastAgent: z.boolean().optional(),
  waitedMs: z.number().int().min(0).optional(),
  note: z.string().max(500).optional(),
  forced: z.boolean().optional(),
  /** Why this item and not another: danger (R11), earliest deadline, first come, reserved for what waits longest, longest line (R6), something else for a change (R10). */
  pick: z.enum(['danger', 'deadline', 'arrival', 'late', 'overdue', 'line', 'variety']).optional(),
  /** R4: so many rings were open. */
  ring: z.number().int().min(1).max(6).optional(),
  /** R2: one of a bulk that is answered together. */
  bulkId: z.string().min(1).max(128).optional(),
});
export type AssignmentReason = z.infer<typeof assignmentReasonSchema>;

/** Why an item came back to the queue. */
export const returnReasonSchema = z.enum(['released', 'deskDropped', 'offDuty', 'reassigned', 'agentDisabled', 'idle', 'overflow', 'untouched', 'shiftEnd', 'promise', 'rightLost']);
export type ReturnReason = z.infer<typeof returnReasonSchema>;

/** The routable demand for attention that a conversation raises. */
export const workItemSchema = z.object({
  id: workItemIdSchema,
  conversationId: conversationIdSchema,
  contactId: contactIdSchema,
  accountId: accountIdSchema,
  channel: channelNameSchema,
  queueId: queueIdSchema,
  needs: z.array(skillNeedSchema),
  priority: z.number().int().min(0).max(9),
  /** Capacity it takes of the agent who holds it; 0 while it waits for the customer. */
  cost: z.number().int().min(0).max(1000),
  state: z.enum(['queued', 'offered', 'assigned', 'closed']),
  waitingFor: z.enum(['us', 'customer']),
  createdAt: instantSchema,
  /** The item's age counts from here, through declines and returns. */
  queuedAt: instantSchema,
  /** The nearer of the next word of ours and the solution. */
  dueAt: instantSchema,
  /** R1: by when it should be solved; stands still while it waits for the customer. */
  resolutionDueAt: instantSchema.optional(),
  /** Since when it has waited for the customer. */
  parkedAt: instantSchema.optional(),
  /** R2: put aside until then, or until the customer writes; costs nothing and is given to nobody meanwhile. */
  snooze: z.object({ untilAt: instantSchema, byAgentId: agentIdSchema, at: instantSchema }).optional(),
  epoch: z.number().int().min(0),
  ownerAgentId: agentIdSchema.optional(),
  assignedAt: instantSchema.optional(),
  reason: assignmentReasonSchema.optional(),
  reservationId: reservationIdSchema.optional(),
  declinedBy: z.array(agentIdSchema).optional(),
  lastAgentId: agentIdSchema.optional(),
  returnedAt: instantSchema.optional(),
  returnReason: returnReasonSchema.optional(),
  /** Only this person gets it, until then (direct transfer to a person who may be full). */
  closedAt: instantSchema.optional(),
  disposition: dispositionSchema.optional(),
  reopened: z.number().int().min(0),
  /** R11: a person may be in danger; leads are told until one has seen it. */
  alert: z.object({ raisedAt: instantSchema, reminders: z.number().int().min(0), remindedAt: instantSchema, seenBy: agentIdSchema.optional(), seenAt: instantSchema.optional() }).optional(),
  /** R13: a letter with a clock of its own, and the receipt of it: which message, when, and the SHA-256 (hex) of its text under the center's key. */
  special: z.object({ kind: specialMailKindSchema, messageId: messageIdSchema, sentAt: instantSchema, receivedAt: instantSchema, dueAt: instantSchema, digest: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
  /** What was read in it that gave it its needs or its priority, by the rules of the strategy. */
  readAs: z.array(readCauseSchema).max(13).optional(),
  /** HOUR-4: as what its deadlines were set, where its queue promises kinds of cases something of their own. */
  caseType: caseTypeSchema.optional(),
  /** R8: something was promised until then; a parked item wakes before. `woke`: it has, and the next answer keeps or renews it. */
  promise: z.object({ dueAt: instantSchema, byAgentId: agentIdSchema.optional(), woke: z.literal(true).optional() }).optional(),
  /** R8: what the next owner should know, in one line. */
  handoverLine: z.string().max(300).optional(),
  /** R2: answered together with others. */
  bulkId: z.string().min(1).max(128).optional(),
  /** R14: the author did not address us. `siteOnly`: may only be answered on the platform's own page; `approach`: may be approached. */
  unsummoned: z.enum(['siteOnly', 'approach']).optional(),
});
export type WorkItem = z.infer<typeof workItemSchema>;

/** Nothing is to be done about it now: it waits for the customer, or sleeps (R2). */
export function isResting(item: Pick<WorkItem, 'waitingFor' | 'snooze'>): boolean {
  return item.waitingFor === 'customer' || item.snooze !== undefined;
}

export const reservationSchema = z.object({
  id: reservationIdSchema,
  workItemId: workItemIdSchema,
  conversationId: conversationIdSchema,
  agentId: agentIdSchema,
  state: z.enum(['pending', 'accepted', 'declined', 'expired', 'rescinded']),
  offeredAt: instantSchema,
  expiresAt: instantSchema,
  endedAt: instantSchema.optional(),
});
export type Reservation = z.infer<typeof reservationSchema>;
