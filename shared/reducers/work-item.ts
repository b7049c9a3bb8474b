import type { Reservation, WorkItem } from '../domain/work-item.ts';
import type { CenterEvent } from '../events/index.ts';

type Optional = { [K in keyof WorkItem]-?: undefined extends WorkItem[K] ? K : never }[keyof WorkItem];
type Always = Omit<WorkItem, Optional>;
type Given = Omit<Always, 'state' | 'waitingFor' | 'epoch' | 'reopened'> & Partial<Pick<WorkItem, Optional>>;

const MAY_BE_THERE: Readonly<Record<Optional, true>> = { unsummoned: true, readAs: true, caseType: true, lastAgentId: true, reason: true, assignedAt: true, ownerAgentId: true, reservationId: true, declinedBy: true, returnedAt: true, returnReason: true, closedAt: true, disposition: true, resolutionDueAt: true, parkedAt: true, snooze: true, alert: true, special: true, promise: true, handoverLine: true, bulkId: true };
const ALL = Object.keys(MAY_BE_THERE) as readonly Optional[];
const except = (...keys: readonly Optional[]): readonly Optional[] => ALL.filter((key) => !keys.includes(key));
const QUEUED_KEEPS: readonly Optional[] = ['unsummoned', 'resolutionDueAt', 'readAs', 'caseType'];
const ASSIGNED_KEEPS = except('lastAgentId', 'reason', 'assignedAt', 'ownerAgentId', 'reservationId', 'declinedBy', 'returnedAt', 'returnReason', 'bulkId');
const CLOSED_KEEPS = except('ownerAgentId', 'reservationId', 'closedAt', 'disposition');

/**
 * A copy written out field by field, and of what may be there only `keep`. Every item passes here three times, and leaving keys out of a copy
 * by `...rest` costs several times as much and makes an object that is slow ever after.
 */
function copied(from: Given, keep: readonly Optional[], state: WorkItem['state'], waitingFor: WorkItem['waitingFor'], epoch: number, reopened: number, cost: number): WorkItem {
  const { id, conversationId, contactId, accountId, channel, queueId, needs, priority, createdAt, queuedAt, dueAt } = from;
  const always: Always = { id, conversationId, contactId, accountId, channel, queueId, needs, priority, cost, state, waitingFor, createdAt, queuedAt, dueAt, epoch, reopened };
  const copy: WorkItem = always;
  for (const key of keep) {
    const value = from[key];
    if (value !== undefined) (copy as Record<Optional, unknown>)[key] = value;
  }
  return copy;
}

