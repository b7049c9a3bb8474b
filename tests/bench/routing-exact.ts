import { graphScenario, randomGraph } from '../route-sim/graphs.ts';
import { tQuantile } from '../route-sim/intervals.ts';
import { policyOf } from '../route-sim/policies.ts';
import { productForm } from '../route-sim/product-form.ts';
import { figureOf, meanOf } from '../route-sim/report.ts';
import { simulate, type MakeDispatcher } from '../route-sim/simulate.ts';
import { round, versions, type Bench } from './line.ts';

const GRAPHS = 20;
const SEED = 2014;

export const routingExact: Bench = {
  about: 'waits per type on 20 random skill graphs against the exact product form, first come and longest idle',
  async run({ quick }) {
    const runs = 12;
    const minutes = quick ? 700 : 2_000;
    const graphs = Array.from({ length: GRAPHS }, (_, i) => randomGraph(i + 1));
    const figures = graphs.reduce((n, g) => n + 2 * g.lambda.length, 0);
    const quantile = tQuantile(0.01 / figures, runs - 1);
    let arrivals = 0;
    let outside = 0;
    let worst = 0;
    const off: number[] = [];
    for (const graph of graphs) {
      const scenario = graphScenario('graph', graph, minutes, runs);
      const measured = Array.from({ length: runs }, (_, run) => simulate(scenario, policyOf('engine-fcfs') as MakeDispatcher, SEED, run));
      for (const [t, exact] of productForm(graph).entries()) {
        const tallies = measured.flatMap((m) => m.flows[t] ?? []);
        arrivals += tallies.reduce((n, f) => n + f.arrived, 0);
        const pairs = [
          [
            figureOf(
              tallies.map((f) => meanOf(f.waits)),
              quantile,
            ),
            exact.meanWait,
          ],
          [
            figureOf(
              tallies.map((f) => f.delayed / f.waits.length),
              quantile,
            ),
            exact.delayed,
          ],
        ] as const;
        for (const [{ mean, half }, value] of pairs) {
          const share = Math.abs(mean - value) / half;
          worst = Math.max(worst, share);
          if (share > 1) outside += 1;
          off.push(Math.abs(mean - value) / value);
        }
      }
    }
    return {
      name: 'routing-exact',
      ratio: round(worst),
      target: 'every figure inside the family-wise 99 % interval (ratio: worst distance over half-width ≤ 1)',
      met: outside === 0,
      outside,
      figures,
      meanRelativeError: round(meanOf(off), 4),
      arrivals,
      quick,
      versions: versions(),
    };
  },
};
