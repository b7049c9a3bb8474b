import { z } from 'zod';
import { agentIdSchema, bodyRefSchema, conversationIdSchema, instantSchema } from './ids.ts';

/** So long before the promised time a call-back comes to somebody, ms. */
export const CALL_LEAD_MS = 10 * 60_000;
/** The longest window that is still a promise, ms, and how far ahead it may lie. */
export const LONGEST_CALL_WINDOW_MS = 12 * 3_600_000;
export const FURTHEST_CALL_MS = 90 * 86_400_000;

/** C5: somebody was promised a call. Number and subject are sealed behind `bodyRef`. */
export const callBackSchema = z.object({
  bodyRef: bodyRefSchema,
  originConversationId: conversationIdSchema,
  /** Promised: not before, and not after. */
  fromAt: instantSchema,
  untilAt: instantSchema,
  byAgentId: agentIdSchema,
  plannedAt: instantSchema,
  state: z.enum(['planned', 'reached', 'cancelled']),
  tries: z.array(z.object({ at: instantSchema, byAgentId: agentIdSchema, outcome: z.enum(['reached', 'notReached', 'cancelled']) })).max(50),
});
export type CallBack = z.infer<typeof callBackSchema>;

/** The sealed text behind `callBack.bodyRef`, as JSON. */
export const callBackBodySchema = z.object({ number: z.string().trim().regex(/^\+?[\d ()/.-]{4,40}$/, 'a telephone number'), about: z.string().trim().max(500) });
export type CallBackBody = z.infer<typeof callBackBodySchema>;
