import { z } from 'zod';
import { visibilitySchema } from './channel.ts';
import { agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replyIdSchema, seqSchema, threadIdSchema } from './ids.ts';

/** `in`: from a customer. `out`: from the brand, by this desk (`replyId`) or from outside it. */
export const messageSchema = z.object({
  id: messageIdSchema,
  threadId: threadIdSchema,
  /** The customer's part this belongs to; absent where a brand post addresses nobody. */
  conversationId: conversationIdSchema.optional(),
  direction: z.enum(['in', 'out']),
  authorContactId: contactIdSchema.optional(),
  agentId: agentIdSchema.optional(),
  replyId: replyIdSchema.optional(),
  /** Zero-based part of an answer in several parts. */
  part: z.number().int().min(0).optional(),
  visibility: visibilitySchema,
  remoteId: z.string().max(256),
  inReplyToRemoteId: z.string().max(256).optional(),
  bodyRef: bodyRefSchema,
  language: z.string().max(16).optional(),
  sentAt: instantSchema,
  receivedAt: instantSchema,
  editedAt: instantSchema.optional(),
  deletedAt: instantSchema.optional(),
  /** Place in the log: orders messages with the same `sentAt`. */
  seq: seqSchema,
});
export type Message = z.infer<typeof messageSchema>;

/** The sealed text behind `message.bodyRef`, as JSON. */
export const messageBodySchema = z.object({ text: z.string().max(100_000), url: z.string().max(2_048).optional() });
export type MessageBody = z.infer<typeof messageBodySchema>;
