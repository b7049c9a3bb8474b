import type { ReturnReason } from '../../../shared/domain/work-item.ts';
import type { RoutingConfig } from './config.ts';
import type { AgentView, ConversationView, ItemView } from './state.ts';

export interface DueReturn {
  readonly at: number;
  readonly reason: ReturnReason;
}

/**
 * R7: when an assigned item goes back to its queue; undefined: it stays. While an answer is out (permitted, or nobody knows) it stays:
 * the watchdog turns a silent permit into *unconfirmed*, and then a person decides.
 */
export function dueReturn(
  item: ItemView,
  owner: AgentView | undefined,
  conversation: ConversationView | undefined,
  config: RoutingConfig,
): DueReturn | undefined {
  if (item.state !== 'assigned' || item.waitingFor !== 'us' || owner === undefined || conversation?.lock !== undefined) return undefined;
  // A desk that dropped may believe in its lease until then.
  const safeAt = owner.connected || owner.droppedAt === undefined ? 0 : owner.droppedAt + config.leaseMs + config.leaseMarginMs;
  if (owner.disabled) return { at: Math.max(safeAt, 0), reason: 'agentDisabled' };
  if (owner.state === 'offDuty') return { at: safeAt, reason: 'offDuty' };
  const lastMoment = item.dueAt - config.handlingMs;
  if (owner.state === 'onBreak' || owner.state === 'notResponding')
    return { at: Math.max(safeAt, lastMoment), reason: owner.connected ? 'idle' : 'deskDropped' };
  if (owner.connected || owner.droppedAt === undefined) return undefined;
  return { at: Math.max(safeAt, Math.min(lastMoment, owner.droppedAt + config.maxGraceMs)), reason: 'deskDropped' };
}
