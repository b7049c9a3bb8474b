import { z } from 'zod';
import { agentIdSchema, conversationIdSchema, instantSchema, replyIdSchema } from '../domain/ids.ts';

/** One conversation's line of what happened while away. `count`: messages of this kind in it. */
export const awayItemSchema = z.object({
  kind: z.enum(['newItem', 'newMessage', 'takenAway', 'answeredByOthers', 'deleted', 'replySent', 'replyBecameDraft', 'replyUnclear']),
  conversationId: conversationIdSchema,
  /** '' where this desk may not know it any more. */
  contactName: z.string(),
  at: instantSchema,
  /** Who did it, where this desk may know. */
  byAgentId: agentIdSchema.optional(),
  replyId: replyIdSchema.optional(),
  /** Why a reply became a draft or is unclear. */
  code: z.string().optional(),
  count: z.number().int().min(1),
});
export type AwayItem = z.infer<typeof awayItemSchema>;

/**
 * What happened while this desk was without the server, gathered at the catch-up, newest last; several absences add up until `away.seen`.
 * `counts` are of everything, `items` the newest 200 of it.
 */
export const awaySummarySchema = z.object({
  since: instantSchema,
  until: instantSchema,
  absences: z.number().int().min(1),
  counts: z.object({
    newItems: z.number().int().min(0),
    newMessages: z.number().int().min(0),
    takenAway: z.number().int().min(0),
    answeredByOthers: z.number().int().min(0),
    deleted: z.number().int().min(0),
    repliesSent: z.number().int().min(0),
    repliesBecameDraft: z.number().int().min(0),
    repliesUnclear: z.number().int().min(0),
  }),
  items: z.array(awayItemSchema).max(200),
});
export type AwaySummary = z.infer<typeof awaySummarySchema>;
