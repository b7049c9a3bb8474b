import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { clusterIdSchema } from './cluster.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema, queueIdSchema, teamIdSchema } from './ids.ts';
import { caseTypeSchema } from './reading.ts';

// S3: how people were served in a period. A request begins with a customer's first unanswered word and ends when its item is closed; a turn is what they said until we answered.

const DAY_MS = 86_400_000;
/** Closed, and not back within this time: solved. */
export const KEPT_AFTER_MS = 7 * DAY_MS;
/** Who writes again sooner than this goes on with what they were saying; later they ask where the answer is. */
export const CHASED_AFTER_MS = 10 * 60_000;
/** While figures of single people are off, none are given of fewer than this. */
export const FEWEST_PEOPLE = 5;
/** Praise so long after an answer is thanks for it. */
export const THANKS_WITHIN_MS = 14 * DAY_MS;
export const REPORT_SPAN_MAX_MS = 400 * DAY_MS;

export const THANKS_MAX = 50;

const count = z.number().int().min(0);

/** Of so many spans, ms: the average, what nine of ten did not exceed, the longest. Absent where there are none. */
export const spansSchema = z.object({ count, averageMs: count.optional(), p90Ms: count.optional(), worstMs: count.optional() });
export type Spans = z.infer<typeof spansSchema>;

export const served = z.object({
  /** From a turn's first word to our answer: of a request's first turn, and of those after it. */
  firstResponse: spansSchema,
  nextResponse: spansSchema,
  /** Turns that can have been chased, and those in which the customer had to ask again. */
  turns: count,
  chased: count,
  /** Turns whose time is over one way or the other: answered, or late without an answer; and those answered within it. By the targets in force now, in business hours. */
  timed: count,
  inTime: count,
  /** How requests ended in the period. `kept`: of those closed seven days ago or longer (`due`), how many have not come back within seven days; `pending`: closed since. */
  closed: count,
  handedOver: count,
  elsewhere: count,
  noAnswer: count,
  noAnswerBack: count,
  due: count,
  kept: count,
  pending: count,
  /** From the first word to the end, without the time in which it waited for the customer. */
  resolution: spansSchema,
});
export type Served = z.infer<typeof served>;

/** `served` absent: so few people stand behind it that it would tell of single ones. */
export const figuresSchema = z.object({
  messages: count,
  requests: count,
  /** Not answered yet, and since when the longest of them waits. */
  waiting: count,
  longestWaitMs: count.optional(),
  /** Closed as spam, as a machine's, or because all of it was deleted: part of nothing else but the messages. */
  setAside: count,
  thanks: count,
  served: served.optional(),
});
export type Figures = z.infer<typeof figuresSchema>;

export const REPORT_BY = ['hour', 'day', 'channel', 'brand', 'team', 'queue', 'caseType', 'tag', 'cluster', 'agent'] as const;
export const reportBySchema = z.enum(REPORT_BY);
export type ReportBy = z.infer<typeof reportBySchema>;
/** `key`: the hour (00 to 23) or day (2026-11-22) in the center's zone, else an id; empty: none. `label`: what the confirmed question is called. */
export const reportRowSchema = z.object({ key: z.string().max(160), label: z.string().max(160).optional(), now: figuresSchema, before: figuresSchema });
export type ReportRow = z.infer<typeof reportRowSchema>;
/** Of each list the longest; `left` out for length. */
export const REPORT_ROWS_MAX = 500;
export const reportTableSchema = z.object({ by: reportBySchema, rows: z.array(reportRowSchema).max(REPORT_ROWS_MAX), left: count });
export type ReportTable = z.infer<typeof reportTableSchema>;

/** REP-15: help asked of leads. `served` absent: so few people stand behind it that it would tell of single ones. */
export const helpFiguresSchema = z.object({
  raised: count,
  /** Nobody has reacted yet, and since when the longest of them waits. */
  open: count,
  longestOpenMs: count.optional(),
  served: z
    .object({
      /** How it ended: a lead took the conversation over, answered by a whisper, gave it back with a word; or it was taken back, or gone with the conversation. */
      taken: count,
      answered: count,
      givenBack: count,
      withdrawn: count,
      /** Reacted to or overdue; of these, how many not in time. */
      timed: count,
      late: count,
      /** Reacted to by the stand-in. */
      byStandIn: count,
      /** From asking to the first reaction. */
      response: spansSchema,
    })
    .optional(),
});
export type HelpFigures = z.infer<typeof helpFiguresSchema>;
/** `agent`: who asked. */
export const HELP_BY = ['day', 'channel', 'team', 'queue', 'caseType', 'tag', 'agent'] as const;
export type HelpBy = (typeof HELP_BY)[number];
export const helpRowSchema = z.object({ key: z.string().max(160), now: helpFiguresSchema, before: helpFiguresSchema });
export type HelpRow = z.infer<typeof helpRowSchema>;
export const helpTableSchema = z.object({ by: z.enum(HELP_BY), rows: z.array(helpRowSchema).max(REPORT_ROWS_MAX), left: count });
export type HelpTable = z.infer<typeof helpTableSchema>;
export const helpReportSchema = z.object({ now: helpFiguresSchema, before: helpFiguresSchema, tables: z.array(helpTableSchema).max(HELP_BY.length) });
export type HelpReport = z.infer<typeof helpReportSchema>;

export const reportOnlySchema = z.object({ channel: channelNameSchema.optional(), brand: z.string().max(128).optional(), teamId: teamIdSchema.optional(), queueId: queueIdSchema.optional(), caseType: caseTypeSchema.optional(), tag: z.string().min(1).max(40).optional(), clusterId: clusterIdSchema.optional() });
export type ReportOnly = z.infer<typeof reportOnlySchema>;

/** From `from` on and before `to`; beside it, in the same way, the period it is compared with. `clock`: business hours of the queue, or around the clock. `of` `own`: the figures of whoever asks. */
export const serviceReportRequestSchema = z.object({ kind: z.literal('service'), of: z.enum(['center', 'own']), from: instantSchema, to: instantSchema, compareFrom: instantSchema, compareTo: instantSchema, clock: z.enum(['business', 'wall']), only: reportOnlySchema });
export type ServiceReportRequest = z.infer<typeof serviceReportRequestSchema>;

/** Thanks for answers of whoever asks, since then. */
export const thanksRequestSchema = z.object({ kind: z.literal('thanks'), from: instantSchema });
/** Somebody thanked for an answer: in which conversation, with which words. */
export const thanksSchema = z.object({ agentId: agentIdSchema, conversationId: conversationIdSchema, messageId: messageIdSchema, at: instantSchema });
export type Thanks = z.infer<typeof thanksSchema>;

export const serviceReportSchema = z.object({
  kind: z.literal('service'),
  asOf: instantSchema,
  timeZone: z.string().max(64),
  /** Whether figures of single people are shown to leads. */
  perPerson: z.boolean(),
  now: figuresSchema,
  before: figuresSchema,
  tables: z.array(reportTableSchema).max(REPORT_BY.length),
  help: helpReportSchema,
  /** One's own, newest first. */
  thanks: z.array(thanksSchema).max(THANKS_MAX),
});
export type ServiceReport = z.infer<typeof serviceReportSchema>;
