import { z } from 'zod';
import { dispositionSchema, isServerDisposition, type Disposition, type ServerDisposition } from '../domain/disposition.ts';
import { agentIdSchema, instantSchema, messageIdSchema, replyIdSchema } from '../domain/ids.ts';
import { frozenReplySchema, replyFailureSchema } from '../domain/reply.ts';

// Where an own reply stands. Invariants: 1. `attempting` is on disk before a byte leaves; found at start-up it counts as `unknown`.
// 2. From `attempting` on nothing may say "not sent" but a proof. 3. The last five kinds are final on this desk; only the
// platform's own word (`delivered`) overrules them.

/** Parts that are out, in order; the next to go is `sent.length`. */
const sentPartsSchema = z.array(z.object({ remoteId: z.string(), sentAt: instantSchema }));
export type SentParts = z.infer<typeof sentPartsSchema>;

/** `reportNo`: number of the command that tells the server (0: nothing to tell); absent: still to be told. */
const report = { reportNo: z.number().int().optional() };
/** Wait until then; `since` tells a clock that was set back from a wait that is long. */
const wait = { since: instantSchema, until: instantSchema };

export const holdReasonSchema = z.enum(['none', 'backoff', 'budget', 'stopped', 'locked', 'credential', 'approval']);
export type HoldReason = z.infer<typeof holdReasonSchema>;

export const outboxStateSchema = z.discriminatedUnion('kind', [
  /** May be taken back; nothing has left the desk. */
  z.object({ kind: z.literal('undoable'), undoUntil: instantSchema, since: instantSchema }),
  /** Goes out later. `headless`: from the person's desk on the office machine, which takes it over; this row then only shows what becomes of it. */
  z.object({ kind: z.literal('scheduled'), sendAt: instantSchema, executor: z.enum(['thisDesk', 'headless']), since: instantSchema }),
  /** To be asked for: no permit yet. */
  z.object({ kind: z.literal('queued'), reason: holdReasonSchema, ...wait, refusals: z.number().int() }),
  /** The request is a numbered command; its answer is awaited, also over reconnects. */
  z.object({ kind: z.literal('asking'), commandNo: z.number().int(), refusals: z.number().int() }),
  /** Leave to send; no attempt is under way. */
  z.object({
    kind: z.literal('permitted'),
    sent: sentPartsSchema,
    tries: z.number().int(),
    reason: holdReasonSchema,
    ...wait,
    firstAttemptAt: instantSchema.optional(),
  }),
  /** `doubtful`: an attempt before this one has no certain outcome, so a refusal of this one proves nothing. */
  z.object({
    kind: z.literal('attempting'),
    sent: sentPartsSchema,
    attemptId: z.string(),
    startedAt: instantSchema,
    firstAttemptAt: instantSchema,
    tries: z.number().int(),
    doubtful: z.boolean(),
  }),
  /** An attempt without a certain outcome: being looked for. `tries`: attempts at this part so far. `salvaged`: nobody knows whether there was one. */
  z.object({
    kind: z.literal('unknown'),
    sent: sentPartsSchema,
    startedAt: instantSchema,
    firstAttemptAt: instantSchema,
    tries: z.number().int(),
    looks: z.number().int(),
    ...wait,
    lastLookAt: instantSchema.optional(),
    detail: z.string(),
    salvaged: z.boolean().optional(),
  }),
  /** Looking has brought nothing: a person decides. `partial`: some parts are out and the next one cannot follow. */
  z.object({
    kind: z.literal('unclear'),
    sent: sentPartsSchema,
    since: instantSchema,
    firstAttemptAt: instantSchema,
    startedAt: instantSchema,
    reason: z.enum(['noAnswer', 'partial', 'salvaged']),
    lastLookAt: instantSchema.optional(),
    detail: z.string(),
    ...report,
  }),
  z.object({
    kind: z.literal('delivered'),
    by: z.enum(['desk', 'reconcile', 'server', 'person']),
    sent: sentPartsSchema,
    at: instantSchema,
    ...report,
  }),
  z.object({ kind: z.literal('failed'), failure: replyFailureSchema, at: instantSchema, ...report }),
  /** The right to send is gone; the text lies as a draft on the conversation. `permitted`: the server must hear that it did not go. */
  z.object({ kind: z.literal('becameDraft'), code: z.string(), detail: z.string(), at: instantSchema, permitted: z.boolean(), ...report }),
  /** Taken back in time, or a person decided that it shall not go. */
  z.object({ kind: z.literal('discarded'), at: instantSchema, permitted: z.boolean(), /** It waited for its time: by then another desk may have been given leave. */ calledOff: z.boolean().optional(), ...report }),
]);
export type OutboxState = z.infer<typeof outboxStateSchema>;
export type OutboxKind = OutboxState['kind'];
export type StateOf<K extends OutboxKind> = Extract<OutboxState, { kind: K }>;

