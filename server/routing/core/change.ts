import type { AgentId, ConversationId, WorkItemId } from '../../../shared/domain/ids.ts';
import { addUse } from './kinds.ts';
import type { MatchIndex } from './match-index.ts';
import type { AgentView, ConversationView, ItemView, RoutingState } from './state.ts';

// The small changes the folds are made of. Each leaves the index in step with the state.

export function changeAgent(state: RoutingState, index: MatchIndex, id: AgentId, change: (agent: AgentView) => void): void {
  const agent = state.agents.get(id);
  if (agent === undefined) return;
  change(agent);
  index.refreshAgent(agent);
  index.refreshReturnsOf(agent);
  if (agent.reservationId !== undefined) index.refreshReservation(agent.reservationId);
}

/** Changes an open or closed item; an item routing has never heard of is left alone. */
export function changeItem(
  state: RoutingState,
  index: MatchIndex,
  id: WorkItemId,
  change: (item: ItemView) => void,
  refreshedLater?: AgentId,
): void {
  const item = state.items.get(id);
  if (item === undefined) return;
  index.settleClaim(id, refreshedLater);
  change(item);
  index.refreshItem(item);
  if (item.reservationId !== undefined) index.refreshReservation(item.reservationId);
}

/** The holder of an item has a new one, `agentId`; the one before must have let go. */
export function take(state: RoutingState, index: MatchIndex, item: ItemView, agentId: AgentId, at: number): void {
  item.state = 'assigned';
  item.ownerAgentId = agentId;
  item.heldAt = at;
  item.heldSeq = state.seq;
  item.gaveBackBy = undefined;
  if (item.declinedBy.includes(agentId)) item.declinedBy = [];
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  if (item.waitingFor === 'us') addActive(agent, item.id);
  addUse(agent, item.kind, item.cost);
  agent.restingSince = at;
  index.refreshAgent(agent);
}

export function letGo(state: RoutingState, index: MatchIndex, item: ItemView, at: number): void {
  const agent = item.ownerAgentId === undefined ? undefined : state.agents.get(item.ownerAgentId);
  item.ownerAgentId = undefined;
  if (agent === undefined) return;
  removeActive(agent, item.id);
  free(index, agent, item, item.cost - passOn(state, agent, item), at);
}

/** The holder's load follows the item's cost: 0 while it waits for the customer, its own again when they wrote. */
export function carry(state: RoutingState, index: MatchIndex, item: ItemView, cost: number, at: number): void {
  const before = item.cost;
  item.cost = cost;
  const agent = item.ownerAgentId === undefined ? undefined : state.agents.get(item.ownerAgentId);
  if (agent === undefined) return;
  if (item.waitingFor === 'us') addActive(agent, item.id);
  else removeActive(agent, item.id);
  free(index, agent, item, before - cost - (cost === 0 ? passOn(state, agent, { ...item, cost: before }) : 0), at);
}

/** R2: a bulk costs as one until the last of it: another member that the same person holds takes the cost over. Gives what is passed on. */
function passOn(state: RoutingState, agent: AgentView, item: ItemView): number {
  if (item.bulkId === undefined || item.cost === 0) return 0;
  let heir: ItemView | undefined;
  for (const id of agent.active) {
    const other = state.items.get(id);
    if (other === undefined || other.id === item.id || other.bulkId !== item.bulkId || other.asleepUntil !== undefined) continue;
    if (other.cost > 0) return 0;
    if (heir === undefined || other.ord < heir.ord) heir = other;
  }
  if (heir === undefined) return 0;
  heir.cost = item.cost;
  addUse(agent, item.kind, -item.cost);
  addUse(agent, heir.kind, item.cost);
  return item.cost;
}

/** A few at most: a list is quicker than a set, and smaller. */
function addActive(agent: AgentView, id: WorkItemId): void {
  if (!agent.active.includes(id)) agent.active.push(id);
}

function removeActive(agent: AgentView, id: WorkItemId): void {
  const at = agent.active.indexOf(id);
  if (at >= 0) agent.active.splice(at, 1);
}

/** Gives `cost` back to the person (or takes it, where negative). */
function free(index: MatchIndex, agent: AgentView, item: ItemView, cost: number, at: number): void {
  addUse(agent, item.kind, -cost);
  if (cost > 0 && agent.used === 0) agent.restingSince = at;
  index.refreshAgent(agent);
}

export function conversationOf(state: RoutingState, id: ConversationId): ConversationView {
  let conversation = state.conversations.get(id);
  if (conversation === undefined) {
    conversation = { epoch: 0 };
    state.conversations.set(id, conversation);
  }
  return conversation;
}

/** The router has picked this for that person: counts for reserved picks (R6), the start of a shift (R8) and variety (R10). */
export function countPick(agent: AgentView, item: ItemView): void {
  agent.picks += 1;
  if (item.kind !== 'danger') agent.given += 1;
  agent.streakCount = agent.streakQueueId === item.queueId ? agent.streakCount + 1 : 1;
  agent.streakQueueId = item.queueId;
}
