import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { serviceReportRequestSchema, serviceReportSchema, THANKS_MAX, thanksRequestSchema, thanksSchema } from './service-report.ts';
import { ratingCountSchema, termCountSchema } from './term-report.ts';

/** What leads ask the server to count, and everybody of themselves (`thanks`, `service` `own`). `from`: what was found, or ended, since then. */
export const leadReportRequestSchema = z.discriminatedUnion('kind', [z.object({ kind: z.enum(['terms', 'ratings']), from: instantSchema }), serviceReportRequestSchema, thanksRequestSchema]);
export type LeadReportRequest = z.infer<typeof leadReportRequestSchema>;
export const leadReportAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('terms'), terms: z.array(termCountSchema).max(5_000) }),
  z.object({ kind: z.literal('ratings'), ratings: z.array(ratingCountSchema).max(2_000) }),
  serviceReportSchema,
  z.object({ kind: z.literal('thanks'), thanks: z.array(thanksSchema).max(THANKS_MAX) }),
]);
export type LeadReport = z.infer<typeof leadReportAnswerSchema>;
