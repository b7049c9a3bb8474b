import type { Queue } from '../../../shared/domain/queue.ts';
import type { Skill } from '../../../shared/domain/skill.ts';
import { PersonTree } from '../../../shared/domain/person-tree.ts';
import type { AgentView, ConversationView, ItemView, ReservationView, RoutingState } from './state.ts';

/** The routing state as plain JSON. `v` changes whenever its form or the folding does: an older one is folded anew from the log. */
export interface RoutingSnapshot {
  readonly v: 6;
  readonly seq: number;
  readonly resumedAt: number;
  readonly agents: readonly (Omit<AgentView, 'active'> & { readonly active: readonly string[] })[];
  readonly items: readonly ItemView[];
  readonly closed: readonly string[];
  readonly reservations: readonly ReservationView[];
  readonly conversations: readonly (readonly [string, ConversationView])[];
  readonly lastAgents: readonly (readonly [string, string])[];
  readonly people: readonly (readonly [string, string])[];
  readonly queues: readonly Queue[];
  readonly skills: readonly Skill[];
  readonly accountTeams: readonly (readonly [string, readonly string[]])[];
  readonly strategy?: RoutingState['strategy'];
}

export const ROUTING_SNAPSHOT_VERSION = 6;

/** Copies as deep as folding changes things: safe to keep while the engine goes on. */
export function snapshotOf(state: RoutingState): RoutingSnapshot {
  return {
    v: ROUTING_SNAPSHOT_VERSION,
    seq: state.seq,
    resumedAt: state.resumedAt,
    agents: Array.from(state.agents.values(), (agent) => ({ ...agent, usedBy: [...agent.usedBy] as AgentView['usedBy'], active: [...agent.active].toSorted() })),
    items: Array.from(state.items.values(), (item) => ({ ...item })),
    closed: [...state.closed],
    reservations: Array.from(state.reservations.values(), (reservation) => ({ ...reservation })),
    conversations: Array.from(state.conversations, ([id, conversation]) => [id, { ...conversation }] as const),
    lastAgents: [...state.lastAgents],
    people: state.people.entries(),
    queues: [...state.queues.values()],
    skills: [...state.skills.values()],
    accountTeams: [...state.accountTeams],
    ...(state.strategy === undefined ? {} : { strategy: state.strategy }),
  };
}

/** Takes a snapshot of this version over as a copy. Throws for another version: fold the log instead. */
export function restoreState(given: RoutingSnapshot): RoutingState {
  if (given.v !== ROUTING_SNAPSHOT_VERSION)
    throw new Error(`routing snapshot of version ${String(given.v)}, this build reads ${String(ROUTING_SNAPSHOT_VERSION)}`);
  const snapshot = JSON.parse(JSON.stringify(given)) as RoutingSnapshot;
  return {
    seq: snapshot.seq,
    resumedAt: snapshot.resumedAt,
    agents: new Map(snapshot.agents.map((agent) => [agent.id, { ...agent, active: [...agent.active] }])),
    closed: new Set(snapshot.closed),
    items: new Map(snapshot.items.map((item) => [item.id, { ...item }])),
    reservations: new Map(snapshot.reservations.map((r) => [r.id, { ...r }])),
    conversations: new Map(snapshot.conversations),
    lastAgents: new Map(snapshot.lastAgents),
    people: treeOf(snapshot.people),
    queues: new Map(snapshot.queues.map((q) => [q.id, q])),
    skills: new Map(snapshot.skills.map((s) => [s.id, s])),
    accountTeams: new Map(snapshot.accountTeams),
    ...(snapshot.strategy === undefined ? {} : { strategy: snapshot.strategy }),
  };
}

function treeOf(pairs: RoutingSnapshot['people']): PersonTree {
  const tree = new PersonTree();
  for (const [contactId, into] of pairs) tree.set(contactId, into);
  return tree;
}
