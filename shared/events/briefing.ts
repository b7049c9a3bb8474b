import { z } from 'zod';
import { briefingIdSchema, briefingSchema } from '../domain/briefing.ts';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

export const briefingWritten = defineEvent('briefing.written', briefingSchema);
/** Taken away by a lead, or long over; the log keeps who had read it. */
export const briefingEnded = defineEvent('briefing.ended', z.object({ id: briefingIdSchema, byAgentId: agentIdSchema, at: instantSchema }));
export const briefingRead = defineEvent('briefing.read', z.object({ id: briefingIdSchema, version: z.number().int().min(1), agentId: agentIdSchema, at: instantSchema }));
