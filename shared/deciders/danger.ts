import type { SkillLevel, SkillNeed } from '../domain/skill.ts';

/** R11: what the item needs, and what whoever helps somebody in danger needs. */
export function dangerNeeds(needs: readonly SkillNeed[], danger: readonly SkillNeed[]): SkillNeed[] {
  const all = new Map<string, SkillNeed>();
  for (const need of [...needs, ...danger]) if ((all.get(need.skillId)?.minLevel ?? 0) < need.minLevel) all.set(need.skillId, need);
  return [...all.values()].slice(0, 10);
}

export function isTrained(skills: readonly SkillLevel[], danger: readonly SkillNeed[]): boolean {
  return danger.every((need) => skills.some((skill) => skill.skillId === need.skillId && skill.level >= need.minLevel));
}
