import { z } from 'zod';
import { approvalSchema, flagWordsSchema, MOST_RULE_FLAGS, ruleFlagSchema } from '../domain/approval.ts';
import { agentIdSchema, bodyRefSchema, conversationIdSchema, instantSchema, replyIdSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

const ref = { conversationId: conversationIdSchema, replyId: replyIdSchema, at: instantSchema };

/** S2: an answer waits for somebody's look; its words are kept. No leave is given for it before. */
export const approvalAsked = defineEvent('approval.asked', approvalSchema.pick({ replyId: true, agentId: true, why: true, dueAt: true, approverId: true, standInId: true, bodyRef: true, digest: true }).extend({ conversationId: conversationIdSchema, at: instantSchema }));
/** `changedRef` and `digest`: other words may go instead of those written. */
export const approvalGiven = defineEvent('approval.given', z.object({ ...ref, byAgentId: agentIdSchema, changedRef: bodyRefSchema.optional(), digest: z.string().min(1).max(128).optional() }));
export const approvalSentBack = defineEvent('approval.sentBack', z.object({ ...ref, byAgentId: agentIdSchema, wordRef: bodyRefSchema }));
/** Its author took it back, or it can no longer go. */
export const approvalWithdrawn = defineEvent('approval.withdrawn', z.object(ref));
/** From now on answers here are looked at first, or no longer. */
export const approvalFlagged = defineEvent('approval.flagged', z.object({ conversationId: conversationIdSchema, wanted: z.boolean(), byAgentId: agentIdSchema, at: instantSchema }));
/** FLAG-1: a message has words that rules look for; which words stays out of the log. */
export const flagWordsFound = defineEvent('approval.wordsFound', flagWordsSchema.extend({ conversationId: conversationIdSchema, at: instantSchema }));
/** FLAG-2: rules of the house fit: from now on answers here are looked at first. Those that had flagged it before stay. */
export const approvalRuleFlagged = defineEvent('approval.ruleFlagged', z.object({ conversationId: conversationIdSchema, rules: z.array(ruleFlagSchema).min(1).max(MOST_RULE_FLAGS), at: instantSchema }));
