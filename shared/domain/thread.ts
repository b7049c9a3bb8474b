import { z } from 'zod';
import { channelNameSchema, visibilitySchema } from './channel.ts';
import { accountIdSchema, instantSchema, threadIdSchema } from './ids.ts';

/** What the platform shows: a post and all its replies. Several conversations may run in it. */
export const threadSchema = z.object({
  id: threadIdSchema,
  accountId: accountIdSchema,
  channel: channelNameSchema,
  /** The platform's own id of the root; unique with the account. */
  remoteId: z.string().max(256),
  visibility: visibilitySchema,
  openedAt: instantSchema,
  lastMessageAt: instantSchema,
  messageCount: z.number().int().min(0),
});
export type Thread = z.infer<typeof threadSchema>;
