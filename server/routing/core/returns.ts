import { DANGER_PRIORITY, type ReturnReason } from '../../../shared/domain/work-item.ts';
import type { RoutingConfig } from './config.ts';
import type { AgentView, ConversationView, ItemView } from './state.ts';

export interface DueReturn {
  readonly at: number;
  readonly reason: ReturnReason;
}

/**
 * R2, R7, R8: when an assigned item goes back to its queue; undefined: it stays. While an answer is out (permitted, or nobody knows) it stays:
 * the watchdog turns a silent permit into *unconfirmed*, and then a person decides. What someone took or was given by hand after going off
 * duty or on a break is theirs knowingly: only a missing desk brings it back.
 */
export function dueReturn(item: ItemView, owner: AgentView | undefined, conversation: ConversationView | undefined, config: RoutingConfig): DueReturn | undefined {
  if (item.state !== 'assigned' || item.waitingFor !== 'us' || item.asleepUntil !== undefined || owner === undefined || conversation?.lock !== undefined) return undefined;
  const goneSince = owner.connected ? undefined : Math.max(owner.droppedAt ?? 0, item.heldAt);
  // A desk that dropped may believe in its lease until then.
  const safeAt = goneSince === undefined ? 0 : goneSince + config.leaseMs + config.leaseMarginMs;
  if (owner.disabled) return { at: safeAt, reason: 'agentDisabled' };
  // With a begun answer at hand the next owner needs less time.
  const lastMoment = item.dueAt - (conversation?.draft === true ? Math.min(config.draftHandlingMs, config.handlingMs) : config.handlingMs);
  const knowingly = item.heldSeq > owner.stateSeq;
  if (item.overflowAt !== undefined) return { at: Math.max(safeAt, item.overflowAt), reason: 'overflow' };
  if (!knowingly) {
    if (owner.state === 'offDuty') return offDuty(item, owner, safeAt, lastMoment);
    if (owner.state === 'onBreak' || owner.state === 'notResponding') {
      return { at: Math.max(safeAt, lastMoment), reason: owner.connected ? 'idle' : 'deskDropped' };
    }
  }
  if (goneSince !== undefined) return { at: Math.max(safeAt, Math.min(lastMoment, goneSince + config.maxGraceMs)), reason: 'deskDropped' };
  return untouched(item, lastMoment, config);
}

/** R8: open items are handed over, unless their owner is back before they are due; if they are not, at the last moment after all. */
function offDuty(item: ItemView, owner: AgentView, safeAt: number, lastMoment: number): DueReturn {
  const nextStartAt = owner.shift?.nextStartAt;
  const isBackInTime = nextStartAt !== undefined && nextStartAt >= owner.stateSince && nextStartAt <= lastMoment && item.priority < DANGER_PRIORITY;
  if (isBackInTime) return { at: Math.max(safeAt, lastMoment), reason: 'shiftEnd' };
  return { at: safeAt, reason: item.promised === true ? 'promise' : owner.shift === undefined ? 'offDuty' : 'shiftEnd' };
}

/** R7: given by the router, read perhaps, but not begun: once, and only where someone else can still make it. */
function untouched(item: ItemView, lastMoment: number, config: RoutingConfig): DueReturn | undefined {
  if (item.untouched !== true || config.untouchedPercent === 0) return undefined;
  const share = item.queuedAt + Math.floor(((item.dueAt - item.queuedAt) * config.untouchedPercent) / 100);
  const at = Math.max(share, item.heldAt + config.untouchedMinMs);
  return at <= lastMoment ? { at, reason: 'untouched' } : undefined;
}

/** When leads are to be told (again) of danger (R11), a promise wakes a parked item (R8), or a sleep is over (R2). */
export function alarmAt(item: ItemView, config: RoutingConfig): number | undefined {
  if (item.state === 'closed') return undefined;
  const promise = item.waitingFor === 'customer' && item.promiseAt !== undefined ? Math.max(0, item.promiseAt - config.shift.promiseLeadMs) : undefined;
  const remind = isUnseen(item) ? (item.remindAt ?? 0) : undefined;
  const at = Math.min(promise ?? Infinity, remind ?? Infinity, item.asleepUntil ?? Infinity);
  return at === Infinity ? undefined : at;
}

/** Danger that no lead has seen. */
export function isUnseen(item: ItemView): boolean {
  return item.priority >= DANGER_PRIORITY && item.seen !== true;
}
