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

/**
 * Means of `values` as they would be had `beside`, whose true mean is known, met it: the part of the chance that both share is taken out (a control
 * variate). Of one value per run each; with few runs, which tell no slope, one to one.
 */
function corrected(values: readonly number[], beside: readonly number[], known: number): number[] {
  const [v, b] = [meanOf(values), meanOf(beside)];
  const spread = beside.reduce((sum, x) => sum + (x - b) ** 2, 0);
  const slope = values.length < 5 || spread === 0 ? 1 : values.reduce((sum, x, i) => sum + (x - v) * ((beside[i] ?? b) - b), 0) / spread;
  return values.map((x, i) => x - slope * ((beside[i] ?? known) - known));
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
      return meanOf(corrected(found, pooled.waits.slice(0, few), limit.meanWait)) / limit.meanWait;
    };
    const paired = figureOf(corrected(two.waits, pooled.waits, limit.meanWait).map((w) => w / limit.meanWait));
    const checked = figureOf(pooled.waits);
    const ratio = paired.mean;
    // The pooled runs must be the limit, or the ratio means nothing.
    const sound = runs < 3 || Math.abs(checked.mean - limit.meanWait) <= checked.half * 1.5;
    return {
      name: 'routing-optimality',
      ratio: round(ratio),
      target: 'k=2 ≤ 1.20 × the limit’s E[W]',
      met: ratio <= 1.2 && sound,
      interval95: [round(paired.mean - paired.half), round(paired.mean + paired.half)],
      uncorrected: { overExact: round(meanOf(two.waits) / limit.meanWait), overPooledRuns: round(meanOf(two.waits) / meanOf(pooled.waits)) },
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
