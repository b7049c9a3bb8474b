import { z } from 'zod';
import { agentStateSchema } from './agent.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, queueIdSchema, skillIdSchema, workItemIdSchema } from './ids.ts';
import { skillNeedSchema } from './skill.ts';
import { flagRuleIdSchema, readCauseSchema, strategyDiffSchema, workKindSchema } from './strategy.ts';
import { assignmentReasonSchema, returnReasonSchema } from './work-item.ts';

// Why somebody gets an item, or nobody does: codes and figures, so that desk and lead can say it in their own words.

const count = z.number().int().min(0);
const missing = z.object({ skillId: skillIdSchema, need: z.number(), has: z.number() });

/** Why somebody cannot get an item now: the rule, and what exactly. */
export const exclusionSchema = z.discriminatedUnion('because', [
  z.object({ rule: z.literal('R1'), because: z.literal('disabled') }),
  z.object({ rule: z.literal('R1'), because: z.literal('disconnected') }),
  z.object({ rule: z.literal('R1'), because: z.literal('state'), state: agentStateSchema }),
  z.object({ rule: z.literal('R1'), because: z.literal('queueTeam') }),
  z.object({ rule: z.literal('R1'), because: z.literal('accountTeam') }),
  z.object({ rule: z.literal('R1'), because: z.literal('skill'), missing: z.array(missing) }),
  z.object({ rule: z.literal('R2'), because: z.literal('capacity'), used: count, capacity: count, cost: count }),
  z.object({ rule: z.literal('R3'), because: z.literal('declined') }),
  z.object({ rule: z.literal('R3'), because: z.literal('offerPending') }),
  z.object({ rule: z.literal('R5'), because: z.literal('keptForLastAgent'), lastAgentId: agentIdSchema.optional(), untilAt: instantSchema }),
  z.object({ rule: z.literal('R8'), because: z.literal('shiftStart'), given: count, perHour: count, atOnce: count, untilAt: instantSchema }),
  z.object({ rule: z.literal('R8'), because: z.literal('runOut'), shiftEndsAt: instantSchema }),
  z.object({ rule: z.literal('R9'), because: z.literal('blending'), holds: workKindSchema, comes: workKindSchema }),
]);
export type Exclusion = z.infer<typeof exclusionSchema>;

