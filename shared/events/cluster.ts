import { z } from 'zod';
import { CLUSTER_MEMBERS_MAX, clusterIdSchema, clusterKindSchema, clusterLeaveReasonSchema, situationIdSchema } from '../domain/cluster.ts';
import { agentIdSchema, conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

const members = z.array(conversationIdSchema).min(1).max(CLUSTER_MEMBERS_MAX);
const of = { clusterId: clusterIdSchema, at: instantSchema };
const by = { ...of, byAgentId: agentIdSchema };

/** These seem to ask the same. */
export const clusterProposed = defineEvent('cluster.proposed', z.object({ ...of, conversationIds: members }));
/** More of the same: members of a proposal, offers to a confirmed one. */
export const clusterGrown = defineEvent('cluster.grown', z.object({ ...of, conversationIds: members }));
/** A person says that these ask the same. Makes it where there was none (`kind` followUp). */
export const clusterConfirmed = defineEvent('cluster.confirmed', z.object({ ...by, label: z.string().max(120), conversationIds: members, kind: clusterKindSchema, situationId: situationIdSchema.optional() }));
/** Some of them ask something else: they go into a cluster of their own, in the state of the one they came from. */
export const clusterSplit = defineEvent('cluster.split', z.object({ ...by, newClusterId: clusterIdSchema, conversationIds: members, state: z.enum(['proposed', 'confirmed']), kind: clusterKindSchema, label: z.string().max(120).optional(), situationId: situationIdSchema.optional() }));
/** The other's members and offers go into this one; the other ends. */
export const clusterMerged = defineEvent('cluster.merged', z.object({ ...by, fromClusterId: clusterIdSchema, conversationIds: z.array(conversationIdSchema).max(CLUSTER_MEMBERS_MAX), offeredIds: z.array(conversationIdSchema).max(CLUSTER_MEMBERS_MAX) }));
export const clusterDismissed = defineEvent('cluster.dismissed', z.object({ ...by }));
/** A person puts somebody in, an offer or anybody else. */
export const clusterMembersPut = defineEvent('cluster.membersPut', z.object({ ...by, conversationIds: members }));
/** Somebody is no member, or not offered any more. By the machine where it must not be one. */
export const clusterMembersTaken = defineEvent('cluster.membersTaken', z.object({ ...of, conversationIds: members, reason: clusterLeaveReasonSchema, byAgentId: agentIdSchema.optional() }));
/** Nobody has asked for a while. */
export const clusterEnded = defineEvent('cluster.ended', z.object({ ...of }));
