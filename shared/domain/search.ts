import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, instantSchema } from './ids.ts';

/** Who said it: the customer, somebody of the brand, or a note among colleagues. */
export const saidBySchema = z.enum(['customer', 'team', 'note']);
export type SaidBy = z.infer<typeof saidBySchema>;

/** Where the item of the conversation stands: to be done by us, resting (put aside, or the customer is to write), closed. */
export const foundStateSchema = z.enum(['open', 'resting', 'closed']);
export type FoundState = z.infer<typeof foundStateSchema>;

/** What a search is narrowed to; all that are given must hold. `sinceAt` is included, `untilAt` is not. */
export const searchFilterSchema = z
  .object({
    channel: channelNameSchema.optional(),
    brand: z.string().min(1).max(128).optional(),
    accountId: accountIdSchema.optional(),
    saidBy: saidBySchema.optional(),
    agentId: agentIdSchema.optional(),
    state: foundStateSchema.optional(),
    sinceAt: instantSchema.optional(),
    untilAt: instantSchema.optional(),
    tag: z.string().min(1).max(40).optional(),
    /** Held by whoever searches, or held by them last. */
    mine: z.boolean().optional(),
  })
  .strict();
export type SearchFilter = z.infer<typeof searchFilterSchema>;

export function isNarrowed(filter: SearchFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined && value !== false);
}
