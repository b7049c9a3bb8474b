import type { ReturnReason } from '../../../shared/domain/work-item.ts';
import type { RoutingConfig } from './config.ts';
import type { AgentView, ConversationView, ItemView } from './state.ts';

export interface DueReturn {
  readonly at: number;
  readonly reason: ReturnReason;
}

/**
 * R7: when an assigned item goes back to its queue; undefined: it stays. While an answer is out (permitted, or nobody knows) it stays:
 * the watchdog turns a silent permit into *unconfirmed*, and then a person decides. What someone took or was given by hand after going off
 * duty or on a break is theirs knowingly: only a missing desk brings it back.
 */
export function dueReturn(
  item: ItemView,
  owner: AgentView | undefined,
  conversation: ConversationView | undefined,
  config: RoutingConfig,
): DueReturn | undefined {
  if (item.state !== 'assigned' || item.waitingFor !== 'us' || owner === undefined || conversation?.lock !== undefined) return undefined;
  const goneSince = owner.connected ? undefined : Math.max(owner.droppedAt ?? 0, item.heldAt);
  // A desk that dropped may believe in its lease until then.
  const safeAt = goneSince === undefined ? 0 : goneSince + config.leaseMs + config.leaseMarginMs;
  if (owner.disabled) return { at: safeAt, reason: 'agentDisabled' };
  const lastMoment = item.dueAt - config.handlingMs;
  const knowingly = item.heldSeq > owner.stateSeq;
  if (!knowingly) {
    if (owner.state === 'offDuty') return { at: safeAt, reason: 'offDuty' };
    if (owner.state === 'onBreak' || owner.state === 'notResponding') {
      return { at: Math.max(safeAt, lastMoment), reason: owner.connected ? 'idle' : 'deskDropped' };
    }
  }
  if (goneSince === undefined) return undefined;
  return { at: Math.max(safeAt, Math.min(lastMoment, goneSince + config.maxGraceMs)), reason: 'deskDropped' };
}
