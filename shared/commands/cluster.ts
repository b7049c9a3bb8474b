import { z } from 'zod';
import { CLUSTER_MEMBERS_MAX, clusterIdSchema } from '../domain/cluster.ts';
import { conversationIdSchema } from '../domain/ids.ts';
import { defineCommand } from './define.ts';

const clusterId = clusterIdSchema;
const conversationIds = z.array(conversationIdSchema).min(1).max(CLUSTER_MEMBERS_MAX);
const label = z.string().trim().min(1).max(120);

/** T6. They ask the same: those named, or all members there are. Members a desk does not see stay as they are. */
export const confirmCluster = defineCommand('cluster.confirm', z.object({ clusterId, label, conversationIds: conversationIds.optional() }), { offline: 'refuse' });
/** These ask something else. Answers `clusterId` of the new one. */
export const splitCluster = defineCommand('cluster.split', z.object({ clusterId, conversationIds, label: label.optional() }), { offline: 'refuse' });
/** The other one's members go into this one. */
export const mergeClusters = defineCommand('cluster.merge', z.object({ clusterId, fromClusterId: clusterIdSchema }), { offline: 'refuse' });
export const dismissCluster = defineCommand('cluster.dismiss', z.object({ clusterId }), { offline: 'refuse' });
/** An offer is taken in, or anybody else who asks the same. Refused for who is in danger (R11) or wrote special mail (R13). */
export const putClusterMembers = defineCommand('cluster.putIn', z.object({ clusterId, conversationIds }), { offline: 'refuse' });
/** Not a member, or an offer that does not fit: the machine does not bring it back. */
export const takeClusterMembers = defineCommand('cluster.takeOut', z.object({ clusterId, conversationIds }), { offline: 'refuse' });
