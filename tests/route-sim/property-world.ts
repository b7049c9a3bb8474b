import { CALL_CHANNEL } from '../support/call-channel.ts';
import type { RoutingConfig } from '../../server/routing/core/config.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { Skill, SkillLevel, SkillNeed } from '../../shared/domain/skill.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { seededRng } from '../../shared/util/seeded-rng.ts';

// The center in which a million offers are made: who works there, what is needed, what may be dropped.

export const MINUTE = 60_000;
type Dice = ReturnType<typeof seededRng>;
export const AGENTS = 60;

export const SKILLS: readonly Skill[] = (['tariff', 'roaming', 'tv', 'router'] as const).map((id): Skill => ({ id, name: { de: id, en: id }, kind: 'topic' })).concat(
  (['german', 'turkish'] as const).map((id): Skill => ({ id, name: { de: id, en: id }, kind: 'language' })),
  [{ id: 'law', name: { de: 'law', en: 'law' }, kind: 'legal' }],
  [{ id: 'care', name: { de: 'care', en: 'care' }, kind: 'care' }],
);

const ids = SKILLS.map((s) => s.id);
const KIND = new Map(SKILLS.map((s) => [s.id, s.kind]));

/** Rings that would drop everything if they were let: only topics may go. */
export const RINGS: RoutingConfig['rings'] = {
  posts: [{ afterMs: 2 * MINUTE, drop: [...ids], lower: [] }],
  mail: [
    { afterMs: MINUTE, drop: [], lower: ids.map((skillId) => ({ skillId, minLevel: 1 })) },
    { afterMs: 10 * MINUTE, drop: [...ids], lower: [] },
  ],
};

/** The level still needed at this age, by the rings, written a second time: the engine is not asked. */
export function stillNeeded(queueId: string, need: SkillNeed, ageMs: number): number {
  if (KIND.get(need.skillId) !== 'topic') return need.minLevel;
  let level = need.minLevel;
  for (const ring of RINGS[queueId] ?? []) {
    if (ageMs < ring.afterMs) break;
    if (ring.drop.includes(need.skillId)) return 0;
    for (const lower of ring.lower) if (lower.skillId === need.skillId) level = Math.min(level, lower.minLevel);
  }
  return level;
}

export const QUEUES: readonly { id: string; distribution: Queue['distribution']; cost: number; channel?: string; targetMs: number; share: number }[] = [
  { id: 'posts', distribution: 'assign', cost: 10, targetMs: 20 * MINUTE, share: 5 },
  { id: 'mail', distribution: 'assign', cost: 10, targetMs: 240 * MINUTE, share: 2 },
  { id: 'chat', distribution: 'offer', cost: 20, targetMs: 2 * MINUTE, share: 5 },
  { id: 'phone', distribution: 'offer', cost: 100, channel: CALL_CHANNEL, targetMs: 10 * MINUTE, share: 1 },
];

export function needsOf(rng: Dice): SkillNeed[] {
  const needs: SkillNeed[] = [{ skillId: rng.chance(0.85) ? 'german' : 'turkish', minLevel: 2 }];
  if (rng.chance(0.8)) needs.push({ skillId: rng.pick(['tariff', 'roaming', 'tv', 'router']), minLevel: rng.pick([1, 3]) });
  if (rng.chance(0.04)) needs.push({ skillId: 'law', minLevel: 2 });
  return needs;
}

export function skillsOf(rng: Dice, no: number): SkillLevel[] {
  const skills: SkillLevel[] = [{ skillId: no % 5 === 0 ? 'turkish' : 'german', level: 3 + rng.int(3) }];
  if (no % 5 === 0) skills.push({ skillId: 'german', level: 2 + rng.int(3) });
  for (const topic of ['tariff', 'roaming', 'tv', 'router']) if (rng.chance(0.55) || no < 4) skills.push({ skillId: topic, level: no < 10 ? 5 : 1 + rng.int(5) });
  if (no % 6 === 0) skills.push({ skillId: 'law', level: 3 });
  if (no % 4 === 0) skills.push({ skillId: 'care', level: 3 });
  return skills;
}

export function centerEvents(): NewEvent[] {
  const queues = QUEUES.map(({ id, distribution, targetMs }, order): NewEvent => ({
    type: 'queue.defined',
    data: { id, name: { de: id, en: id }, teamIds: [], needs: [], match: { accountIds: [], terms: [] }, order, priority: 0, targets: { firstResponseMs: targetMs, nextResponseMs: targetMs }, hours: ALWAYS_OPEN, distribution, offerMs: 30_000 },
  }));
  return [...SKILLS.map((data): NewEvent => ({ type: 'skill.defined', data })), ...queues];
}
