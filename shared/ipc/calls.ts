import { z } from 'zod';
import { commandEnvelopeSchema } from '../commands/index.ts';
import { visibilitySchema } from '../domain/channel.ts';
import { conversationIdSchema, messageIdSchema, replyIdSchema, instantSchema } from '../domain/ids.ts';
import { dispositionSchema } from '../domain/disposition.ts';
import { rowPatchSchema } from '../domain/rows.ts';
import { call } from './define.ts';
import { connectionViewSchema, conversationViewSchema, credentialViewSchema, noticeSchema, outboxEntrySchema, sessionViewSchema, settingsSchema } from './views.ts';

const none = z.object({}).strict();
const commandResult = z.discriminatedUnion('status', [
  z.object({ status: z.literal('accepted'), result: z.record(z.string(), z.unknown()).optional() }),
  /** Written down on this desk; goes up when online. */
  z.object({ status: z.literal('queued') }),
  z.object({ status: z.literal('refused'), code: z.string(), message: z.string(), remedy: z.string() }),
]);

/** Every request the renderer may make. Deny by default: what is not here does not exist. */
export const IPC_CALLS = {
  'session.get': call(none, sessionViewSchema),
  'session.signIn': call(z.object({ serverUrl: z.string().url().max(500), name: z.string().min(1).max(120), password: z.string().min(1).max(500) }), sessionViewSchema),
  /** Empties the replica; refused while replies wait or are unclear unless `discardUnsent` is true. */
  'session.signOut': call(z.object({ discardUnsent: z.boolean() }), z.object({ signedOut: z.boolean(), unsent: z.array(outboxEntrySchema) })),
  'connection.get': call(none, connectionViewSchema),
  'settings.get': call(none, settingsSchema),
  'settings.set': call(settingsSchema.partial(), settingsSchema),
  /** All rows this desk watches; changes follow on topic `rows`. */
  'rows.load': call(none, z.object({ rows: z.array(rowPatchSchema) })),
  /** Opens a conversation: from the replica at once; asks the server where it is not held. Changes follow on topic `conversation`. */
  'conversation.open': call(z.object({ conversationId: conversationIdSchema }), conversationViewSchema),
  'conversation.close': call(z.object({ conversationId: conversationIdSchema }), none),
  'conversation.presence': call(z.object({ conversationId: conversationIdSchema, typing: z.boolean() }), none),
  'contact.history': call(z.object({ conversationId: conversationIdSchema }), z.object({ items: z.array(z.object({ conversationId: conversationIdSchema, channel: z.string(), openedAt: instantSchema, lastInboundAt: instantSchema.optional(), firstLine: z.string(), disposition: z.string().optional() })), partial: z.boolean() })),
  'command.run': call(z.object({ command: commandEnvelopeSchema }), commandResult),
  /** Freezes and queues an answer. `then`: what to do with the item once it is accepted into the outbox. */
  'reply.send': call(
    z.object({ conversationId: conversationIdSchema, text: z.string().min(1).max(50_000), visibility: visibilitySchema, replyToMessageId: messageIdSchema.optional(), followUp: z.boolean(), then: z.discriminatedUnion('kind', [z.object({ kind: z.literal('wait') }), z.object({ kind: z.literal('close'), disposition: dispositionSchema }), z.object({ kind: z.literal('keep') })]) }),
    z.discriminatedUnion('status', [z.object({ status: z.literal('queued'), entry: outboxEntrySchema }), z.object({ status: z.literal('refused'), code: z.string(), message: z.string(), remedy: z.string() })]),
  ),
  /** Takes a reply back within its undo time; its text returns as draft. */
  'reply.undo': call(z.object({ replyId: replyIdSchema }), z.object({ undone: z.boolean() })),
  /** A person settles an unclear reply. `sendAgain` makes a new reply. */
  'reply.settle': call(z.object({ replyId: replyIdSchema, decision: z.enum(['found', 'sendAgain', 'discard', 'lookAgain']) }), z.object({ entry: outboxEntrySchema.nullable() })),
  /** Tries a failed or waiting reply now. */
  'reply.retry': call(z.object({ replyId: replyIdSchema }), z.object({ entry: outboxEntrySchema.nullable() })),
  'outbox.load': call(none, z.object({ entries: z.array(outboxEntrySchema) })),
  'draft.save': call(z.object({ conversationId: conversationIdSchema, draft: z.object({ text: z.string().max(50_000), visibility: visibilitySchema, replyToMessageId: messageIdSchema.optional() }).nullable() }), none),
  'search.run': call(z.object({ text: z.string().min(1).max(200), limit: z.number().int().min(1).max(200) }), z.object({ hits: z.array(z.object({ conversationId: conversationIdSchema, messageId: messageIdSchema.optional(), contactName: z.string(), excerpt: z.string(), at: instantSchema, channel: z.string() })) })),
  'notices.load': call(none, z.object({ notices: z.array(noticeSchema) })),
  'notices.seen': call(z.object({ ids: z.array(z.string()).max(500) }), none),
  'credentials.list': call(none, z.object({ credentials: z.array(credentialViewSchema) })),
  /** Stores a platform credential in the keychain; the value never comes back. */
  'credentials.set': call(z.object({ credentialId: z.string().min(1).max(128), value: z.string().min(1).max(16_384) }), z.object({ ok: z.boolean(), detail: z.string() })),
  'credentials.delete': call(z.object({ credentialId: z.string().min(1).max(128) }), none),
  /** Opens an https or mailto address in the system's browser after checking it. */
  'link.open': call(z.object({ url: z.string().max(2_048) }), z.object({ opened: z.boolean() })),
} as const;
export type IpcName = keyof typeof IPC_CALLS;
