import { describe, expect, test } from 'vitest';
import { graphScenario, randomGraph } from '../route-sim/graphs.ts';
import { tQuantile } from '../route-sim/intervals.ts';
import { policyOf } from '../route-sim/policies.ts';
import { productForm, type SkillGraph } from '../route-sim/product-form.ts';
import { figureOf, meanOf } from '../route-sim/report.ts';
import { simulate, type MakeDispatcher } from '../route-sim/simulate.ts';

const SEED = 4711;
const RUNS = 12;
const MINUTES = 1_000;
const GRAPHS = Array.from({ length: 20 }, (_, i) => randomGraph(i + 1));
const FIGURES = GRAPHS.reduce((n, g) => n + 2 * g.lambda.length, 0);
/** All figures of all graphs together: 99 %. */
const QUANTILE = tQuantile(0.01 / FIGURES, RUNS - 1);

function outside(graph: SkillGraph, policy: string): string[] {
  const scenario = graphScenario('graph', graph, MINUTES, RUNS);
  const runs = Array.from({ length: RUNS }, (_, run) => simulate(scenario, policyOf(policy) as MakeDispatcher, SEED, run));
  return productForm(graph).flatMap((exact, t) => {
    const tallies = runs.map((m) => m.flows[t]);
    const wait = figureOf(
      tallies.map((f) => meanOf(f?.waits ?? [])),
      QUANTILE,
    );
    const delayed = figureOf(
      tallies.map((f) => (f?.delayed ?? 0) / (f?.waits.length ?? 1)),
      QUANTILE,
    );
    return [
      ...(Math.abs(wait.mean - exact.meanWait) <= wait.half
        ? []
        : [`type ${t}: E[W] ${wait.mean} ± ${wait.half}, exact ${exact.meanWait}`]),
      ...(Math.abs(delayed.mean - exact.delayed) <= delayed.half
        ? []
        : [`type ${t}: P(W>0) ${delayed.mean} ± ${delayed.half}, exact ${exact.delayed}`]),
    ];
  });
}

describe('R6, R12: first come and longest idle on random skill graphs is the exact product form', () => {
  test.each(GRAPHS.map((graph, i) => ({ no: i + 1, graph })))('graph $no', ({ graph }) => {
    expect(outside(graph, 'engine-fcfs'), `seed ${SEED}, ${JSON.stringify(graph)}`).toEqual([]);
  });

  test('the check can fail: another choice of people is noticed', () => {
    const graph = { lambda: [0.9, 1, 0.9], mu: 1, people: [[0], [0, 1], [1, 2], [2]] };
    expect(outside(graph, 'engine-fcfs')).toEqual([]);
    expect(outside(graph, 'static-priority')).toEqual(outside(graph, 'fifo'));
    const shifted = { ...graph, people: [[0], [0, 1], [1, 2], [0, 2]] };
    const runs = graphScenario('graph', shifted, MINUTES, RUNS);
    const measured = Array.from({ length: RUNS }, (_, run) => simulate(runs, policyOf('engine-fcfs') as MakeDispatcher, SEED, run));
    const delayed = figureOf(
      measured.map((m) => (m.flows[0]?.delayed ?? 0) / (m.flows[0]?.waits.length ?? 1)),
      QUANTILE,
    );
    expect(Math.abs(delayed.mean - (productForm(graph)[0]?.delayed ?? 0))).toBeGreaterThan(delayed.half);
  });
});
