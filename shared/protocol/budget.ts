import { z } from 'zod';
import { budgetViewSchema, limitReadingSchema } from '../domain/budget-view.ts';
import { accountIdSchema } from '../domain/ids.ts';

/** What is left, per account this person may use; whole at the start, then what changed. Not logged. */
export const budgetDownSchema = z.object({ accounts: z.array(budgetViewSchema).max(2_000) });
export type BudgetDown = z.infer<typeof budgetDownSchema>;

/** A desk met the platform's own word on an account's limits. */
export const budgetReadingSchema = z.object({ accountId: accountIdSchema, readings: z.array(limitReadingSchema).min(1).max(12) });
