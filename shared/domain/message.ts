import { z } from 'zod';
import { visibilitySchema } from './channel.ts';
import { agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replyIdSchema, seqSchema, threadIdSchema } from './ids.ts';
import { messageReadingSchema } from './reading.ts';
import { attachmentSchema, automaticSchema, mediaSchema, mentionSchema, recipientSchema } from './message-parts.ts';

/** D13: why something of ours is taken back or put right. */
export const changeReasonSchema = z.enum(['mistake', 'wrongRecipient', 'personalData', 'tone', 'outdated']);
export type ChangeReason = z.infer<typeof changeReasonSchema>;

/** How far putting it right has come. `breachDueAt`: words that reached the wrong person, or told of somebody, may have to be reported by then. */
export const messageChangeSchema = z.object({
  id: z.string().min(1).max(128),
  kind: z.enum(['delete', 'correct']),
  reason: changeReasonSchema,
  agentId: agentIdSchema,
  at: instantSchema,
  /** What it is to say from then on. */
  bodyRef: bodyRefSchema.optional(),
  state: z.enum(['allowed', 'done', 'failed', 'unclear']),
  endedAt: instantSchema.optional(),
  failure: z.object({ code: z.string().max(64), detail: z.string().max(500) }).optional(),
  breachDueAt: instantSchema.optional(),
});
export type MessageChange = z.infer<typeof messageChangeSchema>;

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
  /** Files and HTML of it in the content store: gone with it. */
  contentRefs: z.array(bodyRefSchema).max(201).optional(),
  /** HMAC over account, person and subject: joins an answer that names no id. */
  subjectKey: z.string().max(64).optional(),
  quotedRemoteId: z.string().max(256).optional(),
  /** A machine wrote it: it opens no turn, except a failed delivery, which somebody must see. */
  automatic: automaticSchema.optional(),
  /** R14: false where its author did not address the brand. */
  summoned: z.boolean().optional(),
  language: z.string().max(16).optional(),
  sentAt: instantSchema,
  receivedAt: instantSchema,
  editedAt: instantSchema.optional(),
  deletedAt: instantSchema.optional(),
  /** D13: the last time we put it right, or are about to. */
  change: messageChangeSchema.optional(),
  /** What the desk read of it (T1–T5, T8–T11); gone with the text. */
  reading: messageReadingSchema.optional(),
  /** Place in the log: orders messages with the same `sentAt`. */
  seq: seqSchema,
});
export type Message = z.infer<typeof messageSchema>;

/** The sealed text behind `message.bodyRef`, as JSON. */
export const messageBodySchema = z.object({
  text: z.string().max(100_000),
  url: z.string().max(2_048).optional(),
  subject: z.string().max(998).optional(),
  /** With quotations and signature, where that is more than `text`. */
  fullText: z.string().max(100_000).optional(),
  /** The HTML as it came, in the content store; shown only sanitised. */
  htmlRef: bodyRefSchema.optional(),
  attachments: z.array(attachmentSchema).max(200).optional(),
  media: z.array(mediaSchema).max(50).optional(),
  mentions: z.array(mentionSchema).max(100).optional(),
  recipients: z.array(recipientSchema).max(100).optional(),
  references: z.array(z.string().min(1).max(998)).max(100).optional(),
});
export type MessageBody = z.infer<typeof messageBodySchema>;
