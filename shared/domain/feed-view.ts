import { z } from 'zod';
import { accountIdSchema, instantSchema, spanMsSchema } from './ids.ts';

/** How one feed of the server is doing, for leads. */
export const feedViewSchema = z.object({
  accountId: accountIdSchema,
  /** `waiting`: in trouble (`code`), tries again at `nextTryAt`, or waits for the account's budget. */
  state: z.enum(['starting', 'live', 'polling', 'waiting', 'paused', 'stopped']),
  since: instantSchema,
  /** The platform last answered us. */
  lastSuccessAt: instantSchema.optional(),
  /** The last message that came, and how long after it was written. */
  lastMessageAt: instantSchema.optional(),
  lagMs: spanMsSchema.optional(),
  code: z.string().max(64).optional(),
  detail: z.string().max(300).optional(),
  nextTryAt: instantSchema.optional(),
  /** Nothing came, or the platform did not answer, for unusually long. */
  silentSince: instantSchema.optional(),
});
export type FeedView = z.infer<typeof feedViewSchema>;
