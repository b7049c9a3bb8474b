import { z } from 'zod';
import { entityPatchSchema } from '../domain/entity.ts';
import { breakReasonSchema } from '../domain/agent.ts';
import { visibilitySchema } from '../domain/channel.ts';
import { answerFileSchema } from '../domain/message-parts.ts';
import { accountIdSchema, agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replyIdSchema, spanMsSchema, workItemIdSchema } from '../domain/ids.ts';
import { replyFailureSchema } from '../domain/reply.ts';
import { keepLimitsSchema, storageDoorSchema } from './storage.ts';

/** How far a first sync or a catch-up is, counted in `what`. */
export const syncProgressSchema = z.object({ what: z.enum(['conversations', 'events', 'rows']), done: z.number(), total: z.number() });
export type SyncProgress = z.infer<typeof syncProgressSchema>;

/** Truth about the connection, as the desk knows it. */
export const connectionViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('online'), latencyMs: z.number().optional(), since: instantSchema }),
  z.object({ kind: z.literal('connecting'), attempt: z.number(), nextTryAt: instantSchema.optional(), offlineSince: instantSchema.optional(), progress: syncProgressSchema.optional() }),
  z.object({ kind: z.literal('offline'), since: instantSchema, reason: z.string(), code: z.string().optional(), nextTryAt: instantSchema.optional() }),
]);
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** Who sends later: this desk (only while it is open), or the same person's headless desk on an office machine. */
export const executorSchema = z.enum(['thisDesk', 'headless']);
export type Executor = z.infer<typeof executorSchema>;

/** Where an own reply stands. `undoUntil`: may be taken back until then, nothing has left. */
export const outboxStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('undoable'), undoUntil: instantSchema }),
  z.object({ kind: z.literal('waiting'), reason: z.enum(['offline', 'permit', 'budget', 'stopped', 'backoff', 'credential', 'previousReply', 'scheduled', 'approval']), until: instantSchema.optional(), detail: z.string().optional() }),
  z.object({ kind: z.literal('sending'), part: z.number(), parts: z.number(), since: instantSchema }),
  z.object({ kind: z.literal('delivered'), at: instantSchema }),
  z.object({ kind: z.literal('failed'), failure: replyFailureSchema, at: instantSchema }),
  z.object({ kind: z.literal('unclear'), since: instantSchema, reason: z.string(), lastLookAt: instantSchema.optional() }),
  /** The right to send is gone (reassigned, answered, deleted …): it lies as a draft on the conversation. */
  z.object({ kind: z.literal('becameDraft'), code: z.string(), detail: z.string(), at: instantSchema }),
]);
export type OutboxState = z.infer<typeof outboxStateSchema>;

export const outboxEntrySchema = z.object({
  replyId: replyIdSchema,
  conversationId: conversationIdSchema,
  workItemId: workItemIdSchema.optional(),
  accountId: accountIdSchema,
  agentId: agentIdSchema,
  parts: z.array(z.string()),
  files: z.array(answerFileSchema).optional(),
  visibility: visibilitySchema,
  answersThroughMessageId: messageIdSchema.optional(),
  createdAt: instantSchema,
  state: outboxStateSchema,
  /** Goes out then, from there. */
  schedule: z.object({ sendAt: instantSchema, executor: executorSchema }).optional(),
  /** Stood still although it could move, and was taken up again: when last, how often. */
  takenUpAgain: z.object({ at: instantSchema, times: z.number().int().min(1) }).optional(),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;

export const draftViewSchema = z.object({ conversationId: conversationIdSchema, text: z.string(), visibility: visibilitySchema, replyToMessageId: messageIdSchema.optional(), savedAt: instantSchema, byAgentId: agentIdSchema, fromReplyId: replyIdSchema.optional(), origin: z.enum(['own', 'server', 'lostLease']), files: z.array(answerFileSchema).optional() });
export type DraftView = z.infer<typeof draftViewSchema>;

/** All a screen needs of one conversation: the entities of its thread (folded by main), texts by ref, own replies, draft. */
export const conversationViewSchema = z.object({
  conversationId: conversationIdSchema,
  held: z.enum(['held', 'loading', 'frozen', 'offline', 'denied']),
  entities: z.array(entityPatchSchema),
  bodies: z.record(z.string(), z.string()),
  outbox: z.array(outboxEntrySchema),
  draft: draftViewSchema.nullable(),
});
export type ConversationView = z.infer<typeof conversationViewSchema>;

export const settingsSchema = z.object({
  language: z.enum(['de', 'en']),
  theme: z.enum(['light', 'dark', 'system']),
  undoMs: spanMsSchema.max(30_000),
  place: z.enum(['office', 'home']),
  /** Signs picked last, newest first, and the tone of skin chosen for them: 0 as they are, 1 light to 5 dark. */
  emojiRecent: z.array(z.string().min(1).max(40)).max(24).optional(),
  emojiTone: z.number().int().min(0).max(5).optional(),
  /** Without anybody at the desk for so long, the screen locks. At home after five minutes at the latest. */
  lockAfterMs: spanMsSchema.min(60_000).max(3_600_000).optional(),
  /** Tells of work in numbers while the desk is not in front. */
  notifications: z.boolean().optional(),
  /** Of the desk's own windows; a browser keeps its own. */
  zoomPercent: z.number().int().min(50).max(300).optional(),
  /** The desk fills in what is left out. */
  ...keepLimitsSchema.partial().shape,
});
export type DeskSettings = z.infer<typeof settingsSchema>;

export const limitationSchema = z.object({ code: z.string(), message: z.string() });

/** `signedOut` → `signedIn`; a desk with a replica shows it while its session is renewed. */
export const sessionViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signedOut'), serverUrl: z.string(), lastName: z.string().optional(), error: z.object({ code: z.string(), message: z.string() }).optional(), limitations: z.array(limitationSchema), door: storageDoorSchema.optional(), demoSignIns: z.array(z.object({ name: z.string(), role: z.string(), password: z.string() })).optional() }),
  z.object({ kind: z.literal('signedIn'), agentId: agentIdSchema, name: z.string(), initials: z.string(), role: z.enum(['agent', 'supervisor', 'admin']), centerName: z.string(), serverUrl: z.string(), limitations: z.array(limitationSchema) }),
]);
export type SessionView = z.infer<typeof sessionViewSchema>;

/** What happened while the desk was away, shown once on return. */
export const noticeSchema = z.object({ id: z.string(), at: instantSchema, kind: z.enum(['replySent', 'replyBecameDraft', 'itemReassigned', 'itemClosed', 'replyUnclear', 'replicaRebuilt', 'setAside', 'limitation', 'other']), conversationId: conversationIdSchema.optional(), code: z.string().optional(), values: z.record(z.string(), z.union([z.string(), z.number()])).optional() });
export type Notice = z.infer<typeof noticeSchema>;
export const credentialViewSchema = z.object({ credentialId: z.string(), channels: z.array(z.string()), accounts: z.array(z.string()), present: z.boolean(), storedIn: z.enum(['keychain', 'session']), status: z.enum(['unchecked', 'ok', 'rejected', 'missing']), detail: z.string().optional() });
export type CredentialView = z.infer<typeof credentialViewSchema>;
export { breakReasonSchema };
