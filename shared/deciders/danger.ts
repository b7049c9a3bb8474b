import { strategyInForce } from '../domain/strategy.ts';
import type { SkillLevel, SkillNeed } from '../domain/skill.ts';
import { DANGER_PRIORITY, type WorkItem } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { rescindOffer, returnToQueue } from './assignment.ts';
import type { Facts } from './context.ts';

/** R11: what the item needs, and what whoever helps somebody in danger needs. */
export function dangerNeeds(needs: readonly SkillNeed[], danger: readonly SkillNeed[]): SkillNeed[] {
  const all = new Map<string, SkillNeed>();
  for (const need of [...danger, ...needs]) if ((all.get(need.skillId)?.minLevel ?? 0) < need.minLevel) all.set(need.skillId, need);
  return [...all.values()].slice(0, 10);
}

export function isTrained(skills: readonly SkillLevel[], needs: readonly SkillNeed[]): boolean {
  return needs.every((need) => skills.some((skill) => skill.skillId === need.skillId && skill.level >= need.minLevel));
}

/** R11: an open item turns out to be about somebody in danger. Whoever holds it keeps it if they are trained. Nothing when it is known to be. */
export function becomesDanger(facts: Facts, item: WorkItem, now: number, byAgentId?: string): NewEvent[] {
  if (item.priority >= DANGER_PRIORITY && item.alert !== undefined) return [];
  const ref = { workItemId: item.id, conversationId: item.conversationId, at: now };
  const { danger } = strategyInForce(facts.get('strategy', 'center')).rules;
  return [
    ...letGoUnless(facts, item, danger.needs, now),
    { type: 'workItem.moved', data: { ...ref, queueId: item.queueId, needs: dangerNeeds(item.needs, danger.needs), priority: DANGER_PRIORITY } },
    { type: 'alert.raised', data: { ...ref, reminder: 0, ...(byAgentId === undefined ? {} : { byAgentId }) } },
  ];
}

/** Takes an item from whoever lacks what it now needs; an offer of it is taken back. */
export function letGoUnless(facts: Facts, item: WorkItem, needs: readonly SkillNeed[], now: number): NewEvent[] {
  if (item.ownerAgentId === undefined) return rescindOffer(facts, item, now);
  const owner = facts.get('agent', item.ownerAgentId);
  return owner === undefined || isTrained(owner.skills, needs) ? [] : returnToQueue(facts, item, now, 'reassigned');
}
