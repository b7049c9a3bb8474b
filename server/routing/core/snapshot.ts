import type { Queue } from '../../../shared/domain/queue.ts';
import type { Skill } from '../../../shared/domain/skill.ts';
import type { AgentView, ConversationView, ItemView, ReservationView, RoutingState } from './state.ts';

/** The routing state as plain JSON. `v` changes whenever its form or the folding does: an older one is folded anew from the log. */
export interface RoutingSnapshot {
  readonly v: 1;
  readonly seq: number;
  readonly resumedAt: number;
  readonly agents: readonly (Omit<AgentView, 'active'> & { readonly active: readonly string[] })[];
  readonly items: readonly ItemView[];
  readonly reservations: readonly ReservationView[];
  readonly conversations: readonly (readonly [string, ConversationView])[];
  readonly lastAgents: readonly (readonly [string, string])[];
  readonly queues: readonly Queue[];
  readonly skills: readonly Skill[];
  readonly accountTeams: readonly (readonly [string, readonly string[]])[];
}

export const ROUTING_SNAPSHOT_VERSION = 1;

export function snapshotOf(state: RoutingState): RoutingSnapshot {
  const plain: RoutingSnapshot = {
    v: ROUTING_SNAPSHOT_VERSION,
    seq: state.seq,
    resumedAt: state.resumedAt,
    agents: [...state.agents.values()].map((agent) => ({ ...agent, active: [...agent.active].toSorted() })),
    items: [...state.items.values()],
    reservations: [...state.reservations.values()],
    conversations: [...state.conversations],
    lastAgents: [...state.lastAgents],
    queues: [...state.queues.values()],
    skills: [...state.skills.values()],
    accountTeams: [...state.accountTeams],
  };
  return JSON.parse(JSON.stringify(plain)) as RoutingSnapshot;
}

export function restoreState(given: RoutingSnapshot): RoutingState {
  const snapshot = JSON.parse(JSON.stringify(given)) as RoutingSnapshot;
  return {
    seq: snapshot.seq,
    resumedAt: snapshot.resumedAt,
    agents: new Map(snapshot.agents.map((agent) => [agent.id, { ...agent, active: new Set(agent.active) }])),
    items: new Map(snapshot.items.map((item) => [item.id, { ...item }])),
    reservations: new Map(snapshot.reservations.map((r) => [r.id, { ...r }])),
    conversations: new Map(snapshot.conversations),
    lastAgents: new Map(snapshot.lastAgents),
    queues: new Map(snapshot.queues.map((q) => [q.id, q])),
    skills: new Map(snapshot.skills.map((s) => [s.id, s])),
    accountTeams: new Map(snapshot.accountTeams),
  };
}
