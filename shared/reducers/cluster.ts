import { CLUSTER_MEMBERS_MAX, type Cluster } from '../domain/cluster.ts';
import type { CenterEvent } from '../events/index.ts';

// Invariants: a conversation is a member, an offer or left out, never two of them; what is dismissed or ended takes nobody in.
export function reduceCluster(state: Cluster | undefined, event: CenterEvent, id: string): Cluster | undefined {
  switch (event.type) {
    case 'cluster.proposed':
      return state ?? fresh(id, event.data.conversationIds, event.data.at);
    case 'cluster.confirmed': {
      const { kind, label, conversationIds, byAgentId, at, situationId } = event.data;
      const before = state ?? { ...fresh(id, [], at), kind };
      const members = new Set(conversationIds);
      return {
        ...before,
        state: 'confirmed',
        label,
        conversationIds: [...members],
        offeredIds: [...before.conversationIds, ...before.offeredIds].filter((one) => !members.has(one)),
        excludedIds: without(before.excludedIds, members),
        changedAt: at,
        decidedByAgentId: byAgentId,
        ...(situationId === undefined ? {} : { situationId }),
      };
    }
    case 'cluster.split': {
      const { newClusterId, conversationIds, byAgentId, at, label, situationId, kind } = event.data;
      if (id === newClusterId) return { ...fresh(id, conversationIds, at), kind, state: event.data.state, decidedByAgentId: byAgentId, ...(label === undefined ? {} : { label }), ...(situationId === undefined ? {} : { situationId }) };
      return state === undefined ? undefined : { ...leave(state, conversationIds), changedAt: at };
    }
    case 'cluster.merged': {
      const { clusterId, fromClusterId, conversationIds, offeredIds, byAgentId, at } = event.data;
      if (state === undefined) return undefined;
      if (id === fromClusterId) return { ...state, state: 'ended', conversationIds: [], offeredIds: [], excludedIds: [], mergedIntoId: clusterId, changedAt: at, decidedByAgentId: byAgentId };
      return { ...offer(put(state, conversationIds), offeredIds), changedAt: at, decidedByAgentId: byAgentId };
    }
    default:
      return state === undefined ? undefined : ofKnown(state, event);
  }
}

function ofKnown(state: Cluster, event: CenterEvent): Cluster {
  switch (event.type) {
    case 'cluster.grown': {
      const { conversationIds, at } = event.data;
      if (state.state === 'dismissed' || state.state === 'ended') return state;
      const grown = state.state === 'proposed' ? put(state, conversationIds.filter((one) => !state.excludedIds.includes(one))) : offer(state, conversationIds);
      return { ...grown, lastFoundAt: at, changedAt: at };
    }
    case 'cluster.membersPut':
      return { ...put(state, event.data.conversationIds), changedAt: event.data.at };
    case 'cluster.membersTaken':
      return { ...leave(state, event.data.conversationIds), changedAt: event.data.at };
    case 'cluster.dismissed':
      return { ...state, state: 'dismissed', changedAt: event.data.at, decidedByAgentId: event.data.byAgentId };
    case 'cluster.ended':
      return { ...state, state: 'ended', changedAt: event.data.at, offeredIds: [], excludedIds: [] };
    case 'situation.opened':
      return { ...state, situationId: event.data.situationId };
    default:
      return state;
  }
}

function fresh(id: string, conversationIds: readonly string[], at: number): Cluster {
  return { id, kind: 'question', state: 'proposed', conversationIds: [...new Set(conversationIds)], offeredIds: [], excludedIds: [], createdAt: at, changedAt: at, lastFoundAt: at };
}

function without(from: readonly string[], ids: ReadonlySet<string>): string[] {
  return from.some((one) => ids.has(one)) ? from.filter((one) => !ids.has(one)) : [...from];
}

function put(state: Cluster, conversationIds: readonly string[]): Cluster {
  const ids = new Set(conversationIds);
  return { ...state, conversationIds: [...new Set([...state.conversationIds, ...ids])].slice(0, CLUSTER_MEMBERS_MAX), offeredIds: without(state.offeredIds, ids), excludedIds: without(state.excludedIds, ids) };
}

function offer(state: Cluster, conversationIds: readonly string[]): Cluster {
  const known = new Set([...state.conversationIds, ...state.offeredIds, ...state.excludedIds]);
  return { ...state, offeredIds: [...state.offeredIds, ...conversationIds.filter((one) => !known.has(one))].slice(0, CLUSTER_MEMBERS_MAX) };
}

function leave(state: Cluster, conversationIds: readonly string[]): Cluster {
  const ids = new Set(conversationIds);
  return { ...state, conversationIds: without(state.conversationIds, ids), offeredIds: without(state.offeredIds, ids), excludedIds: [...new Set([...state.excludedIds, ...ids])].slice(-CLUSTER_MEMBERS_MAX) };
}
