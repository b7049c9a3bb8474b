import type { QueueId, SkillId } from '../../../shared/domain/ids.ts';
import type { Skill, SkillLevel, SkillNeed } from '../../../shared/domain/skill.ts';
import type { RelaxationRing, RoutingConfig } from './config.ts';

/** Does this person have every need at its level (R1)? */
export function meets(skills: readonly SkillLevel[], needs: readonly SkillNeed[]): boolean {
  for (const need of needs) if (levelOf(skills, need.skillId) < need.minLevel) return false;
  return true;
}

/** 0 where the skill is missing. */
export function levelOf(skills: readonly SkillLevel[], skillId: SkillId): number {
  let level = 0;
  for (const skill of skills) if (skill.skillId === skillId && skill.level > level) level = skill.level;
  return level;
}

/** R1: an empty list lets everyone in. */
export function inTeams(agentTeams: readonly string[], allowed: readonly string[]): boolean {
  return allowed.length === 0 || allowed.some((team) => agentTeams.includes(team));
}

/** Equal for equal needs, whatever their order. */
export function needsKey(needs: readonly SkillNeed[]): string {
  if (needs.length === 0) return '';
  if (needs.length === 1) return `${needs[0]?.skillId}:${needs[0]?.minLevel}`;
  return needs
    .map((n) => `${n.skillId}:${n.minLevel}`)
    .toSorted()
    .join(',');
}

export interface Relaxed {
  readonly needs: readonly SkillNeed[];
  /** When the next ring opens; absent after the last. */
  readonly nextAt?: number | undefined;
}

/**
 * R4: what an item still needs at `now`, by the rings of its queue and its own age. Only skills known to be topics are ever dropped or lowered:
 * language, legal and care needs stay, and so does a skill nobody has defined.
 */
export function relaxedNeeds(
  item: { readonly queueId: QueueId; readonly needs: readonly SkillNeed[]; readonly queuedAt: number },
  now: number,
  rings: RoutingConfig['rings'],
  skills: ReadonlyMap<SkillId, Skill>,
): Relaxed {
  const own = rings[item.queueId];
  if (own === undefined || own.length === 0) return { needs: item.needs };
  const byDelay = own.toSorted((a, b) => a.afterMs - b.afterMs);
  let needs = item.needs;
  for (const ring of byDelay) {
    const opensAt = item.queuedAt + ring.afterMs;
    if (now < opensAt) return { needs, nextAt: opensAt };
    needs = throughRing(needs, ring, skills);
  }
  return { needs };
}

function throughRing(needs: readonly SkillNeed[], ring: RelaxationRing, skills: ReadonlyMap<SkillId, Skill>): readonly SkillNeed[] {
  return needs.flatMap((need) => {
    if (skills.get(need.skillId)?.kind !== 'topic') return [need];
    if (ring.drop.includes(need.skillId)) return [];
    const lower = ring.lower.find((l) => l.skillId === need.skillId);
    return [lower !== undefined && lower.minLevel < need.minLevel ? { skillId: need.skillId, minLevel: lower.minLevel } : need];
  });
}

/** A queue's teams, and who the item's account names alone (`asTeam`): its queues are theirs too. */
export function withPeople(queueTeams: readonly string[], accountTeams: readonly string[]): readonly string[] {
  const people = queueTeams.length === 0 ? [] : accountTeams.filter((team) => team.startsWith('@'));
  return people.length === 0 ? queueTeams : [...queueTeams, ...people];
}