export const candidateSchema = z.object({
  agentId: agentIdSchema,
  /** Empty: may have it now. */
  excluded: z.array(exclusionSchema),
  /** R12, in the order in which they count. */
  scores: z.object({
    lastAgent: z.boolean(),
    loadStep: count,
    used: count,
    capacity: count,
    /** Sum of levels in what is needed; `fit` weighs them by the person's wishes (R10). */
    proficiency: count,
    fit: z.number(),
    otherSkills: count,
    /** Idle people with the scarcest of their other skills, themselves included; absent where they have none. */
    idleForOthers: count.optional(),
    restingSince: instantSchema,
  }),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** How many people one reason leaves out. */
export const exclusionCountSchema = z.object({ rule: z.string().max(4), because: z.string().max(40), people: count });
export type ExclusionCount = z.infer<typeof exclusionCountSchema>;

export const explanationSchema = z.object({
  workItemId: workItemIdSchema,
  asOf: instantSchema,
  state: z.enum(['queued', 'offered', 'assigned']),
  distribution: z.enum(['assign', 'offer']),
  kind: workKindSchema,
  queueId: queueIdSchema,
  priority: count,
  cost: count,
  needs: z.array(skillNeedSchema),
  /** Which verdicts gave it needs or priority, by the rules for what was read. */
  readAs: z.array(readCauseSchema).optional(),
  /** R4: what it needed before rings opened; absent when nothing was dropped. */
  relaxedFrom: z.array(skillNeedSchema).optional(),
  /** R4: rings open and defined; absent where the queue has none. */
  rings: z.object({ open: count, of: count, nextAt: instantSchema.optional() }).optional(),
  /** The nearer of the next word of ours and the solution (R1). */
  dueAt: instantSchema,
  resolutionDueAt: instantSchema.optional(),
  late: z.boolean(),
  waitedMs: count,
  /** Waits because an answer of the owner before may be on its way (R7), for the customer, or sleeps (R2). */
  blockedBy: z.enum(['answerOut', 'customer', 'asleep']).optional(),
  asleepUntil: instantSchema.optional(),
  /** Who holds it and why it came to them. */
  owner: z.object({ agentId: agentIdSchema, since: instantSchema, reason: assignmentReasonSchema.optional() }).optional(),
  /** R2, R7, R8: when it goes back to the queue if nothing happens. */
  returns: z.object({ at: instantSchema, reason: returnReasonSchema }).optional(),
  /** Everyone counted: how many may have it, how many each reason leaves out (a person may count under several). */
  people: count,
  able: count,
  excluded: z.array(exclusionCountSchema),
  /** `all`: every person, best first (leads). `own`: only who asks. */
  scope: z.enum(['all', 'own']),
  candidates: z.array(candidateSchema).max(20_000),
  strategyVersion: count,
});
export type Explanation = z.infer<typeof explanationSchema>;

/** What would become of one waiting item. */
export const dryRunOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assigned'), agentId: agentIdSchema, reason: assignmentReasonSchema }),
  z.object({ kind: z.literal('offered'), agentId: agentIdSchema, reason: assignmentReasonSchema }),
  /** Nobody now: how many people each reason leaves out. */
  z.object({ kind: z.literal('waits'), excluded: z.array(exclusionCountSchema) }),
]);
export type DryRunOutcome = z.infer<typeof dryRunOutcomeSchema>;

const beside = { before: count, after: count };
/** FLAG-6: which conversations of the last days both documents would have flagged, as far as they were looked at (the newest first). Tags and people count as they are now. */
export const flagTrialSchema = z.object({
  fromAt: instantSchema,
  conversations: count,
  /** There were more than were looked at. */
  isCut: z.boolean(),
  flagged: z.object(beside),
  rules: z.array(z.object({ ruleId: flagRuleIdSchema, name: z.string().max(60), ...beside })).max(100),
  tags: z.array(z.object({ tag: z.string().max(40), conversations: count, ...beside })).max(200),
  /** Conversations one of the two flags and the other does not, the newest first. */
  changed: z.array(z.object({ conversationId: conversationIdSchema, at: instantSchema, isFlagged: z.boolean(), rules: z.array(z.string().max(60)).max(10) })).max(50),
});
export type FlagTrial = z.infer<typeof flagTrialSchema>;

/**
 * What the rules in force and the rules asked about would do with what waits right now, as if everything waiting were looked at afresh. Nothing of it happens.
 */
export const dryRunSchema = z.object({
  asOf: instantSchema,
  baseVersion: count,
  diff: z.array(strategyDiffSchema),
  waiting: count,
  /** Waiting items whose outcome differs; the most urgent first, at most 200. */
  changed: z.array(z.object({ workItemId: workItemIdSchema, conversationId: conversationIdSchema, queueId: queueIdSchema, priority: count, dueAt: instantSchema, before: dryRunOutcomeSchema, after: dryRunOutcomeSchema })).max(200),
  changedCount: count,
  /** Items that would go back to the queue at once under the new rules and not under the old, or the other way round. */
  returned: z.object({ before: count, after: count }),
  /** Who would get how many. */
  people: z.array(z.object({ agentId: agentIdSchema, before: count, after: count })).max(20_000),
  placed: z.object({ before: count, after: count }),
  /** STR-6: the same by tag of the conversation, the most frequent first. */
  tags: z.array(z.object({ tag: z.string().max(40), waiting: count, changed: count, placed: z.object(beside) })).max(200),
  flags: flagTrialSchema.optional(),
});
export type DryRun = z.infer<typeof dryRunSchema>;
