import { z } from 'zod';
import { clusterIdSchema, situationIdSchema } from './cluster.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, replyIdSchema } from './ids.ts';

// D14, the Lage: what is the matter, where, until when, and how we say it. Written by people of the desk; no customer's word stands in it.

export const situationStatusSchema = z.enum(['investigating', 'known', 'fixing', 'solved']);
export type SituationStatus = z.infer<typeof situationStatusSchema>;

/** What a lead writes. The wording may name the time as `{until}`: it is put in as the reader's words say it. */
export const situationTextSchema = z.object({
  title: z.string().trim().min(1).max(120),
  /** At least one of both says where it is. */
  region: z.string().trim().max(120).optional(),
  product: z.string().trim().max(120).optional(),
  status: situationStatusSchema,
  /** By when; absent: not known yet. */
  untilAt: instantSchema.optional(),
  du: z.string().trim().min(1).max(2_000),
  sie: z.string().trim().min(1).max(2_000),
});
export type SituationText = z.infer<typeof situationTextSchema>;

/** Somebody was told of it: with which version, and by when that said. By an answer that names the situation, or `byHand`: in somebody's own words, confirmed as a promise (D7). */
export const situationPromiseSchema = z.object({
  conversationId: conversationIdSchema,
  replyId: replyIdSchema.optional(),
  byHand: z.object({ dueAt: instantSchema, byAgentId: agentIdSchema }).optional(),
  version: z.number().int().min(1),
  untilAt: instantSchema.optional(),
  at: instantSchema,
});
export type SituationPromise = z.infer<typeof situationPromiseSchema>;

/** At most so many are remembered by name; the oldest go first. */
export const SITUATION_PROMISES_MAX = 10_000;

export const situationSchema = situationTextSchema.extend({
  id: situationIdSchema,
  /** Grows with each change. */
  version: z.number().int().min(1),
  state: z.enum(['open', 'closed']),
  clusterId: clusterIdSchema.optional(),
  openedAt: instantSchema,
  changedAt: instantSchema,
  byAgentId: agentIdSchema,
  closedAt: instantSchema.optional(),
  /** Answers that told of it, oldest first. */
  promises: z.array(situationPromiseSchema).max(SITUATION_PROMISES_MAX),
  /** Every version, the present one last. */
  history: z.array(z.object({ version: z.number().int().min(1), status: situationStatusSchema, untilAt: instantSchema.optional(), byAgentId: agentIdSchema, at: instantSchema })).max(50),
});
export type Situation = z.infer<typeof situationSchema>;

/** Which situation an answer rests on. */
export const situationRefSchema = z.object({ id: situationIdSchema, version: z.number().int().min(1) });
export type SituationRef = z.infer<typeof situationRefSchema>;

/** What a desk sees: its promises, by answers and by hand, are those of conversations it may see a line of, and only those that no longer hold. */
export const situationRowSchema = situationSchema.omit({ promises: true }).extend({
  /** So many conversations were told of it, seen or not. */
  told: z.number().int().min(0),
  owed: z.array(situationPromiseSchema).max(1_000),
});
export type SituationRow = z.infer<typeof situationRowSchema>;
