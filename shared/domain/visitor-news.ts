import { z } from 'zod';
import { conversationIdSchema, seqSchema } from './ids.ts';

/** Where a visitor of our own platform is just now: ephemeral, for the desks that hold the conversation. */
export const visitorNewsSchema = z.object({
  conversationId: conversationIdSchema,
  here: z.boolean(),
  typing: z.boolean(),
  /** The newest message of ours that has been on their screen, by its place in the log; 0: none. */
  seenSeq: seqSchema,
  /** They ended the chat, or it ran out: nobody reads there any more. */
  over: z.boolean(),
  /** The page they are on, without query and fragment, and the language they read. */
  page: z.string().max(500).optional(),
  lang: z.string().max(16).optional(),
});
export type VisitorNews = z.infer<typeof visitorNewsSchema>;
