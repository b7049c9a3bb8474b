import { z } from 'zod';
import { agentIdSchema, instantSchema } from './ids.ts';

/**
 * S3: whether leads are shown figures of single people. Off until an admin, who has agreed on it with the works council, switches it on; while it is off, figures
 * of service are given of five people or more, in every list and file. One's own are always shown to oneself. Every desk is told how it stands, and who switched it.
 */
export const figureRulesSchema = z.object({
  id: z.literal('center'),
  perPerson: z.boolean(),
  /** Newest last; at most 50. */
  history: z.array(z.object({ perPerson: z.boolean(), byAgentId: agentIdSchema, at: instantSchema, note: z.string().max(500).optional() })).max(50),
});
export type FigureRules = z.infer<typeof figureRulesSchema>;
export const FIGURE_RULES_ID = 'center';
