import { runSeeds } from '../../simulation/lanes.ts';
import type { SeedResult } from '../../simulation/world.ts';
import type { Proof } from '../proof.ts';
import { wholeOf } from './whole.ts';

/** How often a person hears how far it is, ms. */
const TELL_EVERY_MS = 30_000;

/** Seeds `seed` … `seed + runs - 1`; each is a world of its own. `--steps N` of each before everything heals, `--jobs N` processes at once. */
export const proof: Proof = {
  about: 'Server, desks and platform on a virtual clock in one seeded queue: links, machines, disks, clocks and the platform fail at random, a referee compares after each step and at rest.',
  unit: 'one seed',
  figure: '10,000 seeds × 5,000 steps, 0 violations',
  runs: 10_000,
  async run({ runs, seed, more, say }) {
    const steps = wholeOf(more, 'steps', 5_000);
    const sum = { seeds: 0, totalSteps: 0, violations: 0, wedged: 0, doubledByForce: 0, events: 0, replies: 0, effects: 0, virtualMs: 0 };
    const failed: SeedResult[] = [];
    let toldAt = performance.now();
    await runSeeds({ from: seed, to: seed + runs - 1, steps, jobs: wholeOf(more, 'jobs', 2) }, (result) => {
      sum.seeds += 1;
      sum.totalSteps += result.steps;
      sum.violations += result.violations.length;
      if (result.violations.some(({ rule }) => rule === 'SIM-22')) sum.wedged += 1;
      sum.doubledByForce += result.forcedDoubles;
      sum.events += result.events;
      sum.replies += result.accepted;
      sum.effects += result.effects;
      sum.virtualMs += result.virtualMs;
      if (result.violations.length > 0) {
        failed.push(result);
        const { rule, detail, step } = result.violations[0] as SeedResult['violations'][number];
        say(`seed ${result.seed} step ${step}: ${rule} ${detail}; again: npm run -s simulate -- --seed ${result.seed} --steps ${steps} --trace`);
      }
      if (performance.now() - toldAt > TELL_EVERY_MS) {
        toldAt = performance.now();
        say(`${sum.seeds} of ${runs} seeds, ${sum.totalSteps} steps, ${sum.violations} violations`);
      }
      return true;
    });
    return {
      runs: sum.seeds,
      ok: sum.seeds === runs && failed.length === 0,
      violations: sum.violations,
      wedged: sum.wedged,
      failedSeeds: failed.map((result) => result.seed).toSorted((a, b) => a - b),
      steps,
      totalSteps: sum.totalSteps,
      doubledByForce: sum.doubledByForce,
      events: sum.events,
      replies: sum.replies,
      effects: sum.effects,
      virtualHours: Math.round(sum.virtualMs / 36_000) / 100,
    };
  },
};
