import { z } from 'zod';
import { conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { outboxEntrySchema } from './views.ts';

const where = { conversationId: conversationIdSchema.optional(), /** '' where this desk does not know it. */ contactName: z.string() };

/** What this desk holds and the center does not have: gone with the local copy. */
export const unsentSchema = z.object({
  /** Replies that wait, go out just now or are unclear. Of an unclear one the center knows, of the others it need not. */
  replies: z.array(outboxEntrySchema.extend({ contactName: z.string() })),
  drafts: z.array(z.object({ ...where, text: z.string(), savedAt: instantSchema })),
  /** Closed items, notes, tags … written down while there was no server. `type`: the command's. */
  commands: z.array(z.object({ ...where, type: z.string(), at: instantSchema })),
});
export type Unsent = z.infer<typeof unsentSchema>;
