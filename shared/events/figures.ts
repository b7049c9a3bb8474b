import { z } from 'zod';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

/** S3: from here on leads are shown figures of single people, or not. */
export const figuresSwitched = defineEvent('figures.switched', z.object({ perPerson: z.boolean(), byAgentId: agentIdSchema, at: instantSchema, note: z.string().max(500).optional() }));
