import { describe, expect, test } from 'vitest';
import { joined, type Tally } from '../route-sim/measure.ts';
import { tQuantile } from '../route-sim/intervals.ts';
import { erlangA, erlangB, erlangC, mmsk } from '../route-sim/oracles.ts';
import { policyOf } from '../route-sim/policies.ts';
import { figureOf, meanOf } from '../route-sim/report.ts';
import { scenarioSchema, type ScenarioInput } from '../route-sim/schema.ts';
import { simulate, type MakeDispatcher } from '../route-sim/simulate.ts';

const SEED = 20_270_104;
const RUNS = 20;
/** Figures checked below; the 99 % hold for all of them together. */
const FIGURES = 9;
const engine = policyOf('engine') as MakeDispatcher;

type Change = Partial<Pick<ScenarioInput, 'waitingSpaces' | 'minutes'>> & { patience?: number };

/** Three kinds of work, everyone can do each: the engine as it ships must then be one big line. */
function pooled(people: number, perMinute: number, more: Change = {}): Tally[] {
  const kinds = [0, 1, 2];
  const skills = Object.fromEntries(kinds.map((k) => [`k${k}`, 3]));
  const { patience, ...rest } = more;
  const scenario = scenarioSchema.parse({
    name: 'pooled',
    about: 'Everyone can do everything.',
    minutes: 650,
    warmup: 50,
    cutAtEnd: true,
    channels: [{ id: 'call', target: 30 }],
    flows: kinds.map((k) => ({
      id: `k${k}`,
      channel: 'call',
      needs: { [`k${k}`]: 1 },
      arrivals: [{ kind: 'poisson', perMinute: perMinute / kinds.length }],
      service: { kind: 'exp', mean: 1 },
      ...(patience === undefined ? {} : { patience: { kind: 'exp', mean: patience } }),
    })),
    agents: [{ count: people, skills }],
    ...rest,
  });
  return Array.from({ length: RUNS }, (_, run) => joined(simulate(scenario, engine, SEED, run).flows));
}

/** Each figure of the runs against the exact one. */
function meets(tallies: readonly Tally[], exact: { readonly [figure: string]: number }): void {
  const share = (n: number, of: number): number => (of === 0 ? 0 : n / of);
  const measured: Readonly<Record<string, (t: Tally) => number>> = {
    meanWait: (t) => meanOf(t.waits),
    delayed: (t) => share(t.delayed, t.waits.length),
    blocked: (t) => share(t.blocked, t.arrived),
    abandoned: (t) => share(t.abandoned, t.arrived),
  };
  const quantile = tQuantile(0.01 / FIGURES, RUNS - 1);
  for (const [name, value] of Object.entries(exact)) {
    const { mean, half } = figureOf(tallies.map(measured[name] as (t: Tally) => number), quantile);
    expect(half, `${name}: the interval is narrow enough to say something`).toBeLessThan(Math.max(0.35 * value, 0.004));
    expect(Math.abs(mean - value), `${name}: measured ${mean} ± ${half}, exact ${value} (seed ${SEED})`).toBeLessThanOrEqual(half);
  }
}

describe('R6, R12: where everyone can do everything, the engine meets the exact limits', () => {
  test('Erlang B: nowhere to wait', () => {
    meets(pooled(10, 8, { waitingSpaces: 0 }), { blocked: erlangB(10, 8) });
  });

  test('Erlang C: room for all', () => {
    meets(pooled(10, 8), { delayed: erlangC(10, 8), meanWait: erlangC(10, 8) / (10 - 8) });
  });

  test('M/M/s/K: eight may wait', () => {
    meets(pooled(10, 9.5, { waitingSpaces: 8 }), { ...mmsk(9.5, 1, 10, 8) });
  });

  test('Erlang A: customers who give up', () => {
    meets(pooled(12, 12, { patience: 2 }), { ...erlangA(12, 1, 12, 0.5) });
  });

  test('the check can fail: one person less is noticed', () => {
    expect(() => meets(pooled(9, 8), { delayed: erlangC(10, 8), meanWait: erlangC(10, 8) / 2 })).toThrow(/exact/);
  });
});
