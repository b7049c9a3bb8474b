import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { businessHoursSchema } from './hours.ts';
import { accountIdSchema, calendarIdSchema, queueIdSchema, spanMsSchema, teamIdSchema } from './ids.ts';
import { caseTypeSchema } from './reading.ts';
import { skillNeedSchema } from './skill.ts';

/** How SLA targets are set: spans in business time of the queue. `resolutionMs`: until it is solved, not counting while it waits for the customer; absent: no such promise. */
export const slaTargetsSchema = z.object({ firstResponseMs: spanMsSchema, nextResponseMs: spanMsSchema, resolutionMs: spanMsSchema.optional() });

export type SlaTargets = z.infer<typeof slaTargetsSchema>;

/** HOUR-4: other targets for a channel, a kind of case, or both; where several fit, both goes before the kind, the kind before the channel. */
export const targetRowSchema = z.object({ channel: channelNameSchema.optional(), caseType: caseTypeSchema.optional(), targets: slaTargetsSchema });
export type TargetRow = z.infer<typeof targetRowSchema>;

export const queueSchema = z.object({
  id: queueIdSchema,
  name: z.object({ de: z.string().min(1).max(80), en: z.string().min(1).max(80) }),
  teamIds: z.array(teamIdSchema).max(50),
  needs: z.array(skillNeedSchema).max(10),
  /** Which inbound lands here: first queue (by `order`) whose terms or accounts fit; a queue without either is the catch-all. */
  match: z.object({ accountIds: z.array(accountIdSchema).max(500), terms: z.array(z.string().min(1).max(60)).max(200), /** R14: takes only what did not address us (`true`), or nothing of that (`false`). */ leads: z.boolean().optional() }),
  order: z.number().int(),
  /** 0 normal; higher goes first among equals. */
  priority: z.number().int().min(0).max(9),
  targets: slaTargetsSchema,
  channelTargets: z.record(channelNameSchema, slaTargetsSchema).optional(),
  targetRows: z.array(targetRowSchema).max(60).optional(),
  hours: businessHoursSchema,
  /** HOUR-3: whose hours these are: they change with the calendar. Absent: the queue's own. */
  calendarId: calendarIdSchema.optional(),
  /** `assign`: handed over within capacity. `offer`: accepted, declined or expired. `channel`: as the channel's descriptor suggests. */
  distribution: z.enum(['assign', 'offer', 'channel']),
  offerMs: spanMsSchema,
});
export type Queue = z.infer<typeof queueSchema>;
