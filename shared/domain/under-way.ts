import { z } from 'zod';
import { agentIdSchema, instantSchema, replyIdSchema, workItemIdSchema } from './ids.ts';

/**
 * What a lead must know before taking an item away by force, and after: an answer of the present owner may already be out. Read as
 * "as of `asOfAt`: `waiting` waiting, sending possible until `sendingPossibleUntil`".
 */
export const underWaySchema = z.object({
  workItemId: workItemIdSchema,
  replyId: replyIdSchema,
  agentId: agentIdSchema,
  /** Since when leave to send is given. */
  since: instantSchema,
  sendingPossibleUntil: instantSchema,
  /** What the owner's desk last said waits in its outbox, and when; absent: it never said. */
  waiting: z.number().int().min(0).optional(),
  unclear: z.number().int().min(0).optional(),
  asOfAt: instantSchema.optional(),
});
export type UnderWay = z.infer<typeof underWaySchema>;

/** The `result` of `workItem.reassign`. */
export const reassignResultSchema = z.object({
  moved: z.array(workItemIdSchema),
  refused: z.array(z.object({ workItemId: workItemIdSchema, code: z.string(), retryAfterMs: z.number().optional() })),
  /** Of refused items and of those moved by force. */
  underWay: z.array(underWaySchema),
});
export type ReassignResult = z.infer<typeof reassignResultSchema>;
