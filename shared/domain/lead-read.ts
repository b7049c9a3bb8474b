import { z } from 'zod';
import { agentIdSchema, instantSchema } from './ids.ts';

/** Newest so many stay with the conversation. */
export const LEAD_READS_KEPT = 20;

/** S2: a lead read what this person held, from when to when. */
export const leadReadSchema = z.object({ agentId: agentIdSchema, byAgentId: agentIdSchema, fromAt: instantSchema, untilAt: instantSchema });
export type LeadRead = z.infer<typeof leadReadSchema>;
