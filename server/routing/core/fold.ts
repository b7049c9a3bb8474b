import { answeringTeams, asTeam } from '../../../shared/domain/account-rights.ts';
import type { CenterEvent, EventOf } from '../../../shared/events/index.ts';
import { carry, changeAgent, changeItem, conversationOf, countPick, letGo, take } from './change.ts';
import { foldConversation } from './fold-conversation.ts';
import { foldReservation } from './fold-reservation.ts';
import { bringBack, overflow, remember, setDraft, setKind, touch } from './fold-more.ts';
import { kindOf } from './kinds.ts';
import type { MatchIndex } from './match-index.ts';
import type { AgentView, ItemView, RoutingState } from './state.ts';

// Takes events into the routing state. Invariant: one person or item is changed, then refreshed in the index, before the next is touched.

export function foldEvent(state: RoutingState, index: MatchIndex, event: CenterEvent): void {
  switch (event.type) {
    case 'agent.registered':
      return registerAgent(state, index, event.data, event.at);
    case 'agent.stateChanged':
      return changeAgent(state, index, event.data.agentId, (agent) => {
        if (event.data.state === 'available') {
          agent.missedOffers = 0;
          if (agent.state !== 'available') agent.restingSince = event.data.at;
        }
        if (agent.state === 'offDuty' && event.data.state !== 'offDuty') {
          agent.shiftSince = event.data.at;
          agent.given = 0;
          agent.streakQueueId = undefined;
          agent.streakCount = 0;
        }
        agent.state = event.data.state;
        agent.stateSince = event.data.at;
        agent.stateSeq = event.seq;
      });
    case 'agent.capacityForced':
      return changeAgent(state, index, event.data.agentId, (agent) => {
        agent.ownCapacity ??= agent.capacity;
        agent.capacity = event.data.capacity;
        agent.forcedUntil = event.data.untilAt;
      });
    case 'agent.capacityLifted':
      return changeAgent(state, index, event.data.agentId, (agent) => {
        agent.capacity = agent.ownCapacity ?? agent.capacity;
        agent.ownCapacity = undefined;
        agent.forcedUntil = undefined;
      });
    case 'agent.shiftPlanned':
      return changeAgent(state, index, event.data.agentId, (agent) => {
        agent.shift = event.data.shift ?? undefined;
      });
    case 'agent.wishesSet':
      return changeAgent(state, index, event.data.agentId, (agent) => {
        agent.wishes = event.data.wishes;
      });
    case 'agent.connected':
      return changeAgent(state, index, event.data.agentId, (agent) => {
        agent.connected = true;
        agent.droppedAt = undefined;
      });
    case 'agent.dropped':
      return changeAgent(state, index, event.data.agentId, (agent) => {
        agent.connected = false;
        agent.droppedAt = event.data.at;
      });
    case 'server.resumed':
      state.resumedAt = event.data.at;
      for (const id of state.agents.keys()) {
        changeAgent(state, index, id, (agent) => {
          if (agent.connected || agent.droppedAt !== undefined) agent.droppedAt = event.data.at;
          agent.connected = false;
        });
      }
      for (const id of state.reservations.keys()) index.refreshReservation(id);
      return;
    case 'queue.defined': {
      const before = state.queues.get(event.data.id);
      state.queues.set(event.data.id, event.data);
      if (before !== undefined) index.rebuildClasses();
      return;
    }
    case 'house.removed':
      if (event.data.noun === 'queue') state.queues.delete(event.data.id);
      if (event.data.noun === 'skill') state.skills.delete(event.data.id);
      return;
    case 'skill.defined':
      state.skills.set(event.data.id, event.data);
      if (Object.keys(index.config.rings).length > 0) index.rebuildClasses();
      return;
    case 'account.registered': {
      const before = state.accountTeams.get(event.data.id) ?? [];
      const teams = answeringTeams(event.data);
      state.accountTeams.set(event.data.id, teams);
      if (before.join() === teams.join()) return;
      // Who is named alone is a team of one; everybody else shares their profile with others as before.
      for (const id of new Set([...before, ...teams].filter((team) => team.startsWith('@')).map((team) => team.slice(1)))) if (state.agents.has(id)) changeAgent(state, index, id, (agent) => (agent.teamIds = withSelf(state, id, agent.teamIds)));
      index.rebuildClasses();
      return;
    }
    case 'strategy.changed':
      // The engine reconfigures its index after this.
      state.strategy = { version: event.data.version, rules: event.data.rules };
      return;
    case 'contact.merged':
      return state.people.set(event.data.contactId, event.data.intoContactId);
    case 'contact.unmerged':
      return state.people.set(event.data.contactId, undefined);
    case 'workItem.queued':
      return queueItem(state, index, event);
    case 'workItem.assigned':
      return assignItem(state, index, event.data);
    case 'workItem.returned':
      return returnItem(state, index, event.data);
    case 'workItem.moved':
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.queueId = event.data.queueId;
        item.needs = event.data.needs;
        item.declinedBy = item.gaveBackBy === undefined ? [] : [item.gaveBackBy];
        item.waitingSince = event.data.at;
        setKind(state, item, event.data.priority ?? item.priority);
        const offer = item.reservationId === undefined ? undefined : state.reservations.get(item.reservationId);
        if (offer !== undefined) offer.stale = true;
      });
    case 'workItem.parked':
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.parkedAt = item.waitingFor === 'customer' ? (item.parkedAt ?? event.data.at) : event.data.at;
        item.waitingFor = 'customer';
        item.asleepUntil = undefined;
        // One that has not woken stands until it does.
        item.promiseAt = event.data.promise?.dueAt ?? item.promiseAt;
        item.promised = undefined;
        carry(state, index, item, 0, event.data.at);
      });
    case 'workItem.snoozed':
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.asleepUntil = event.data.untilAt;
        item.untouched = undefined;
        carry(state, index, item, 0, event.data.at);
      });
    case 'workItem.resumed':
      return changeItem(state, index, event.data.workItemId, (item) => {
        // Whoever has been waiting for us all along has not begun anew.
        if ((event.data.because !== 'snooze' && event.data.because !== 'ticket') || item.waitingFor === 'customer') item.queuedAt = event.data.at;
        item.waitingFor = 'us';
        item.dueAt = event.data.dueAt;
        item.resolutionDueAt = event.data.resolutionDueAt ?? item.resolutionDueAt;
        item.parkedAt = undefined;
        item.asleepUntil = undefined;
        item.waitingSince = event.data.at;
        item.bulkId = undefined;
        item.untouched = undefined;
        item.promised = event.data.because === 'promise' ? true : undefined;
        if (item.promised === true) item.promiseAt = undefined;
        carry(state, index, item, event.data.cost, event.data.at);
        overflow(state, index, item, event.data.at);
      });
    case 'workItem.closed':
      return changeItem(state, index, event.data.workItemId, (item) => {
        letGo(state, index, item, event.data.at);
        item.state = 'closed';
        item.cost = 0;
        item.promiseAt = undefined;
        item.asleepUntil = undefined;
        remember(state, item);
      });
    case 'workItem.reopened':
      bringBack(state, event);
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.state = 'queued';
        item.waitingFor = 'us';
        item.dueAt = event.data.dueAt;
        item.queuedAt = event.data.at;
        item.waitingSince = event.data.at;
        item.resolutionDueAt = event.data.resolutionDueAt ?? item.resolutionDueAt;
        item.parkedAt = undefined;
        item.cost = event.data.cost;
        item.declinedBy = [];
        conversationOf(state, item.conversationId).workItemId = item.id;
        if (event.data.agentId !== undefined) take(state, index, item, event.data.agentId, event.data.at);
      });
    case 'workItem.dueMoved':
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.dueAt = event.data.dueAt;
        item.resolutionDueAt = event.data.resolutionDueAt;
      });
    case 'workItem.handoverNoted':
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.handoverLine = event.data.line === '' ? undefined : event.data.line;
        item.untouched = undefined;
      });
    case 'alert.raised':
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.reminders = event.data.reminder;
        item.remindAt = event.data.at + index.config.danger.remindMs;
        if (event.data.reminder === 0) item.seen = undefined;
      });
    case 'alert.seen':
      return changeItem(state, index, event.data.workItemId, (item) => {
        item.seen = true;
      });
    case 'draft.saved':
      touch(state, index, event.data.conversationId, event.data.agentId, event.at);
      return setDraft(state, index, event.data.conversationId, true);
    case 'draft.cleared':
      return setDraft(state, index, event.data.conversationId, undefined);
    case 'note.added':
      return touch(state, index, event.data.conversationId, event.data.agentId, event.at);
    case 'conversation.tagged':
      return touch(state, index, event.data.conversationId, event.actor, event.at);
    case 'reservation.offered':
    case 'reservation.accepted':
    case 'reservation.declined':
    case 'reservation.expired':
    case 'reservation.rescinded':
      return foldReservation(state, index, event);
    case 'reply.permitted':
    case 'reply.delivered':
    case 'reply.failed':
    case 'reply.discarded':
    case 'reply.unconfirmed':
      return foldConversation(state, index, event);
    default:
      return;
  }
}

