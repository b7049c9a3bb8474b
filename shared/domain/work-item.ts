import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { dispositionSchema } from './disposition.ts';
import { accountIdSchema, agentIdSchema, contactIdSchema, conversationIdSchema, instantSchema, queueIdSchema, reservationIdSchema, skillIdSchema, workItemIdSchema } from './ids.ts';
import { skillNeedSchema } from './skill.ts';

/** Why an item came to this person: code and figures, so that the desk can say it in its own language. */
export const assignmentReasonSchema = z.object({
  by: z.enum(['router', 'person', 'self', 'offer']),
  personId: agentIdSchema.optional(),
  skills: z.array(z.object({ skillId: skillIdSchema, need: z.number(), has: z.number() })).optional(),
  lastAgent: z.boolean().optional(),
  waitedMs: z.number().int().min(0).optional(),
  note: z.string().max(500).optional(),
  forced: z.boolean().optional(),
});
export type AssignmentReason = z.infer<typeof assignmentReasonSchema>;

/** Why an item came back to the queue. */
export const returnReasonSchema = z.enum(['released', 'deskDropped', 'offDuty', 'reassigned', 'agentDisabled', 'idle']);
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
  dueAt: instantSchema,
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
});
export type WorkItem = z.infer<typeof workItemSchema>;

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
