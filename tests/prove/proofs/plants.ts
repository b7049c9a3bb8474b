import { runSeeds } from '../../simulation/lanes.ts';
import { PLANTS } from '../../simulation/plants.ts';
import { World, type SeedResult } from '../../simulation/world.ts';
import type { Proof } from '../proof.ts';
import { wholeOf } from './whole.ts';

/** Each bug is looked for from `seed` on, over `--seeds N` seeds of `--steps N`; the seed that shows it is run once more without it. */
export const proof: Proof = {
  about: 'Bugs planted around the product, one at a time; the referee of the simulation must name each, and must have nothing to say on the same seed without it.',
  unit: 'one planted bug',
  figure: `${PLANTS.length} of ${PLANTS.length} caught, each clean without the bug`,
  runs: PLANTS.length,
  async run({ runs, seed, more, say }) {
    const steps = wholeOf(more, 'steps', 2_500);
    const seeds = wholeOf(more, 'seeds', 400);
    const jobs = wholeOf(more, 'jobs', 2);
    const planted = PLANTS.slice(0, runs).map(({ name }) => name);
    const found = new Map<string, SeedResult>();
    const waiting = [...planted];
    const lane = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const plant = name;
        await runSeeds({ from: seed, to: seed + seeds - 1, steps, plant, jobs: 1 }, (result) => {
          if (result.violations.length > 0) found.set(plant, result);
          return !found.has(plant);
        });
        const violation = found.get(plant)?.violations[0];
        say(violation === undefined ? `${plant}: not caught in ${seeds} seeds` : `${plant}: ${violation.rule} on seed ${found.get(plant)?.seed} at step ${violation.step}`);
      }
    };
    await Promise.all(Array.from({ length: jobs }, lane));
    const catches = [];
    const notClean = [];
    for (const plant of planted) {
      const caught = found.get(plant);
      const violation = caught?.violations[0];
      if (caught === undefined || violation === undefined) continue;
      catches.push({ plant, rule: violation.rule, seed: caught.seed, step: violation.step });
      const without = await World.run({ seed: caught.seed, steps });
      const wrong = without.violations[0];
      if (wrong !== undefined) notClean.push({ plant, seed: caught.seed, rule: wrong.rule });
    }
    const missed = planted.filter((plant) => !found.has(plant));
    return { runs: planted.length, ok: missed.length === 0 && notClean.length === 0, planted: planted.length, caught: catches.length - notClean.length, missed, notClean, steps, catches };
  },
};
