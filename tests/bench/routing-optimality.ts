import { joined } from '../route-sim/measure.ts';
import { mmsk } from '../route-sim/oracles.ts';
import { policyOf } from '../route-sim/policies.ts';
import { figureOf, meanOf } from '../route-sim/report.ts';
import { loadScenario } from '../route-sim/scenarios.ts';
import { simulate, type MakeDispatcher } from '../route-sim/simulate.ts';
import { round, versions, type Bench } from './line.ts';

const SEED = 2005;

/** Mean waits per run: the same arrivals and work for every policy and number of skills, so that ratios are much surer than the waits. */
function waits(skills: number, policy: string, runs: number): { waits: number[]; blocked: number[]; arrivals: number } {
  const scenario = loadScenario(`wallace-whitt-k${skills}`);
  const tallies = Array.from({ length: runs }, (_, run) => joined(simulate(scenario, policyOf(policy) as MakeDispatcher, SEED, run).flows));
  return {
    waits: tallies.map((t) => meanOf(t.waits)),
    blocked: tallies.map((t) => t.blocked / t.arrived),
    arrivals: tallies.reduce((n, t) => n + t.arrived, 0),
  };
}

export const routingOptimality: Bench = {
  about: 'mean wait with two skills each (Wallace and Whitt 2005) over the limit, where everyone can do everything',
  async run({ quick }) {
    const runs = quick ? 2 : 10;
    const limit = mmsk(8.4, 0.1, 90, 30);
    const pooled = waits(6, 'engine', runs);
    const two = waits(2, 'engine', runs);
    const aside = (skills: number, policy: string): number => {
      const few = Math.min(runs, 3);
      const found = waits(skills, policy, few).waits;
      return meanOf(found.map((w, i) => w / (pooled.waits[i] ?? NaN)));
    };
    const paired = figureOf(two.waits.map((w, i) => w / (pooled.waits[i] ?? NaN)));
    const checked = figureOf(pooled.waits);
    const ratio = meanOf(two.waits) / meanOf(pooled.waits);
    // The pooled runs must be the limit, or the ratio means nothing.
    const sound = runs < 3 || Math.abs(checked.mean - limit.meanWait) <= checked.half * 1.5;
    return {
      name: 'routing-optimality',
      ratio: round(ratio),
      target: 'k=2 ≤ 1.20 × the limit’s E[W]',
      met: ratio <= 1.2 && sound,
      interval95: [round(paired.mean - paired.half), round(paired.mean + paired.half)],
      overExactLimit: round(meanOf(two.waits) / limit.meanWait),
      meanWaitMinutes: {
        two: round(meanOf(two.waits), 4),
        pooled: round(checked.mean, 4),
        pooledHalf: round(checked.half, 4),
        exact: round(limit.meanWait, 4),
      },
      blocked: { two: round(meanOf(two.blocked), 5), pooled: round(meanOf(pooled.blocked), 5), exact: round(limit.blocked, 5) },
      beside: {
        'k=3': round(aside(3, 'engine')),
        'k=2 first-come, longest idle': round(aside(2, 'engine-fcfs')),
        'k=2 random': round(aside(2, 'random')),
      },
      arrivals: two.arrivals,
      quick,
      versions: versions(),
    };
  },
};