/** Their teams, and the team of one they are while an account names them alone. */
function withSelf(state: RoutingState, id: string, teamIds: readonly string[]): readonly string[] {
  const self = asTeam(id);
  const own = teamIds.filter((team) => team !== self);
  for (const teams of state.accountTeams.values()) if (teams.includes(self)) return [...own, self];
  return own.length === teamIds.length ? teamIds : own;
}

function registerAgent(state: RoutingState, index: MatchIndex, data: EventOf<'agent.registered'>['data'], at: number): void {
  const { id, skills, capacity, disabled } = data;
  const teamIds = withSelf(state, id, data.teamIds);
  if (state.agents.has(id)) {
    return changeAgent(state, index, id, (agent) => {
      agent.teamIds = teamIds;
      agent.skills = skills;
      // What a lead forces stands until it is lifted.
      if (agent.ownCapacity === undefined) agent.capacity = capacity;
      else agent.ownCapacity = capacity;
      agent.disabled = disabled;
    });
  }
  const agent: AgentView = {
    id,
    ord: state.agents.size,
    teamIds,
    skills,
    capacity,
    disabled,
    state: 'offDuty',
    stateSince: at,
    stateSeq: state.seq,
    connected: false,
    missedOffers: 0,
    used: 0,
    usedBy: [0, 0, 0, 0],
    given: 0,
    streakCount: 0,
    restingSince: at,
    picks: 0,
    active: [],
  };
  state.agents.set(id, agent);
  index.refreshAgent(agent);
}

