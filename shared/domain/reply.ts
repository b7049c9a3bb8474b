import { z } from 'zod';
import { visibilitySchema } from './channel.ts';
import { MOST_MENTIONS } from './desk-tools.ts';
import { accountIdSchema, agentIdSchema, bodyRefSchema, conversationIdSchema, instantSchema, messageIdSchema, noteIdSchema, replicaIdSchema, replyIdSchema, workItemIdSchema } from './ids.ts';
import { answerFileSchema, recipientSchema } from './message-parts.ts';
import { situationRefSchema } from './situation.ts';

/** The bytes of an answer, frozen when the agent pressed send. Nothing of it changes afterwards. */
export const frozenReplySchema = z.object({
  parts: z.array(z.string().min(1).max(50_000)).min(1).max(20),
  visibility: visibilitySchema,
  /** Remote id of the message answered; absent for a private message that answers none. */
  inReplyToRemoteId: z.string().max(256).optional(),
  /** Remote id of the person addressed on the platform (needed for private messages). */
  recipientRemoteId: z.string().max(256).optional(),
  recipientHandle: z.string().max(256).optional(),
  /** Further people addressed, where the channel knows several (copies of a mail). */
  recipients: z.array(recipientSchema).max(50).optional(),
  subject: z.string().max(998).optional(),
  /** The platform's id of the thread's root: some want it beside the parent's. */
  rootRemoteId: z.string().max(256).optional(),
  /** Ids the answer names so that it is threaded there, oldest first (`References` of a mail). */
  references: z.array(z.string().min(1).max(998)).max(101).optional(),
  /** `privateReply`: opens a private talk about a public post; `publicClose`: says in public that it went well. Absent: `reply`. */
  kind: z.enum(['reply', 'privateReply', 'publicClose']).optional(),
  language: z.string().max(16).optional(),
  /** AWAY-3: a machine's word; a channel that can say so does. */
  automatic: z.literal(true).optional(),
  /** D14: the situation it tells of, in that version. */
  situation: situationRefSchema.optional(),
  /** Go with the first part, unless each is a message of its own. */
  files: z.array(answerFileSchema).min(1).max(20).optional(),
  /** Each file is a message of its own: the last parts, in the order of `files`, each with its file's name for its text. */
  filesApart: z.literal(true).optional(),
  /** C10: goes out from this profile, not from the conversation's account. */
  asAccountId: accountIdSchema.optional(),
});
export type FrozenReply = z.infer<typeof frozenReplySchema>;

export const replyFailureSchema = z.object({ code: z.string().max(64), detail: z.string().max(500), retryable: z.boolean() });
export type ReplyFailure = z.infer<typeof replyFailureSchema>;

/** Who sends a scheduled reply: one desk, or whichever desk of its author runs without a screen on an office machine. */
export const executorRefSchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('desk'), replicaId: replicaIdSchema }), z.object({ kind: z.literal('headless') })]);
export type ExecutorRef = z.infer<typeof executorRefSchema>;

/** What the server knows of an answer it gave leave for, or that is to be asked for later (`scheduled`). */
export const replySchema = z.object({
  id: replyIdSchema,
  conversationId: conversationIdSchema,
  workItemId: workItemIdSchema.optional(),
  accountId: accountIdSchema,
  agentId: agentIdSchema,
  replicaId: replicaIdSchema,
  epoch: z.number().int().min(0),
  bodyRef: bodyRefSchema,
  /** The text of each part as the thread will show it. */
  partBodyRefs: z.array(bodyRefSchema).min(1).max(20),
  /** Its files in the content store, in order. */
  fileRefs: z.array(bodyRefSchema).max(20).optional(),
  /** Each is a part of its own, the last ones. */
  filesApart: z.literal(true).optional(),
  inReplyToRemoteId: z.string().max(256).optional(),
  visibility: visibilitySchema,
  answersThroughMessageId: messageIdSchema.optional(),
  /** A deliberate further answer to a turn that has one ("fixed now"). */
  followUp: z.boolean(),
  platformKey: z.string().max(256),
  /** D14: as the frozen words say. */
  situation: situationRefSchema.optional(),
  parts: z.number().int().min(1),
  state: z.enum(['scheduled', 'permitted', 'delivered', 'failed', 'unconfirmed', 'discarded']),
  /** While `scheduled`: since when it is. */
  permittedAt: instantSchema,
  sendAt: instantSchema.optional(),
  executor: executorRefSchema.optional(),
  outcomeAt: instantSchema.optional(),
  remoteIds: z.array(z.string().max(256)).optional(),
  failure: replyFailureSchema.optional(),
});
export type Reply = z.infer<typeof replySchema>;

export const noteSchema = z.object({ id: noteIdSchema, conversationId: conversationIdSchema, agentId: agentIdSchema, bodyRef: bodyRefSchema, at: instantSchema, /** Colleagues it names: they are told. */ mentions: z.array(agentIdSchema).max(MOST_MENTIONS).optional() });
export type Note = z.infer<typeof noteSchema>;

/** A draft saved on the server: survives its device and reaches the next owner. The text is JSON of `draftBodySchema`. */
export const draftSchema = z.object({ conversationId: conversationIdSchema, agentId: agentIdSchema, bodyRef: bodyRefSchema, savedAt: instantSchema, fromReplyId: replyIdSchema.optional() });
export type Draft = z.infer<typeof draftSchema>;
export const draftBodySchema = z.object({ text: z.string().max(50_000), visibility: visibilitySchema, replyToMessageId: messageIdSchema.optional(), /** On a desk alone: their bytes lie in its copy. */ files: z.array(answerFileSchema).max(20).optional() });
export type DraftBody = z.infer<typeof draftBodySchema>;
