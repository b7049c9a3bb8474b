import { z } from 'zod';
import { addressFormSchema, visibilitySchema } from '../domain/channel.ts';
import { bulkMemberSchema } from '../domain/bulk-answer.ts';
import { accountIdSchema, instantSchema, messageIdSchema } from '../domain/ids.ts';

/** D6: a member with what its variant is built from and judged by, as far as it lies on this desk. */
export const bulkReaderSchema = z.object({
  member: bulkMemberSchema,
  accountId: accountIdSchema,
  channel: z.string(),
  visibility: visibilitySchema,
  name: z.string(),
  handle: z.string(),
  addressForm: addressFormSchema.optional(),
  /** All that is open, oldest first; '' where its text is not here yet. */
  text: z.string(),
  /** The newest of it. */
  throughMessageId: messageIdSchema.optional(),
  lastInboundAt: instantSchema,
  dueAt: instantSchema.optional(),
  followers: z.number().optional(),
  flags: z.array(z.string()),
  sentiment: z.enum(['negative', 'neutral', 'positive']).optional(),
  /** ms; no answer may go after it. */
  windowUntilAt: instantSchema.optional(),
  /** A text that lies in its composer. */
  draft: z.object({ text: z.string(), isOwn: z.boolean() }).optional(),
});
export type BulkReader = z.infer<typeof bulkReaderSchema>;

const variant = z.object({ conversationId: bulkMemberSchema.shape.conversationId, text: z.string().min(1).max(50_000) });
export const bulkVariantSchema = variant;
export const bulkConfirmSchema = variant.extend({ throughMessageId: messageIdSchema, edited: z.boolean() });
