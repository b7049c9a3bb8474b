import { getChannel } from '../../../shared/channels/index.ts';
import type { BlendingMatrix, WorkKind } from '../../../shared/domain/strategy.ts';
import { DANGER_PRIORITY } from '../../../shared/domain/work-item.ts';
import type { RoutingConfig } from './config.ts';
import { kindNo, type ByKind } from './kind-numbers.ts';
import type { AgentView, RoutingState } from './state.ts';

// R9: what is held and what comes are of a kind, and a matrix per team says how they go together.

/** A channel of which one item takes a whole person is a call. */
const CALL_COST = 100;

/** Capacity one work item of this channel takes while it waits for us; 10 where the channel is not known to this build. */
export function costOf(channel: string): number {
  return getChannel(channel)?.capacityCost ?? 10;
}

/** Whether this comes as an offer (1) or is handed over (0). Danger to a person never waits for an answer to an offer (R3, R11). */
export function distributionOf(state: RoutingState, view: { readonly priority: number; readonly queueId: string; readonly channel: string }): 0 | 1 {
  if (view.priority >= DANGER_PRIORITY) return 0;
  const rule = state.queues.get(view.queueId)?.distribution ?? 'channel';
  return (rule === 'channel' ? getChannel(view.channel)?.distribution : rule) === 'offer' ? 1 : 0;
}

/** By what the channel is; its queue may offer what the channel does not. */
export function kindOf(state: RoutingState, view: { readonly priority: number; readonly queueId: string; readonly channel: string }): WorkKind {
  if (view.priority >= DANGER_PRIORITY) return 'danger';
  const channel = getChannel(view.channel);
  if (channel !== undefined && channel.capacityCost >= CALL_COST) return 'call';
  return channel?.distribution === 'offer' || distributionOf(state, view) === 1 ? 'live' : 'async';
}

export function matrixOf(config: RoutingConfig, teamIds: readonly string[]): BlendingMatrix {
  for (const team of teamIds) {
    const own = config.blending.teams[team];
    if (own !== undefined) return own;
  }
  return config.blending.standard;
}

/** What of these loads counts against something of kind `comes`: what it interrupts is put aside and costs nothing meanwhile. */
export function loadAgainst(matrix: BlendingMatrix, comes: WorkKind, used: Readonly<ByKind>): number {
  const row = matrix[comes];
  return (row.async === 'interrupts' ? 0 : used[0]) + (row.live === 'interrupts' ? 0 : used[1]) + (row.call === 'interrupts' ? 0 : used[2]) + used[3];
}

/** The kind that is held and must be over before something of kind `comes` is given. Whoever helps somebody in danger is given nothing live. */
export function blockedBy(matrix: BlendingMatrix, comes: WorkKind, used: Readonly<ByKind>): WorkKind | undefined {
  const row = matrix[comes];
  if (used[2] > 0 && row.call === 'waits') return 'call';
  if (used[1] > 0 && row.live === 'waits') return 'live';
  if (used[0] > 0 && row.async === 'waits') return 'async';
  if (used[3] > 0 && (comes === 'live' || comes === 'call')) return 'danger';
  return undefined;
}

export function addUse(agent: AgentView, kind: WorkKind, cost: number): void {
  agent.used += cost;
  agent.usedBy[kindNo(kind)] = (agent.usedBy[kindNo(kind)] ?? 0) + cost;
}
