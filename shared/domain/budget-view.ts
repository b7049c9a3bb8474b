import { z } from 'zod';
import { accountIdSchema, instantSchema, spanMsSchema } from './ids.ts';

/** As in a channel's `limits`. */
export const budgetActionSchema = z.enum(['post', 'privateMessage', 'search', 'read', 'hide', 'session']);
export type BudgetAction = z.infer<typeof budgetActionSchema>;

/** What is left of one kind of action on one account, for all who use it together. */
export const budgetLineSchema = z.object({
  action: budgetActionSchema,
  left: z.number().int().min(0),
  max: z.number().int().min(1),
  windowMs: spanMsSchema,
  /** When the next one is free; absent while any is left. */
  nextAt: instantSchema.optional(),
  /** Replies that wait for it now, and of how many people. */
  waiting: z.number().int().min(0),
  people: z.number().int().min(0),
  /** The platform itself said so (a header, a 429), not only our count. */
  fromPlatform: z.boolean(),
});
export type BudgetLine = z.infer<typeof budgetLineSchema>;

export const budgetViewSchema = z.object({ accountId: accountIdSchema, lines: z.array(budgetLineSchema).max(12) });
export type BudgetView = z.infer<typeof budgetViewSchema>;

/** What a platform said of an account's limits in an answer, as a desk or a feed of the server met it. */
export const limitReadingSchema = z.object({ action: budgetActionSchema, remaining: z.number().int().min(0), limit: z.number().int().min(1).optional(), resetAt: instantSchema.optional() });
export type PlatformReading = z.infer<typeof limitReadingSchema>;
