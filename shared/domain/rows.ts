import { z } from 'zod';
import { accountSchema } from './account.ts';
import { agentSchema } from './agent.ts';
import { approvalSchema } from './approval.ts';
import { bulkAnswerSchema, bulkMemberSchema } from './bulk-answer.ts';
import { articleRowSchema } from './article.ts';
import { briefingReadsSchema, briefingSchema } from './briefing.ts';
import { calendarSchema } from './calendar.ts';
import { addressFormSchema, channelNameSchema, visibilitySchema } from './channel.ts';
import { clusterRowSchema } from './cluster.ts';
import { conversationSchema } from './conversation.ts';
import { deskSetupSchema, mentionSchema, savedViewSchema } from './desk-tools.ts';
import { agentIdSchema, contactIdSchema, conversationIdSchema, instantSchema, replyIdSchema, seqSchema, threadIdSchema } from './ids.ts';
import { houseSettingSchema } from './house-setting.ts';
import { tagSchema } from './tag.ts';
import { houseSchema } from './house.ts';
import { invitationRowSchema } from './invitation.ts';
import { figureRulesSchema } from './figure-rules.ts';
import { escalationSchema } from './escalation.ts';
import { callBackSchema } from './call-back.ts';
import { ticketSchema } from './ticket.ts';
import { outreachSchema } from './outreach.ts';
import { readingSummarySchema } from './reading.ts';
import { queueSchema } from './queue.ts';
import { rosterSchema } from './roster.ts';
import { situationRowSchema } from './situation.ts';
import { searchBookSchema } from './search-terms.ts';
import { skillSchema, teamSchema } from './skill.ts';
import { spikeSchema } from './spike.ts';
import { brandRulesSchema, strategySchema } from './strategy.ts';
import { workItemSchema } from './work-item.ts';

/** One line of the queue: what a desk may see of an item without holding its conversation. */
export const queueRowSchema = z.object({
  item: workItemSchema,
  threadId: threadIdSchema,
  contactId: contactIdSchema,
  conversationId: conversationIdSchema,
  channel: channelNameSchema,
  visibility: visibilitySchema,
  contactName: z.string().max(256),
  contactHandle: z.string().max(256),
  followers: z.number().int().min(0).optional(),
  /** First line of the last inbound message, at most 160 characters. */
  firstLine: z.string().max(200),
  lastInboundAt: instantSchema,
  turnMessages: z.number().int().min(0),
  addressForm: addressFormSchema.optional(),
  /** What was read of the open turn, in short. */
  reading: readingSummarySchema.optional(),
  tags: z.array(z.string()).optional(),
  /** R14: of the conversation. */
  outreach: outreachSchema.optional(),
  /** D15: of the conversation's open tickets the one that is due first. */
  ticket: ticketSchema.optional(),
  /** C5: of the conversation, without its texts. */
  callBack: callBackSchema.optional(),
  /** C10: of the conversation. */
  profileUse: conversationSchema.shape.profileUse,
  /** S2: of the conversation. */
  approvalFlag: conversationSchema.shape.approvalFlag,
  /** S2: an answer of its holder waits for somebody's look. */
  approval: approvalSchema.pick({ replyId: true, agentId: true, why: true, askedAt: true, dueAt: true, approverId: true, standInId: true }).optional(),
  /** S1: its holder asks a lead for help. */
  escalation: escalationSchema.pick({ id: true, agentId: true, askedAt: true, dueAt: true, approverId: true, standInId: true }).optional(),
  /** An answer was permitted and its outcome is open. */
  answerOut: z.object({ replyId: replyIdSchema, agentId: agentIdSchema, since: instantSchema }).optional(),
  /** Set on an offered item for the agent it is offered to. */
  offer: z.object({ reservationId: z.string(), agentId: agentIdSchema, expiresAt: instantSchema }).optional(),
});
export type QueueRow = z.infer<typeof queueRowSchema>;

/** A person of the center as others see them. */
export const agentRowSchema = agentSchema.extend({
  load: z.number().int().min(0),
  openItems: z.number().int().min(0),
  /** Until when a desk that dropped could still be sending (its lease plus margin); absent when nothing is held. */
  sendingPossibleUntil: instantSchema.optional(),
  /** What the desk last said of its outbox. */
  outbox: z.object({ waiting: z.number().int().min(0), unclear: z.number().int().min(0), asOf: instantSchema }).optional(),
});
export type AgentRow = z.infer<typeof agentRowSchema>;

/** An account with what every desk should know of its brand: how its numbers look, for the guards of a draft. */
export const accountRowSchema = accountSchema.extend({ numbers: brandRulesSchema.shape.numbers.removeDefault().optional() });
export type AccountRow = z.infer<typeof accountRowSchema>;

export const rowSchemas = { workItem: queueRowSchema, agent: agentRowSchema, queue: queueSchema, skill: skillSchema, team: teamSchema, tag: tagSchema, houseSetting: houseSettingSchema, account: accountRowSchema, /** Leads only. */ calendar: calendarSchema, /** Leads only. */ house: houseSchema, /** Leads, and whose it is. */ roster: rosterSchema, /** Leads only. */ strategy: strategySchema, /** Leads only. */ searchBook: searchBookSchema, /** Who answers, and leads. */ bulkAnswer: bulkAnswerSchema, bulkMember: bulkMemberSchema, /** Counted over the members a desk may see. */ cluster: clusterRowSchema, situation: situationRowSchema, /** Leads only. */ spike: spikeSchema, figureRules: figureRulesSchema, /** Leads only, by person. */ invitation: invitationRowSchema, briefing: briefingSchema, /** Leads only. */ briefingReads: briefingReadsSchema, /** L1: of the brands one may see. */ article: articleRowSchema, /** One's own and shared ones. */ savedView: savedViewSchema, /** One's own. */ deskSetup: deskSetupSchema, /** One's own, until seen. */ mention: mentionSchema } as const;
export type RowKind = keyof typeof rowSchemas;
export type RowValue<K extends RowKind = RowKind> = { [P in RowKind]: z.infer<(typeof rowSchemas)[P]> }[K];

/** Upsert of a watched row: the latest `seq` wins; `value` null: it left what this desk watches. */
export interface RowPatch<K extends RowKind = RowKind> {
  readonly kind: K;
  readonly id: string;
  readonly seq: number;
  readonly value: RowValue<K> | null;
}
export const rowPatchSchema = z
  .object({ kind: z.enum(Object.keys(rowSchemas) as [RowKind, ...RowKind[]]), id: z.string().min(1).max(256), seq: seqSchema, value: z.unknown() })
  .transform((patch, context): RowPatch => {
    if (patch.value === null) return { ...patch, value: null };
    const parsed = rowSchemas[patch.kind].safeParse(patch.value);
    if (!parsed.success) {
      context.addIssue({ code: 'custom', message: `${patch.kind}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}` });
      return z.NEVER;
    }
    return { ...patch, value: parsed.data };
  });
