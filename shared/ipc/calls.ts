import { z } from 'zod';
import { commandEnvelopeSchema } from '../commands/index.ts';
import { visibilitySchema } from '../domain/channel.ts';
import { answerFileSchema } from '../domain/message-parts.ts';
import { contactIdSchema, conversationIdSchema, messageIdSchema, replyIdSchema, instantSchema, workItemIdSchema } from '../domain/ids.ts';
import { changeReasonSchema } from '../domain/message.ts';
import { dryRunSchema, explanationSchema } from '../domain/explanation.ts';
import { likelySameAnswerSchema, likelySameRequestSchema, timelineRequestSchema, timelineSchema } from '../domain/timeline.ts';
import { situationRefSchema } from '../domain/situation.ts';
import { strategyRulesSchema } from '../domain/strategy.ts';
import { dispositionSchema } from '../domain/disposition.ts';
import { rowPatchSchema } from '../domain/rows.ts';
import { searchFilterSchema } from '../domain/search.ts';
import { underWaySchema } from '../domain/under-way.ts';
import { wallViewSchema } from '../domain/wallboard.ts';
import { feedViewSchema } from '../domain/feed-view.ts';
import { leadReportAnswerSchema, leadReportRequestSchema } from '../domain/lead-report.ts';
import { budgetViewSchema } from '../domain/budget-view.ts';
import { accountIdSchema, agentIdSchema } from '../domain/ids.ts';
import { connectRequestSchema, connectResultSchema, custodyViewSchema } from './accounts.ts';
import { awaySummarySchema } from './away.ts';
import { bulkConfirmSchema, bulkReaderSchema, bulkVariantSchema } from './bulk.ts';
import { BULK_AT_ONCE, bulkIdSchema } from '../domain/bulk-answer.ts';
import { call } from './define.ts';
import { attentionSchema, lockReasonSchema, lockViewSchema, placeAnswerSchema, unlockRequestSchema, updateViewSchema, windowTargetSchema } from './desktop.ts';
import { guardMemorySchema, styleGuardSchema } from './guards.ts';
import { passphraseSchema, storageViewSchema } from './storage.ts';
import { unsentSchema } from './unsent.ts';
import { connectionViewSchema, conversationViewSchema, credentialViewSchema, executorSchema, noticeSchema, outboxEntrySchema, sessionViewSchema, settingsSchema } from './views.ts';

const none = z.object({}).strict();
const commandResult = z.discriminatedUnion('status', [
  z.object({ status: z.literal('accepted'), result: z.record(z.string(), z.unknown()).optional() }),
  /** Written down on this desk; goes up when online. */
  z.object({ status: z.literal('queued') }),
  /** `underWay`: answers that may already be out, where that is why (REPLY_UNDER_WAY). */
  z.object({ status: z.literal('refused'), code: z.string(), message: z.string(), remedy: z.string(), retryAfterMs: z.number().optional(), underWay: z.array(underWaySchema).optional() }),
]);

