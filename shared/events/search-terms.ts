import { z } from 'zod';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { searchTermsListSchema } from '../domain/search-terms.ts';
import { defineEvent } from './define.ts';

/** C8: from here on this is looked for on behalf of the brand. `restores`: an undo, the terms of that version are in force again. */
export const termsChanged = defineEvent(
  'terms.changed',
  z.object({ brand: z.string().min(1).max(128), version: z.number().int().min(1), terms: searchTermsListSchema, restores: z.number().int().min(0).optional(), byAgentId: agentIdSchema, at: instantSchema, note: z.string().max(500).optional() }),
);
