import { z } from 'zod';
import { agentIdSchema, instantSchema } from './ids.ts';

// T7: more of something than is usual at this hour of this weekday. What is learned from are counts alone.

/** `caseType`: as triage reads. `term`: a search term of an account. `cluster`: a confirmed question. `all`: everything that comes in. */
export const topicKindSchema = z.enum(['all', 'caseType', 'term', 'cluster']);
export type TopicKind = z.infer<typeof topicKindSchema>;
/** `kind:key`. */
export const topicIdSchema = z.string().min(1).max(160);

/** One of the 168 hours of a week, in the center's zone: 0 is Monday from midnight. */
export const HOURS_OF_WEEK = 168;
/** So many weeks are remembered of each. */
export const WEEKS_REMEMBERED = 8;

/** What was counted of one topic: of each hour of the week the last weeks' counts, newest last. */
export const volumeSchema = z.object({
  id: topicIdSchema,
  slots: z.array(z.array(z.number().int().min(0)).max(WEEKS_REMEMBERED)).length(HOURS_OF_WEEK),
  /** Start of the last hour counted. */
  lastHourAt: instantSchema,
});
export type Volume = z.infer<typeof volumeSchema>;

export const spikeSchema = z.object({
  id: z.string().min(1).max(128),
  topicId: topicIdSchema,
  kind: topicKindSchema,
  /** The term, or what the cluster is called; absent where the key says it. */
  label: z.string().max(120).optional(),
  /** `digest`: out of business hours and not so far above that somebody has to be woken. */
  level: z.enum(['alert', 'digest']),
  /** In the hour before, and what is usual then. */
  count: z.number().int().min(0),
  usual: z.number().min(0),
  raisedAt: instantSchema,
  seenAt: instantSchema.optional(),
  seenBy: agentIdSchema.optional(),
  endedAt: instantSchema.optional(),
});
export type Spike = z.infer<typeof spikeSchema>;
