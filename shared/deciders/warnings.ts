import { capacityOf } from '../domain/agent.ts';
import type { WorkItem } from '../domain/work-item.ts';
import type { DecideContext, Facts } from './context.ts';

/** What a person who gives work by hand should know; nothing of it prevents them (R2). */
export type HandWarning =
  | { readonly workItemId: string; readonly code: 'overCapacity'; readonly used: number; readonly capacity: number; readonly cost: number }
  | { readonly workItemId: string; readonly code: 'skillMissing'; readonly missing: readonly { readonly skillId: string; readonly need: number; readonly has: number }[] };

/** R2: work given by hand counts and warns. `before`: cost of what the same command gave them earlier. */
export function handWarnings(facts: Facts, item: WorkItem, agentId: string, context: DecideContext, before = 0): HandWarning[] {
  const agent = facts.get('agent', agentId);
  const load = context.loadOf?.(agentId);
  if (agent === undefined) return [];
  const warnings: HandWarning[] = [];
  const isTheirOffer = item.state === 'offered' && facts.get('reservation', item.reservationId ?? '')?.agentId === agentId;
  const used = (load ?? 0) + before - (isTheirOffer ? item.cost : 0);
  if (load !== undefined && used + item.cost > capacityOf(agent)) warnings.push({ workItemId: item.id, code: 'overCapacity', used, capacity: capacityOf(agent), cost: item.cost });
  const missing = item.needs.map((need) => ({ skillId: need.skillId, need: need.minLevel, has: Math.max(0, ...agent.skills.filter((s) => s.skillId === need.skillId).map((s) => s.level)) })).filter((m) => m.has < m.need);
  if (missing.length > 0) warnings.push({ workItemId: item.id, code: 'skillMissing', missing });
  return warnings;
}

/** As the result of a command; nothing where there is nothing to say. */
export function warned(warnings: readonly HandWarning[]): { warnings: readonly HandWarning[] } | undefined {
  return warnings.length === 0 ? undefined : { warnings };
}
