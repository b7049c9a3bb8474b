import { DANGER_PRIORITY } from '../../../shared/domain/work-item.ts';
import type { EventOf } from '../../../shared/events/index.ts';
import { changeAgent, changeItem } from './change.ts';
import { addUse, kindOf } from './kinds.ts';
import type { MatchIndex } from './match-index.ts';
import type { ItemView, RoutingState } from './state.ts';

/** Closed items kept in case somebody reopens them by an event that does not say all of them. */
const CLOSED_KEPT = 1_000;
/** Where each set's oldest member is: looked for from the start, the way would lead past all that have left. Who comes back goes to the end. */
const oldestOf = new WeakMap<Set<string>, SetIterator<string>>();

/** R2: the customer wrote again to somebody who has more than the cap: this one overflows. Danger stays with whom it knows. */
export function overflow(state: RoutingState, index: MatchIndex, item: ItemView, at: number): void {
  const owner = item.ownerAgentId === undefined ? undefined : state.agents.get(item.ownerAgentId);
  if (owner === undefined || item.priority >= DANGER_PRIORITY) return;
  if (owner.used * 100 > owner.capacity * index.config.overflowPercent) item.overflowAt = at;
}

/** Another priority may make it danger (R11), or no longer. */
export function setKind(state: RoutingState, item: ItemView, priority: number): void {
  const owner = item.ownerAgentId === undefined ? undefined : state.agents.get(item.ownerAgentId);
  if (owner !== undefined) addUse(owner, item.kind, -item.cost);
  item.priority = priority;
  item.kind = kindOf(state, item);
  if (owner !== undefined) addUse(owner, item.kind, item.cost);
}

/** R7, R3: the owner has begun; and whoever writes is composing. */
export function touch(state: RoutingState, index: MatchIndex, conversationId: string, agentId: string, at: number): void {
  changeAgent(state, index, agentId, (agent) => {
    agent.composedAt = at;
  });
  const itemId = state.conversations.get(conversationId)?.workItemId;
  const item = itemId === undefined ? undefined : state.items.get(itemId);
  if (item?.ownerAgentId !== agentId || item.untouched === undefined) return;
  changeItem(state, index, item.id, (changed) => {
    changed.untouched = undefined;
  });
}

/** R7: how long somebody else would need depends on it. */
export function setDraft(state: RoutingState, index: MatchIndex, conversationId: string, draft: true | undefined): void {
  const conversation = state.conversations.get(conversationId);
  if (conversation === undefined || conversation.draft === draft) return;
  conversation.draft = draft;
  if (conversation.workItemId !== undefined) changeItem(state, index, conversation.workItemId, () => undefined);
}

/** The oldest closed items are forgotten: memory follows what is open. Of a conversation its epoch stays. */
export function remember(state: RoutingState, item: ItemView): void {
  state.closed.delete(item.id);
  state.closed.add(item.id);
  if (state.closed.size <= CLOSED_KEPT) return;
  let fromOldest = oldestOf.get(state.closed);
  if (fromOldest === undefined) oldestOf.set(state.closed, (fromOldest = state.closed.values()));
  const oldest = fromOldest.next().value;
  if (oldest === undefined) return;
  state.closed.delete(oldest);
  const gone = state.items.get(oldest);
  state.items.delete(oldest);
  const conversation = gone === undefined ? undefined : state.conversations.get(gone.conversationId);
  if (conversation?.workItemId === oldest) conversation.workItemId = undefined;
}

/** A reopened item is open again; one that was forgotten is known again by what the event says of it. */
export function bringBack(state: RoutingState, event: EventOf<'workItem.reopened'> & { readonly seq: number }): void {
  const { workItemId: id, conversationId, item, cost, at, dueAt, resolutionDueAt } = event.data;
  state.closed.delete(id);
  if (item === undefined || state.items.has(id)) return;
  const { contactId, accountId, channel, queueId, needs, priority, caseType } = item;
  state.items.set(id, {
    id,
    ord: event.seq,
    conversationId,
    contactId,
    accountId,
    channel,
    queueId,
    needs,
    priority,
    cost,
    kind: kindOf(state, item),
    state: 'closed',
    waitingFor: 'us',
    queuedAt: at,
    dueAt,
    resolutionDueAt,
    caseType,
    waitingSince: at,
    heldAt: 0,
    heldSeq: 0,
    declinedBy: [],
    lastDeclineAt: 0,
    offers: 0,
  });
}
