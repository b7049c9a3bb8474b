import { diceFor } from '../../simulation/dice.ts';
import type { Proof, ProofOptions } from '../proof.ts';
import { branches, following, runSchedule, wandering, type Schedule } from './reassign/explore.ts';
import type { Variant } from './reassign/world.ts';

const LATE = 140_000;
const plain = { cuts: 0, losses: 0, jumps: [] as readonly number[], back: false };
const KINDS: readonly Omit<Variant, 'force' | 'key' | 'name'>[] = [
  plain,
  { ...plain, jumps: [LATE] },
  { ...plain, jumps: [60_000, LATE], losses: 1 },
  { ...plain, cuts: 1, jumps: [LATE] },
  { ...plain, cuts: 1, losses: 1 },
  { ...plain, back: true, jumps: [LATE] },
  { ...plain, back: true, cuts: 1, losses: 1, jumps: [60_000, LATE] },
];

export const VARIANTS: readonly Variant[] = [false, true].flatMap((force) =>
  [true, false].flatMap((key) => KINDS.map((kind, i): Variant => ({ ...kind, force, key, name: `${force ? 'force' : 'ask'}, ${key ? 'keys' : 'no keys'}, kind ${i + 1}` }))),
);

/** Three of four schedules are systematic: none, one, two … deviations, in this order; the others wander. */
const SYSTEMATIC = 0.75;

export const proof: Proof = {
  about: 'A lead takes an item from ann, with and without force, while her answer is anywhere between queued and reported; ben answers too. The real deciders, permits, leases and outbox engine, one message at a time, in every order with few deviations and many with more; links cut, answers lost, clocks past the lease.',
  unit: 'one schedule',
  figure: 'at least 10,000 schedules, at most one answer per turn (forced cases counted apart)',
  runs: 15_000,
  async run({ runs, seed, say }: ProofOptions) {
    const total = { doubled: 0, doubledByForce: 0, lost: 0, violations: 0, forced: 0, delivered: 0, deviations: 0 };
    const seen = new Set<string>();
    let told = 0;
    let schedules = 0;
    const take = (variant: Variant, schedule: Schedule): void => {
      schedules += 1;
      seen.add(`${variant.name} ${schedule.trace.join(' ')}`);
      total.forced += schedule.forced ? 1 : 0;
      total.delivered += schedule.delivered ? 1 : 0;
      if (schedule.forced) total.doubledByForce += schedule.doubled;
      else total.doubled += schedule.doubled;
      total.lost += schedule.lost.length;
      total.violations += schedule.problems.length;
      const wrong = [...schedule.lost, ...schedule.problems, ...(schedule.doubled > 0 ? [`${schedule.doubled} turns answered twice`] : [])];
      if (wrong.length > 0 && (told += 1) <= 5) say(`${variant.name}: ${wrong.join('; ')}\n  ${schedule.trace.join(' ')}`);
      if (schedules % 1_000 === 0) say(`${schedules} schedules, ${seen.size} different, ${JSON.stringify(total)}`);
    };
    const waiting = VARIANTS.map((): number[][] => [[]]);
    const systematic = Math.ceil(runs * SYSTEMATIC);
    // In turn, so that each variant gets as deep as the others.
    for (let i = 0; schedules < systematic && waiting.some((queue) => queue.length > 0); i += 1) {
      const which = i % VARIANTS.length;
      const variant = VARIANTS[which] as Variant;
      const prefix = waiting[which]?.shift();
      if (prefix === undefined) continue;
      const schedule = await runSchedule(variant, following(prefix));
      total.deviations = Math.max(total.deviations, deviations(prefix));
      take(variant, schedule);
      if ((waiting[which]?.length ?? 0) < runs) waiting[which]?.push(...branches(prefix, schedule.widths));
    }
    // Up to so many deviations every schedule of every kind was run.
    const complete = Math.min(...waiting.map((queue) => (queue[0] === undefined ? total.deviations : deviations(queue[0]) - 1)));
    for (let i = 0; schedules < runs; i += 1) {
      const dice = diceFor(seed * 1_000_003 + i, 'reassign');
      const variant = VARIANTS[dice.int(VARIANTS.length)] as Variant;
      take(variant, await runSchedule(variant, wandering(dice, 2 + dice.int(6))));
    }
    const { doubled, lost, violations } = total;
    return { runs: schedules, ok: doubled === 0 && lost === 0 && violations === 0 && total.delivered > 0 && total.forced > 0, schedules, different: seen.size, complete, ...total };
  },
};

function deviations(prefix: readonly number[]): number {
  return prefix.filter((other) => other > 0).length;
}
