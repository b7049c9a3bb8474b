import { z } from 'zod';
import { accountIdSchema } from './ids.ts';

const count = z.number().int().min(0);

/** C8: what one term, or a group of them (`term` absent), brought in. `triaged`: of these somebody has judged, by an answer or by closing. */
export const termCountSchema = z.object({
  brand: z.string().max(128),
  group: z.string().max(64),
  term: z.string().max(120).optional(),
  hits: count,
  triaged: count,
  noise: count,
  relevant: count,
  approached: count,
  answered: count,
  resolved: count,
  leftAlone: count,
  /** It mostly brings noise. */
  isNoisy: z.boolean(),
});
export type TermCount = z.infer<typeof termCountSchema>;

/** What visitors said of one account's chats at their end. `stars`: how many gave one, two … five. */
export const ratingCountSchema = z.object({ accountId: accountIdSchema, chats: count, rated: count, stars: z.array(count).length(5), average: z.number().min(1).max(5).optional() });
export type RatingCount = z.infer<typeof ratingCountSchema>;