function queueItem(
  state: RoutingState,
  index: MatchIndex,
  event: EventOf<'workItem.queued'> & { readonly seq: number; readonly at: number },
): void {
  const d = event.data;
  if (state.items.has(d.id)) return;
  const item: ItemView = {
    id: d.id,
    ord: event.seq,
    conversationId: d.conversationId,
    contactId: d.contactId,
    accountId: d.accountId,
    channel: d.channel,
    queueId: d.queueId,
    needs: d.needs,
    priority: d.priority,
    cost: d.cost,
    kind: kindOf(state, d),
    state: 'queued',
    waitingFor: 'us',
    queuedAt: d.queuedAt,
    dueAt: d.dueAt,
    resolutionDueAt: d.resolutionDueAt,
    caseType: d.caseType,
    waitingSince: event.at,
    heldAt: 0,
    heldSeq: 0,
    declinedBy: [],
    lastDeclineAt: 0,
    offers: 0,
  };
  state.items.set(d.id, item);
  conversationOf(state, d.conversationId).workItemId = d.id;
  index.refreshItem(item);
}

function assignItem(state: RoutingState, index: MatchIndex, d: EventOf<'workItem.assigned'>['data']): void {
  conversationOf(state, d.conversationId).epoch = d.epoch;
  changeItem(
    state,
    index,
    d.workItemId,
    (item) => {
      letGo(state, index, item, d.at);
      const agent = state.agents.get(d.agentId);
      if (agent !== undefined && d.reason.by === 'router') countPick(agent, item);
      if (d.cost !== undefined) item.cost = d.cost;
      item.bulkId = d.reason.bulkId;
      wake(item);
      item.untouched = d.reason.by === 'router' ? true : undefined;
      item.overflowAt = undefined;
      item.handoverLine = undefined;
      take(state, index, item, d.agentId, d.at);
      index.setLastAgent(item.contactId, d.agentId);
    },
    d.agentId,
  );
}

/** R2: another pair of hands wakes what the customer waits for; what waits for the customer keeps its time. */
function wake(item: ItemView): void {
  if (item.waitingFor === 'us') item.asleepUntil = undefined;
}

function returnItem(state: RoutingState, index: MatchIndex, d: EventOf<'workItem.returned'>['data']): void {
  conversationOf(state, d.conversationId).epoch = d.epoch;
  changeItem(state, index, d.workItemId, (item) => {
    letGo(state, index, item, d.at);
    item.state = 'queued';
    item.waitingSince = d.at;
    item.bulkId = undefined;
    wake(item);
    item.overflowAt = undefined;
    item.untouched = undefined;
    if (d.cost !== undefined) item.cost = d.cost;
    if (d.reason !== 'released' && d.reason !== 'reassigned' && d.reason !== 'untouched') return;
    item.gaveBackBy = d.fromAgentId;
    item.declinedBy = [...item.declinedBy.filter((id) => id !== d.fromAgentId), d.fromAgentId];
    item.lastDeclineAt = d.at;
  });
}
