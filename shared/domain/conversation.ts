import { z } from 'zod';
import { approvalFlagSchema, approvalSchema, flagLiftedSchema, flagWordsSchema } from './approval.ts';
import { articleMentionSchema } from './article.ts';
import { addressFormSchema, channelNameSchema, visibilitySchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, contactIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replyIdSchema, threadIdSchema, workItemIdSchema } from './ids.ts';
import { addressSourceSchema, conversationReadingSchema } from './reading.ts';
import { callBackSchema } from './call-back.ts';
import { escalationSchema } from './escalation.ts';
import { ticketSchema } from './ticket.ts';
import { whisperSchema } from './whisper.ts';
import { leadReadSchema } from './lead-read.ts';
import { outreachSchema } from './outreach.ts';

/** What the customer has said and nobody has answered: message by message, oldest first; `at` is when the server received it. */
export const turnSchema = z.array(z.object({ messageId: messageIdSchema, at: instantSchema })).min(1).max(1_000);
export type Turn = z.infer<typeof turnSchema>;

/** One contact's part of a thread on one account: what gets routed. */
export const conversationSchema = z.object({
  id: conversationIdSchema,
  threadId: threadIdSchema,
  accountId: accountIdSchema,
  contactId: contactIdSchema,
  channel: channelNameSchema,
  visibility: visibilitySchema,
  openedAt: instantSchema,
  /** Grows at each change of owner; a lease and a permit are bound to it. */
  epoch: z.number().int().min(0),
  ownerAgentId: agentIdSchema.optional(),
  workItemId: workItemIdSchema.optional(),
  openTurn: turnSchema.optional(),
  /** The turn as it stood when the item was closed without an answer; reopening brings it back. */
  dismissedTurn: turnSchema.optional(),
  answeredThroughMessageId: messageIdSchema.optional(),
  answeredAt: instantSchema.optional(),
  firstAnsweredAt: instantSchema.optional(),
  lastInboundAt: instantSchema.optional(),
  lastInboundMessageId: messageIdSchema.optional(),
  /** A permitted answer whose outcome is not known: no second one may go. */
  lockedByReplyId: replyIdSchema.optional(),
  /** What that answer covers. */
  answeringThroughMessageId: messageIdSchema.optional(),
  addressForm: addressFormSchema.optional(),
  addressFormBy: addressSourceSchema.optional(),
  /** What was read of the open turn, in short. */
  reading: conversationReadingSchema.optional(),
  /** Private openings made from this public part: which answer, to which message (D4). One that certainly did not go out is not among them. */
  privateOpenings: z.array(z.object({ replyId: replyIdSchema, inReplyToRemoteId: z.string().max(256).optional(), at: instantSchema })).max(20).optional(),
  /** The case it is part of: the conversation it began with. */
  caseId: conversationIdSchema.optional(),
  /** Who said that it belongs there; absent: it was opened from there. */
  caseByAgentId: agentIdSchema.optional(),
  /** D15: what others owe this case. */
  tickets: z.array(ticketSchema).max(20).optional(),
  /** C5: this conversation is a call that was promised. */
  callBack: callBackSchema.optional(),
  /** D8: answered together with this one; what comes later comes to whoever has that. */
  mergedInto: z.object({ conversationId: conversationIdSchema, at: instantSchema, byAgentId: agentIdSchema }).optional(),
  /** What was promised here in somebody's own words (D7), oldest first: it outlasts the item. */
  promised: z.array(z.object({ dueAt: instantSchema, byAgentId: agentIdSchema, at: instantSchema })).max(10).optional(),
  /** The person was erased: nothing of what was said is kept. */
  erasedAt: instantSchema.optional(),
  tags: z.array(z.string().max(40)).max(20).optional(),
  /** C10: whether a named person's profile may speak here; the last that was asked for. */
  profileUse: z.object({ accountId: accountIdSchema, agentId: agentIdSchema, state: z.enum(['asked', 'allowed', 'refused']), at: instantSchema, byAgentId: agentIdSchema.optional() }).optional(),
  /** R14: it began with a post that did not address us. */
  outreach: outreachSchema.optional(),
  /** S2: answers that wait for somebody's look, and those looked at; newest last. */
  approvals: z.array(approvalSchema).max(10).optional(),
  /** S2: leads who read here while somebody else held it; newest last. */
  leadReads: z.array(leadReadSchema).max(20).optional(),
  /** S2: what leads said to who holds it; newest last. */
  whispers: z.array(whisperSchema).max(10).optional(),
  /** S1: help that was asked for here; newest last. */
  escalations: z.array(escalationSchema).max(5).optional(),
  /** S2: every answer here is looked at first. */
  approvalFlag: approvalFlagSchema.optional(),
  /** FLAG-3: rules whose flag a lead took away, newest last. */
  flagsLifted: z.array(flagLiftedSchema).max(50).optional(),
  /** FLAG-1: messages with words of rules, newest last. */
  flagWords: z.array(flagWordsSchema).max(20).optional(),
  /** L1: articles its answers were made of, until it is known whether they helped. */
  articles: z.array(articleMentionSchema).max(20).optional(),
});
export type Conversation = z.infer<typeof conversationSchema>;