/** Every request the renderer may make. Deny by default: what is not here does not exist. */
export const IPC_CALLS = {
  'session.get': call(none, sessionViewSchema),
  'session.signIn': call(z.object({ serverUrl: z.string().url().max(500), name: z.string().min(1).max(120), password: z.string().min(1).max(500), passphrase: passphraseSchema.optional() }), sessionViewSchema),
  /** How people may sign in at this server beside a name and a password. SERVER_UNREACHABLE. */
  'session.methods': call(z.object({ serverUrl: z.string().url().max(500) }), z.object({ provider: z.object({ label: z.string() }).nullable() })),
  /** Sign-in at the house's provider in the system's browser; `opened`: it shows there already. OIDC_UNREACHABLE. An attempt before it ends. */
  'session.beginBrowser': call(z.object({ serverUrl: z.string().url().max(500), passphrase: passphraseSchema.optional() }), z.object({ attemptId: z.string(), url: z.string(), opened: z.boolean() })),
  /** Waits for the browser to come back, at most five minutes. OIDC_REFUSED, AUTH_NO_ROLE, AUTH_DISABLED, SIGN_IN_TIMEOUT, SIGN_IN_REFUSED. */
  'session.finishBrowser': call(z.object({ attemptId: z.string().max(64) }), sessionViewSchema),
  /** Signs in whom the code is for, with the password they choose. INVITATION_INVALID, INVITATION_EXPIRED, INVITATION_USED, INVITATION_REVOKED, INVITATION_PROVIDED, AUTH_PASSWORD_WEAK. */
  'session.redeem': call(z.object({ serverUrl: z.string().url().max(500), code: z.string().min(1).max(80), password: z.string().min(1).max(500), passphrase: passphraseSchema.optional() }), sessionViewSchema),
  /** A code for somebody of the book, made on this machine and told this once. */
  'invitation.make': call(z.object({ agentId: agentIdSchema, validForMs: z.number().int().min(3_600_000).max(14 * 86_400_000).optional() }), z.discriminatedUnion('status', [z.object({ status: z.literal('made'), code: z.string().max(80), expiresAt: instantSchema }), z.object({ status: z.literal('refused'), code: z.string(), message: z.string(), remedy: z.string() })])),
  'session.cancelBrowser': call(z.object({ attemptId: z.string().max(64) }), none),
  /**
   * Empties the replica. `keepAsDrafts`: first what may still be taken back becomes a draft on its conversation, and the drafts go up (needs the server:
   * OFFLINE_NEEDS_SERVER). Then refused while anything is unsent unless `discardUnsent`. `unsent`: what was (or, refused, is) not sent.
   */
  'session.signOut': call(z.object({ discardUnsent: z.boolean(), keepAsDrafts: z.boolean().optional() }), z.object({ signedOut: z.boolean(), unsent: unsentSchema })),
  'session.unsent': call(none, unsentSchema),
  /** The local copy; null while nobody is signed in. */
  'storage.get': call(none, z.object({ storage: storageViewSchema.nullable() })),
  /** Opens the copy that waits for its passphrase. Refused with PASSPHRASE_WRONG. */
  'storage.unlock': call(z.object({ passphrase: passphraseSchema }), sessionViewSchema),
  /** Keeps the copy of a desk without a keychain under a passphrase from now on; nothing of it is lost. INPUT_INVALID for a short one. */
  'storage.setPassphrase': call(z.object({ passphrase: passphraseSchema }), sessionViewSchema),
  /** Asks the keychain again, then tries again to open the copy. */
  'storage.retry': call(none, sessionViewSchema),
  /** The passphrase is forgotten: the copy is destroyed, with what was not sent of it. */
  'storage.discard': call(none, sessionViewSchema),
  'connection.get': call(none, connectionViewSchema),
  'settings.get': call(none, settingsSchema),
  'settings.set': call(settingsSchema.partial(), settingsSchema),
  /** All rows this desk watches; changes follow on topic `rows`. */
  'rows.load': call(none, z.object({ rows: z.array(rowPatchSchema) })),
  /** Opens a conversation: from the replica at once; asks the server where it is not held. Changes follow on topic `conversation`. */
  'conversation.open': call(z.object({ conversationId: conversationIdSchema }), conversationViewSchema),
  'conversation.close': call(z.object({ conversationId: conversationIdSchema }), none),
  'conversation.presence': call(z.object({ conversationId: conversationIdSchema, typing: z.boolean() }), none),
  'contact.history': call(z.object({ conversationId: conversationIdSchema }), z.object({ items: z.array(z.object({ conversationId: conversationIdSchema, channel: z.string(), openedAt: instantSchema, lastInboundAt: instantSchema.optional(), firstLine: z.string(), disposition: z.string().optional(), /** D4: the case it is part of. */ caseId: conversationIdSchema.optional() })), partial: z.boolean() })),
  /** D1: everything that happened with this person, on whatever channel, newest first. `partial`: only what this desk holds. NOT_FOUND. */
  'contact.timeline': call(timelineRequestSchema, timelineSchema.extend({ partial: z.boolean() })),
  /** D16: who may be the same person, for a human to judge. Needs the server: OFFLINE_NEEDS_SERVER, NOT_FOUND. */
  'contact.likelySame': call(likelySameRequestSchema, likelySameAnswerSchema),
  'command.run': call(z.object({ command: commandEnvelopeSchema }), commandResult),
  /** Freezes and queues an answer. `then`: what to do with the item once it is accepted into the outbox. `schedule`: goes out then, from the named executor. */
  'reply.send': call(
    z.object({ conversationId: conversationIdSchema, text: z.string().min(1).max(50_000), visibility: visibilitySchema, replyToMessageId: messageIdSchema.optional(), /** C10: from this profile. */ asAccountId: accountIdSchema.optional(), files: z.array(answerFileSchema).max(20).optional(), followUp: z.boolean(), /** D14: the situation its words tell of. */ situation: situationRefSchema.optional(), then: z.discriminatedUnion('kind', [z.object({ kind: z.literal('wait'), /** Something was promised by then (R8). */ promiseDueAt: instantSchema.optional() }), z.object({ kind: z.literal('close'), disposition: dispositionSchema }), z.object({ kind: z.literal('keep') })]), schedule: z.object({ sendAt: instantSchema, executor: executorSchema }).optional() }),
    z.discriminatedUnion('status', [z.object({ status: z.literal('queued'), entry: outboxEntrySchema }), z.object({ status: z.literal('refused'), code: z.string(), message: z.string(), remedy: z.string() })]),
  ),
  /** Takes a reply back within its undo time; its text returns as draft. */
  'reply.undo': call(z.object({ replyId: replyIdSchema }), z.object({ undone: z.boolean() })),
  /** Who sends a scheduled reply; while no attempt exists. Needs the server: EXECUTOR_MISSING, REPLY_NOT_OPEN, OFFLINE_NEEDS_SERVER. */
  'reply.setExecutor': call(z.object({ replyId: replyIdSchema, executor: executorSchema }), z.object({ entry: outboxEntrySchema.nullable() })),
  /** A person settles an unclear reply, their own or (as owner of the conversation or lead) somebody else's. `sendAgain` makes a new reply, of several parts with those that are missing. */
  'reply.settle': call(z.object({ replyId: replyIdSchema, decision: z.enum(['found', 'sendAgain', 'discard', 'lookAgain']) }), z.object({ entry: outboxEntrySchema.nullable() })),
  /** Tries a failed or waiting reply now. */
  'reply.retry': call(z.object({ replyId: replyIdSchema }), z.object({ entry: outboxEntrySchema.nullable() })),
  /** D13: deletes or corrects something of ours at the platform, after the server gave leave. Throws NOT_ALLOWED, CHANNEL_CANNOT, STATE_INVALID, OFFLINE_NEEDS_SERVER, CREDENTIAL_MISSING. */
  'message.putRight': call(
    z.object({ messageId: messageIdSchema, reason: changeReasonSchema, to: z.discriminatedUnion('kind', [z.object({ kind: z.literal('delete') }), z.object({ kind: z.literal('correct'), text: z.string().min(1).max(50_000) })]) }),
    z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('done') }), z.object({ outcome: z.literal('failed'), code: z.string(), detail: z.string() }), z.object({ outcome: z.literal('unclear'), detail: z.string() })]),
  ),
  /** D6: members of an own answer for many with what their variants are made of. Those that left it are named by their rows alone. */
  'bulk.members': call(z.object({ bulkId: bulkIdSchema }), z.object({ readers: z.array(bulkReaderSchema), /** Confirmed ones leave from this desk. */ sendsHere: z.boolean() })),
  /** Keeps each text as the draft of its conversation and confirms it; this desk sends them, a few at a time. */
  'bulk.confirm': call(z.object({ bulkId: bulkIdSchema, variants: z.array(bulkConfirmSchema).min(1).max(BULK_AT_ONCE) }), commandResult),
  /** Where the platform forbids bulk: each goes back to its queue with its text as draft, for a person to send. */
  'bulk.handOut': call(z.object({ bulkId: bulkIdSchema, variants: z.array(bulkVariantSchema).min(1).max(BULK_AT_ONCE) }), commandResult),
  /** Leaves these out, or ends the whole: what was prepared for them goes. */
  'bulk.end': call(z.object({ bulkId: bulkIdSchema, conversationIds: z.array(conversationIdSchema).min(1).max(BULK_AT_ONCE).optional() }), commandResult),
  'outbox.load': call(none, z.object({ entries: z.array(outboxEntrySchema) })),
  'draft.save': call(z.object({ conversationId: conversationIdSchema, draft: z.object({ text: z.string().max(50_000), visibility: visibilitySchema, replyToMessageId: messageIdSchema.optional(), files: z.array(answerFileSchema).max(20).optional() }).nullable() }), none),
  /** One piece of a file that is to go with the answer, pieces in order; with the last one it is kept beside the draft. FILE_REFUSED, INPUT_INVALID, DISK_FULL. */
  'draft.addFile': call(
    z.object({ conversationId: conversationIdSchema, visibility: visibilitySchema, uploadId: z.string().min(8).max(64), name: z.string().min(1).max(500), mediaType: z.string().max(200), bytes: z.number().int().min(1).max(50_000_000), offset: z.number().int().min(0), base64: z.string().min(1).max(350_000) }),
    z.object({ file: answerFileSchema.nullable() }),
  ),
  /** Guards of style that whoever writes closed for this person, on this desk. */
  'guards.memory': call(z.object({ contactId: contactIdSchema }), guardMemorySchema),
  'guards.close': call(z.object({ contactId: contactIdSchema, guard: styleGuardSchema, closed: z.boolean() }), guardMemorySchema),
  /** How many other conversations of this account got (nearly) these words from this desk within a day. */
  'guards.alike': call(z.object({ conversationId: conversationIdSchema, text: z.string().min(1).max(50_000) }), z.object({ conversations: z.number().int().min(0) })),
  /** What this desk holds, the newest first; offline too. Words or a filter must be given. `more`: there is more, or it has looked back only so far (`at`); goes on with `before`. */
  'search.run': call(
    z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(200), filter: searchFilterSchema.optional(), before: z.number().int().min(0).optional() }),
    z.object({ hits: z.array(z.object({ conversationId: conversationIdSchema, messageId: messageIdSchema.optional(), contactName: z.string(), excerpt: z.string(), at: instantSchema, channel: z.string() })), more: z.object({ before: z.number().int().min(0), at: instantSchema }).optional() }),
  ),
  /** What happened while away, until seen; null: nothing to tell. Changes follow on topic `away`. */
  'away.summary': call(none, z.object({ summary: awaySummarySchema.nullable() })),
  'away.seen': call(none, none),
  /** Why this item is with whom it is, or waits; needs the server (OFFLINE_NEEDS_SERVER). */
  'workItem.why': call(z.object({ workItemId: workItemIdSchema }), explanationSchema),
  /** Leads: what these rules would do with what waits now, beside those in force. Nothing of it happens; needs the server. */
  'strategy.dryRun': call(z.object({ rules: strategyRulesSchema }), dryRunSchema),
  'notices.load': call(none, z.object({ notices: z.array(noticeSchema) })),
  'notices.seen': call(z.object({ ids: z.array(z.string()).max(500) }), none),
  'credentials.list': call(none, z.object({ credentials: z.array(credentialViewSchema) })),
  /** Stores a platform credential in the keychain; the value never comes back. */
  'credentials.set': call(z.object({ credentialId: z.string().min(1).max(128), value: z.string().min(1).max(16_384) }), z.object({ ok: z.boolean(), detail: z.string() })),
  'credentials.delete': call(z.object({ credentialId: z.string().min(1).max(128) }), none),
  /** Connects an account by what its channel says of its credential: by the fields given, or by a sign-in in the browser. Values never come back. */
  'account.connect': call(connectRequestSchema, connectResultSchema),
  'account.cancelConnect': call(z.object({ attemptId: z.string().max(64) }), none),
  /** Posts a test where the platform is there for trying and takes it back; elsewhere looks whether the credential works. */
  'account.test': call(z.object({ accountId: accountIdSchema }), z.object({ ok: z.boolean(), detail: z.string() })),
  /** Who has which credential. `number`: this desk's own, null without a keychain. */
  'custody.get': call(none, z.object({ number: z.string().nullable(), credentials: z.array(custodyViewSchema) })),
  /** A person has compared the numbers. Throws CREDENTIAL_MISSING, NOT_ALLOWED, OFFLINE_NEEDS_SERVER. */
  'custody.handOver': call(z.object({ credentialId: z.string().min(1).max(128), deskId: z.string().regex(/^[0-9a-f]{32}$/) }), none),
  'custody.accept': call(z.object({ credentialId: z.string().min(1).max(128) }), none),
  'custody.revoke': call(z.object({ credentialId: z.string().min(1).max(128), agentId: agentIdSchema, revoked: z.boolean() }), none),
  /** What is left of the accounts' budgets; changes follow on topic `budget`. */
  'budget.load': call(none, z.object({ accounts: z.array(budgetViewSchema) })),
  /** Leads: how the server's feeds are doing; changes follow on topic `feeds`. */
  'feeds.load': call(none, z.object({ feeds: z.array(feedViewSchema) })),
  /** Leads: what search terms brought, what visitors of the chat said. Needs the server: OFFLINE_NEEDS_SERVER, NOT_ALLOWED. */
  'report.load': call(leadReportRequestSchema, leadReportAnswerSchema),
  /** Leads: the figures of the wall. Answered while locked, too: nothing of customers is in it. SIGNED_OUT, NOT_ALLOWED. */
  'wall.get': call(none, wallViewSchema),
  /** Opens an https or mailto address in the system's browser after checking it. */
  /** A file or the HTML of a message, named by its ref in the message's text. HTML comes sanitised: text and tables, nothing that runs, styles or loads. Needs the server: OFFLINE_NEEDS_SERVER, NOT_FOUND. */
  'message.content': call(
    z.object({ messageId: messageIdSchema, ref: z.string().min(1).max(128), as: z.enum(['file', 'html']) }),
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('file'), mediaType: z.string().max(200), base64: z.string() }), z.object({ kind: z.literal('html'), html: z.string() })]),
  ),
  'link.open': call(z.object({ url: z.string().max(2_048) }), z.object({ opened: z.boolean() })),
  /** Whether the screen is locked, and what opens it; changes follow on topic `lock`. While locked, every call but a few is refused with DESK_LOCKED. */
  'lock.get': call(none, lockViewSchema),
  'lock.now': call(z.object({ because: lockReasonSchema }), lockViewSchema),
  /** Somebody was at this desk `idleMs` ago. Opens nothing. */
  'lock.active': call(z.object({ idleMs: z.number().int().min(0).max(86_400_000) }), none),
  /** Throws UNLOCK_WRONG, UNLOCK_WAIT, KEYCHAIN_UNAVAILABLE, KEYCHAIN_TIMEOUT. */
  'lock.unlock': call(unlockRequestSchema, lockViewSchema),
  /** What waits for this person, in numbers; changes follow on topic `attention`. */
  'attention.get': call(none, attentionSchema),
  /** False where this host has no windows of its own: the page then opens one itself. */
  'window.open': call(windowTargetSchema, z.object({ opened: z.boolean() })),
  /** WALL-5: the display is to stay awake, or may sleep again; said again and again while it is so. `held`: the host sees to it. */
  'display.awake': call(z.object({ awake: z.boolean() }), z.object({ held: z.boolean() })),
  /** The place a link named before anybody could hear it, once; later ones come on topic `place`. */
  'place.take': call(none, placeAnswerSchema),
  'update.get': call(none, updateViewSchema),
  /** Ends the desk and puts the update in place, where nothing holds it back. */
  'update.install': call(none, updateViewSchema),
} as const;
export type IpcName = keyof typeof IPC_CALLS;
