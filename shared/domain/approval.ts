import { z } from 'zod';
import { agentIdSchema, bodyRefSchema, instantSchema, messageIdSchema, replyIdSchema } from './ids.ts';
import { flagRuleIdSchema, flagRuleSchema } from './strategy.ts';

// S2: somebody looks at an answer before it may go: a trainee's, or any in a flagged conversation. Which words were looked at is kept as their digest,
// so that no others ever get leave.

/** ms from asking to the time by which somebody should have looked, where nobody set another. */
export const APPROVAL_DUE_MS = 10 * 60_000;
/** Newest so many stay with the conversation; the log has them all. */
export const APPROVALS_KEPT = 10;

/** Who looks at a person's answers. Without names every lead is asked. */
export const traineeSchema = z.object({ approverId: agentIdSchema.optional(), /** Asked once it is due, or while the approver is not in service. */ standInId: agentIdSchema.optional(), dueMs: z.number().int().min(60_000).max(24 * 3_600_000).optional() });
export type Trainee = z.infer<typeof traineeSchema>;

/** What of a rule fitted. Words are not told: what somebody wrote stays out of the log. */
export const flagReasonSchema = z.object({ kind: z.enum(['read', 'language', 'channel', 'account', 'visibility', 'queue', 'tag', 'contact', 'words']), value: z.string().max(128).optional() });
export type FlagReason = z.infer<typeof flagReasonSchema>;
/** FLAG-2: a rule that fitted, as it was called then, the message it fitted and why; and whom it names. */
export const ruleFlagSchema = flagRuleSchema.pick({ name: true, approverId: true, standInId: true, dueMs: true }).strip().extend({ ruleId: flagRuleIdSchema, messageId: messageIdSchema, reasons: z.array(flagReasonSchema).max(20) });
export type RuleFlag = z.infer<typeof ruleFlagSchema>;
export const MOST_RULE_FLAGS = 10;

/** Every answer in this conversation is looked at first: because a lead said so (who is asked), or rules of the house. Leads' own answers are not. */
export const approvalFlagSchema = z.object({ byAgentId: agentIdSchema.optional(), at: instantSchema, rules: z.array(ruleFlagSchema).max(MOST_RULE_FLAGS).optional() });
export type ApprovalFlag = z.infer<typeof approvalFlagSchema>;
/** FLAG-3: a lead took the flag away: what had come by then does not set it again by this rule. */
export const flagLiftedSchema = z.object({ ruleId: flagRuleIdSchema, at: instantSchema, messageId: messageIdSchema.optional() });
/** FLAG-1: of which rules a message has a word. */
export const flagWordsSchema = z.object({ messageId: messageIdSchema, ruleIds: z.array(flagRuleIdSchema).max(50) });
export const MOST_FLAG_WORDS = 20;

export const approvalWhySchema = z.enum(['trainee', 'flagged']);

export const approvalSchema = z.object({
  replyId: replyIdSchema,
  /** Whose answer it is. */
  agentId: agentIdSchema,
  why: approvalWhySchema,
  askedAt: instantSchema,
  dueAt: instantSchema,
  approverId: agentIdSchema.optional(),
  standInId: agentIdSchema.optional(),
  /** The frozen words as they were written. */
  bodyRef: bodyRefSchema,
  /** HMAC (hex) of the words that may go: as written, or as changed by who approved. */
  digest: z.string().min(1).max(128),
  /** `withdrawn`: taken back, or no longer this person's to send. */
  state: z.enum(['asked', 'approved', 'sentBack', 'withdrawn']),
  decidedAt: instantSchema.optional(),
  byAgentId: agentIdSchema.optional(),
  /** The words as who approved changed them; the ones written stay beside. */
  changedRef: bodyRefSchema.optional(),
  /** Why it came back. */
  wordRef: bodyRefSchema.optional(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** Why answers of this person in this conversation are looked at first; undefined: they are not. */
export function approvalNeeded(agent: { readonly trainee?: Trainee | undefined }, role: string, conversation: { readonly approvalFlag?: z.infer<typeof approvalFlagSchema> | undefined }): 'trainee' | 'flagged' | undefined {
  if (agent.trainee !== undefined) return 'trainee';
  return conversation.approvalFlag !== undefined && role === 'agent' ? 'flagged' : undefined;
}

/** Whom it waits for at this moment: the one named, the stand-in once it is due or while that one is not in service, or (undefined) every lead. */
export function approverNow(approval: Pick<Approval, 'approverId' | 'standInId' | 'dueAt'>, inService: (agentId: string) => boolean, now: number): string | undefined {
  const { approverId, standInId, dueAt } = approval;
  if (approverId !== undefined && inService(approverId) && now < dueAt) return approverId;
  return standInId !== undefined && inService(standInId) ? standInId : undefined;
}

export function openApproval(approvals: readonly Approval[] | undefined): Approval | undefined {
  return approvals?.find(({ state }) => state === 'asked');
}

/** Texts of answers that were looked at: as written, as changed, and why they came back. */
export function approvalRefs(approvals: readonly Approval[] | undefined): string[] {
  return (approvals ?? []).flatMap(({ bodyRef, changedRef, wordRef }) => [bodyRef, changedRef, wordRef].filter((ref) => ref !== undefined));
}
