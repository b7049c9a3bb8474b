import { z } from 'zod';
import { accountIdSchema, agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema } from './ids.ts';

// T6: conversations whose people ask the same. The log holds ids only; the words they have in common are read from the texts and stand in rows alone.

export const clusterIdSchema = z.string().min(1).max(128).regex(/^[\w.:@-]+$/u);
export const situationIdSchema = z.string().min(1).max(128).regex(/^[\w.:@-]+$/u);

/** A cluster takes so many; who comes later waits among the offers until somebody is done. */
export const CLUSTER_MEMBERS_MAX = 5_000;
/** A row tells so many members, the oldest first; `size` counts all. */
export const CLUSTER_ROW_MEMBERS_MAX = 1_000;

/**
 * `proposed`: found by the machine, nobody has looked. `confirmed`: a person says they ask the same; only then may they be answered together. `dismissed`: a person
 * says they do not; what resembles it is not proposed again while it lasts. `ended`: nobody has asked for a while, or it went into another one.
 */
export const clusterStateSchema = z.enum(['proposed', 'confirmed', 'dismissed', 'ended']);
/** `question`: found in what people ask. `followUp`: those who were promised a time that no longer holds (D14). */
export const clusterKindSchema = z.enum(['question', 'followUp']);

const members = z.array(conversationIdSchema).max(CLUSTER_MEMBERS_MAX);

export const clusterSchema = z.object({
  id: clusterIdSchema,
  kind: clusterKindSchema,
  state: clusterStateSchema,
  /** What whoever confirmed it calls it. */
  label: z.string().max(120).optional(),
  /** Oldest first, each once. Never one in danger (R11) or with special mail (R13). */
  conversationIds: members,
  /** Late arrivals of a confirmed cluster: "also asks this?". A person takes them in or leaves them out. */
  offeredIds: members,
  /** Taken out or left out by a person: never put back by the machine. */
  excludedIds: members,
  createdAt: instantSchema,
  changedAt: instantSchema,
  /** The last that was found. */
  lastFoundAt: instantSchema,
  decidedByAgentId: agentIdSchema.optional(),
  /** The situation that was opened from it (D14), or whose changed time it follows up. */
  situationId: situationIdSchema.optional(),
  /** It went into this one. */
  mergedIntoId: clusterIdSchema.optional(),
});
export type Cluster = z.infer<typeof clusterSchema>;

/** Why the machine takes somebody out. */
export const clusterLeaveReasonSchema = z.enum(['person', 'danger', 'special', 'spam', 'erased', 'deleted']);
export type ClusterLeaveReason = z.infer<typeof clusterLeaveReasonSchema>;

/** What a desk sees of a cluster: counted over the members this desk may see a line of. */
export const clusterRowSchema = clusterSchema.omit({ excludedIds: true }).extend({
  /** Members seen, and of those how many wait for us. */
  size: z.number().int().min(0),
  waiting: z.number().int().min(0),
  /** Distinct people among them. */
  people: z.number().int().min(0),
  /** Words most of them have in common; empty until their texts were read. */
  words: z.array(z.string().max(60)).max(8),
  sampleMessageIds: z.array(messageIdSchema).max(8),
  firstAt: instantSchema,
  lastAt: instantSchema,
  accounts: z.array(z.object({ accountId: accountIdSchema, count: z.number().int().min(1) })).max(100),
  /** How they want to be addressed, as far as it is known. */
  forms: z.object({ du: z.number().int().min(0), sie: z.number().int().min(0), none: z.number().int().min(0) }),
});
export type ClusterRow = z.infer<typeof clusterRowSchema>;