/** Nothing is left to do here; such rows may be pruned once the server has been told. */
export const FINISHED: readonly OutboxKind[] = ['delivered', 'failed', 'becameDraft', 'discarded'];

export function isFinished(state: OutboxState): boolean {
  return FINISHED.includes(state.kind);
}

/** Nothing of it has left this desk, and no other desk is to send it: it can be taken back. */
export function isUntouched(state: OutboxState): boolean {
  if (state.kind === 'scheduled') return state.executor === 'thisDesk';
  return state.kind === 'undoable' || state.kind === 'queued' || (state.kind === 'permitted' && state.tries === 0 && state.sent.length === 0);
}

/** What happens to the work item once leave to send is given. */
export const thenSchema = z.discriminatedUnion('kind', [
  /** `promiseDueAt`: something was promised by then (R8). */
  z.object({ kind: z.literal('wait'), promiseDueAt: instantSchema.optional() }),
  z.object({ kind: z.literal('close'), disposition: dispositionSchema }),
  z.object({ kind: z.literal('keep') }),
]);
export type Then = z.infer<typeof thenSchema>;

/** The unchangeable part of an accepted reply, as it lies on disk. */
export const acceptedReplySchema = z.object({
  frozen: frozenReplySchema,
  agentId: agentIdSchema,
  /** Where the credential and the connector are found. */
  channel: z.string(),
  credentialId: z.string(),
  accountHandle: z.string(),
  answersThroughMessageId: messageIdSchema.optional(),
  replyToMessageId: messageIdSchema.optional(),
  followUp: z.boolean(),
  then: thenSchema,
  /** Set where it was to go later; the server knows it from then on. */
  sendAt: instantSchema.optional(),
  /** The reply a person let go to send this one in its place: letting go may move the conversation to a new epoch, which is then this one's. */
  insteadOf: replyIdSchema.optional(),
  /** D6: its part in an answer for many, as confirmed at `at` (ms, the server's clock). */
  bulk: z.object({ bulkId: z.string().max(128), at: instantSchema }).optional(),
  /** AWAY-3: the server's own word to somebody; nobody's draft if it does not go. */
  notice: z.literal(true).optional(),
  /** What the agent typed, without signature and not cut into parts: comes back as draft. */
  typed: z.string(),
});
export type AcceptedReply = z.infer<typeof acceptedReplySchema>;

export interface OutboxItem {
  readonly replyId: string;
  readonly conversationId: string;
  readonly workItemId?: string | undefined;
  readonly accountId: string;
  readonly epoch: number;
  readonly platformKey: string;
  readonly createdAt: number;
  readonly reply: AcceptedReply;
  readonly state: OutboxState;
}

/** The other two dispositions are set by what the platform shows, not by a person. */
export function isOwnChoice(disposition: Disposition): disposition is Exclude<Disposition, { kind: ServerDisposition }> {
  return !isServerDisposition(disposition.kind);
}
