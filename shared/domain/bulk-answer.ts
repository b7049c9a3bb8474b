import { z } from 'zod';
import { addressFormSchema } from './channel.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replicaIdSchema, replyIdSchema, workItemIdSchema } from './ids.ts';

// D6: one answer for many. What the person decided stands here; how far each answer got is said by its reply, an ordinary one.

export const bulkIdSchema = z.string().min(1).max(128);

/** As many as one claim may take; further ones join. */
export const BULK_AT_ONCE = 500;
/** Members of one answer altogether. */
export const BULK_MOST = 5_000;

/**
 * `proposed`: a person has yet to look; `confirmed`: to be sent; `sending`: leave was given; `handedOut`: back in the queue with the answer as its draft, for
 * a person to send; `skipped`: left out, back in the queue; `taken`: no longer with who answers (a colleague, danger, special mail, erased).
 */
export const bulkMemberStateSchema = z.enum(['proposed', 'confirmed', 'sending', 'sent', 'failed', 'unclear', 'handedOut', 'skipped', 'taken']);
export type BulkMemberState = z.infer<typeof bulkMemberStateSchema>;

/** One conversation's part in the answer it was offered last. Its id is the conversation's. */
export const bulkMemberSchema = z.object({
  conversationId: conversationIdSchema,
  bulkId: bulkIdSchema,
  /** Who answers: of the bulk. */
  agentId: agentIdSchema,
  workItemId: workItemIdSchema,
  state: bulkMemberStateSchema,
  /** The last message the person had before them when they confirmed. */
  throughMessageId: messageIdSchema.optional(),
  /** The text was written by hand for this one. */
  edited: z.literal(true).optional(),
  replyId: replyIdSchema.optional(),
  /** Why it failed or was taken: a code of the catalogue, or the platform's. */
  code: z.string().max(64).optional(),
  at: instantSchema,
});
export type BulkMember = z.infer<typeof bulkMemberSchema>;

/** What is said to all of them: written by us, naming nobody. */
export const bulkCoreSchema = z.object({
  wording: z.string().max(5_000),
  /** Form of address it is written in; `none`: it addresses nobody and goes out as it is. */
  addressForm: addressFormSchema,
  /** How whoever is addressed in no known form is spoken to: `look`, a person decides for each. */
  unknownAs: z.enum(['look', 'du', 'sie']),
  /** Each begins with a greeting that fits its reader. */
  greeting: z.boolean(),
});
export type BulkCore = z.infer<typeof bulkCoreSchema>;

/** What becomes of an item once its answer may go: it waits for the customer, or is done. */
export const bulkThenSchema = z.enum(['wait', 'resolved']);
export type BulkThen = z.infer<typeof bulkThenSchema>;

export const bulkAnswerSchema = z.object({
  /** Also the `bulkId` of its items (R2). */
  id: bulkIdSchema,
  agentId: agentIdSchema,
  /** The desk that sends; set when something is confirmed, and by `resume`. */
  replicaId: replicaIdSchema.optional(),
  clusterId: z.string().min(1).max(128).optional(),
  state: z.enum(['open', 'running', 'paused', 'stopped']),
  /** Who paused or stopped it, where it was not who answers. */
  byAgentId: agentIdSchema.optional(),
  core: bulkCoreSchema,
  then: bulkThenSchema,
  startedAt: instantSchema,
  changedAt: instantSchema,
  /** Who wrote the one public status post, where the channel forbids answering many at once. */
  statusPost: z.object({ agentId: agentIdSchema, at: instantSchema }).optional(),
  /** Whoever was ever part of it; how far each is stands in its `bulkMember`. */
  conversationIds: z.array(conversationIdSchema).max(BULK_MOST),
});
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;

/** Lists show an answer for so long after its last change. */
export const BULK_SHOWN_MS = 24 * 3_600_000;

export type BulkTally = Readonly<Record<BulkMemberState, number>>;

export function tallyBulk(members: Iterable<Pick<BulkMember, 'state'>>): BulkTally {
  const tally = Object.fromEntries(bulkMemberStateSchema.options.map((state) => [state, 0])) as Record<BulkMemberState, number>;
  for (const { state } of members) tally[state] += 1;
  return tally;
}

/** Not yet on its way: a person or the desk still has something to do about it. */
export const BULK_WAITING: ReadonlySet<BulkMemberState> = new Set(['proposed', 'confirmed', 'failed']);
