import { z } from 'zod';
import { awayNoticeTaskSchema } from '../domain/away-notice.ts';
import { dryRunSchema, explanationSchema } from '../domain/explanation.ts';
import { entityPatchSchema } from '../domain/entity.ts';
import { agentIdSchema, bodyRefSchema, conversationIdSchema, instantSchema, replyIdSchema, seqSchema, spanMsSchema } from '../domain/ids.ts';
import { rowPatchSchema } from '../domain/rows.ts';
import { eventEnvelopeSchema } from '../events/index.ts';
import { budgetDownSchema } from './budget.ts';
import { custodySealAnswerSchema, custodyStateSchema, refreshLeaseAnswerSchema } from './custody.ts';
import { likelySameAnswerSchema, timelineSchema } from './person.ts';
import { wireErrorSchema } from './errors.ts';
import { feedsDownSchema, leadReportAnswerSchema } from './lead-report.ts';

const bodies = z.record(bodyRefSchema as unknown as z.ZodString, z.string().max(400_000));

/** A conversation whole, with its thread, as of a place in the log; older events of it are ignored. */
export const snapshotSchema = z.object({ conversationId: conversationIdSchema, asOfSeq: seqSchema, entities: z.array(entityPatchSchema).max(20_000), bodies });
export type ConversationSnapshot = z.infer<typeof snapshotSchema>;

/**
 * One frame of the push. `fromSeq` must equal the desk's cursor; `toSeq` covers what the filter left out. Everything in it is written in one
 * transaction: purges, snapshots, events (of held conversations), further entities they name, bodies, rows, forgotten bodies, cursor.
 */
export const batchSchema = z.object({
  fromSeq: seqSchema,
  toSeq: seqSchema,
  purges: z.array(conversationIdSchema).max(20_000),
  snapshots: z.array(snapshotSchema).max(2_000),
  events: z.array(eventEnvelopeSchema).max(10_000),
  entities: z.array(entityPatchSchema).max(20_000),
  bodies,
  /** Deleted at the source or erased: text gone from every store. */
  forget: z.array(bodyRefSchema).max(20_000),
  rows: z.array(rowPatchSchema).max(50_000),
  /** This frame's rows, with those of the frames that follow while there is `progress`, are the whole of what the desk watches: others it has are gone. */
  rowsReset: z.boolean().optional(),
  /** With this frame the desk has every row as it was at a point only the server can read out of this word; it says it in its next `hello`. */
  rowsMark: z.string().max(200).optional(),
  /** More frames of the same catch-up follow: done and total, of what this frame carries (rows, else snapshots, else events). */
  progress: z.object({ done: z.number(), total: z.number() }).optional(),
});
export type Batch = z.infer<typeof batchSchema>;

/** Answer to `hello`; frames up to `seq` follow. */
export const welcomeSchema = z.object({
  agentId: agentIdSchema,
  name: z.string(),
  initials: z.string(),
  role: z.enum(['agent', 'supervisor', 'admin']),
  centerId: z.string(),
  centerName: z.string(),
  seq: seqSchema,
  serverTime: instantSchema,
  lease: z.object({ validForMs: spanMsSchema, renewMs: spanMsSchema, marginMs: spanMsSchema }),
  /** Highest command number the server has answered for this replica. */
  lastCommandNo: z.number().int().min(0),
  tokenExpiresAt: instantSchema,
  /** Keeps sealed credentials for desks; absent: a server that does not know the messages for it. */
  custody: z.boolean().optional(),
});
export type Welcome = z.infer<typeof welcomeSchema>;

/** Answer to a command; a resend gets the first answer again. */
export const commandAnswerSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('accepted'), seq: seqSchema, result: z.record(z.string(), z.unknown()).optional() }),
  z.object({ status: z.literal('refused'), error: wireErrorSchema }),
]);
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;

export const leasesAnswerSchema = z.object({ renewed: z.array(conversationIdSchema), lost: z.array(conversationIdSchema), validForMs: spanMsSchema });
export const presenceDownSchema = z.object({ conversationId: conversationIdSchema, agentId: agentIdSchema, typing: z.boolean(), here: z.boolean() });
export const tokenExpiringSchema = z.object({ expiresAt: instantSchema });
export const contactHistoryAnswerSchema = z.object({ items: z.array(z.object({ conversationId: conversationIdSchema, channel: z.string(), openedAt: instantSchema, lastInboundAt: instantSchema.optional(), firstLine: z.string(), disposition: z.string().optional(), /** D4: the case it is part of. */ caseId: conversationIdSchema.optional() })).max(100) });
export const replyStatusAnswerSchema = z.object({ replies: z.array(z.object({ replyId: replyIdSchema, state: z.enum(['unknown', 'scheduled', 'permitted', 'delivered', 'failed', 'unconfirmed', 'discarded']) })) });

/** Acknowledgement envelope of every up message. */
export type Ack<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: z.infer<typeof wireErrorSchema> };
export function ackSchema<S extends z.ZodType>(value: S) {
  return z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), error: wireErrorSchema })]);
}

export const UP_ANSWERS = {
  hello: welcomeSchema,
  command: commandAnswerSchema,
  renewLeases: leasesAnswerSchema,
  fetchConversation: z.object({ granted: z.boolean() }),
  releaseConversation: z.object({}),
  presence: z.object({}),
  contactHistory: contactHistoryAnswerSchema,
  timeline: timelineSchema,
  likelySame: likelySameAnswerSchema,
  renewToken: z.object({ expiresAt: instantSchema }),
  replyStatus: replyStatusAnswerSchema,
  why: explanationSchema,
  dryRunStrategy: dryRunSchema,
  custodyReport: custodyStateSchema,
  custodySeal: custodySealAnswerSchema,
  custodyRevoke: z.object({}),
  refreshLease: refreshLeaseAnswerSchema,
  budgetReading: z.object({}),
  leadReport: leadReportAnswerSchema,
} as const;

export const DOWN_MESSAGES = { batch: batchSchema, presence: presenceDownSchema, tokenExpiring: tokenExpiringSchema, sessionEnded: z.object({ error: wireErrorSchema }), /** Something about credentials changed: report, and hear what. */ custody: z.object({}), budget: budgetDownSchema, /** AWAY-3: this desk is named to tell somebody that we are closed. */ notice: awayNoticeTaskSchema, /** Leads: how the server's feeds are doing. */ feeds: feedsDownSchema } as const;
export type DownMessage = keyof typeof DOWN_MESSAGES;