export function reduceWorkItem(state: WorkItem | undefined, event: CenterEvent): WorkItem | undefined {
  if (event.type === 'workItem.queued') return state ?? copied(event.data, QUEUED_KEEPS, 'queued', 'us', 0, 0, event.data.cost);
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'workItem.chased':
      return event.data.summoned === true ? addressed(state) : state;
    case 'workItem.resumed': {
      const { snooze: _slept, parkedAt: _parked, bulkId: _bulk, ...rest } = state;
      const { at, dueAt, cost, because, resolutionDueAt } = event.data;
      // Somebody who has been waiting for us all along has not begun anew.
      const queuedAt = (because === 'snooze' || because === 'ticket') && state.waitingFor === 'us' ? state.queuedAt : at;
      return { ...(event.data.summoned === true ? addressed(rest) : rest), waitingFor: 'us', dueAt, cost, queuedAt, ...(resolutionDueAt === undefined ? {} : { resolutionDueAt }), ...(because === 'promise' && rest.promise !== undefined ? { promise: { ...rest.promise, woke: true as const } } : {}) };
    }
    case 'workItem.snoozed':
      return { ...state, cost: 0, snooze: { untilAt: event.data.untilAt, byAgentId: event.data.agentId, at: event.data.at } };
    case 'workItem.handoverNoted': {
      const { handoverLine: _before, ...rest } = state;
      return event.data.line === '' ? rest : { ...rest, handoverLine: event.data.line };
    }
    case 'alert.raised': {
      const { at, reminder } = event.data;
      return { ...state, alert: reminder === 0 || state.alert === undefined ? { raisedAt: at, reminders: reminder, remindedAt: at } : { ...state.alert, reminders: reminder, remindedAt: at } };
    }
    case 'alert.seen':
      return state.alert === undefined ? state : { ...state, alert: { ...state.alert, seenBy: event.data.agentId, seenAt: event.data.at } };
    case 'receipt.recorded': {
      const { kind, messageId, sentAt, receivedAt, dueAt, digest } = event.data;
      return { ...state, special: { kind, messageId, sentAt, receivedAt, dueAt, digest } };
    }
    case 'workItem.assigned': {
      const { agentId, epoch, at, reason, cost = state.cost } = event.data;
      const next = copied(awake(state), ASSIGNED_KEEPS, 'assigned', state.waitingFor, epoch, state.reopened, cost);
      next.lastAgentId = agentId;
      next.reason = reason;
      next.assignedAt = at;
      next.ownerAgentId = agentId;
      if (reason.bulkId !== undefined) next.bulkId = reason.bulkId;
      return next;
    }
    case 'workItem.returned': {
      const { ownerAgentId: _owner, assignedAt: _at, reason: _why, bulkId: _bulk, ...rest } = awake(state);
      return { ...rest, state: 'queued', epoch: event.data.epoch, returnedAt: event.data.at, returnReason: event.data.reason, lastAgentId: event.data.fromAgentId, cost: event.data.cost ?? state.cost };
    }
    case 'workItem.moved': {
      const { declinedBy: _by, ...rest } = state;
      return { ...rest, queueId: event.data.queueId, needs: event.data.needs, priority: event.data.priority ?? state.priority, ...(event.data.readAs === undefined ? {} : { readAs: event.data.readAs }) };
    }
    case 'workItem.dueMoved': {
      const { resolutionDueAt: _before, ...rest } = state;
      const { dueAt, resolutionDueAt, caseType } = event.data;
      return { ...rest, dueAt, ...(resolutionDueAt === undefined ? {} : { resolutionDueAt }), ...(caseType === undefined ? {} : { caseType }) };
    }
    case 'workItem.parked':
      return { ...withPromise(withoutSnooze(state), event.data.promise), waitingFor: 'customer', cost: 0, parkedAt: state.waitingFor === 'customer' ? (state.parkedAt ?? event.data.at) : event.data.at };
    case 'workItem.closed': {
      const next = copied(withoutSnooze(state), CLOSED_KEEPS, 'closed', state.waitingFor, state.epoch, state.reopened, 0);
      next.closedAt = event.data.at;
      next.disposition = event.data.disposition;
      return next;
    }
    case 'workItem.reopened': {
      const { closedAt: _closed, disposition: _disposition, declinedBy: _by, parkedAt: _parked, ...rest } = state;
      const back = { ...rest, dueAt: event.data.dueAt, ...(event.data.resolutionDueAt === undefined ? {} : { resolutionDueAt: event.data.resolutionDueAt }), cost: event.data.cost, queuedAt: event.data.at, waitingFor: 'us' as const, reopened: state.reopened + 1 };
      return event.data.agentId === undefined ? { ...back, state: 'queued' } : { ...back, state: 'assigned', ownerAgentId: event.data.agentId };
    }
    case 'reservation.offered':
      return { ...state, state: 'offered', reservationId: event.data.reservationId };
    case 'reservation.declined':
    case 'reservation.expired':
      return { ...unoffered(state), declinedBy: [...(state.declinedBy ?? []).filter((a) => a !== event.data.agentId), event.data.agentId] };
    case 'reservation.rescinded':
      return unoffered(state);
    default:
      return state;
  }
}

/** R14: its author did address us after all. */
function addressed<T extends { readonly unsummoned?: unknown }>(state: T): Omit<T, 'unsummoned'> {
  const { unsummoned: _before, ...rest } = state;
  return rest;
}

/** R2: another pair of hands wakes what the customer waits for; what waits for the customer keeps its time. */
function awake(state: WorkItem): WorkItem {
  return state.waitingFor === 'us' ? withoutSnooze(state) : state;
}

/** R8: a new promise takes the place of the one before; one that has woken was kept by the answer, any other stands. */
function withPromise(state: WorkItem, promise: WorkItem['promise']): WorkItem {
  if (promise !== undefined) return { ...state, promise };
  if (state.promise?.woke !== true) return state;
  const { promise: _kept, ...rest } = state;
  return rest;
}

function withoutSnooze(state: WorkItem): WorkItem {
  if (state.snooze === undefined) return state;
  const { snooze: _slept, ...rest } = state;
  return rest;
}

function unoffered(state: WorkItem): WorkItem {
  const { reservationId: _reservation, ...rest } = state;
  return rest.state === 'offered' ? { ...rest, state: 'queued' } : rest;
}

export function reduceReservation(state: Reservation | undefined, event: CenterEvent): Reservation | undefined {
  if (event.type === 'reservation.offered') {
    const d = event.data;
    return state ?? { id: d.reservationId, workItemId: d.workItemId, conversationId: d.conversationId, agentId: d.agentId, state: 'pending', offeredAt: d.at, expiresAt: d.expiresAt };
  }
  if (state === undefined || state.state !== 'pending') return state;
  switch (event.type) {
    case 'reservation.accepted':
      return { ...state, state: 'accepted', endedAt: event.data.at };
    case 'reservation.declined':
      return { ...state, state: 'declined', endedAt: event.data.at };
    case 'reservation.expired':
      return { ...state, state: 'expired', endedAt: event.data.at };
    case 'reservation.rescinded':
      return { ...state, state: 'rescinded', endedAt: event.data.at };
    default:
      return state;
  }
}
