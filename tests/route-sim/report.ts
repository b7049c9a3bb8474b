import { joined, type Measure, type Tally } from './measure.ts';
import type { Scenario } from './schema.ts';

/** A figure with the half-width of its 95 % interval over independent runs; 0 where there was only one. */
export interface Figure {
  readonly mean: number;
  readonly half: number;
}

export interface Waits {
  readonly arrived: number;
  /** Minutes. */
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly worst: number;
  readonly onTime: number;
  readonly delayed: number;
  readonly blocked: number;
  readonly abandoned: number;
  readonly neverStarted: number;
}

export interface Spread {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Standard deviation over mean. */
  readonly cv: number;
}

export interface Report {
  readonly all: Waits;
  readonly channels: Readonly<Record<string, Waits>>;
  readonly intervals: {
    readonly meanWait: Figure;
    readonly delayed: Figure;
    readonly blocked: Figure;
    readonly abandoned: Figure;
    readonly onTime: Figure;
    readonly utilisation: Figure;
  };
  readonly utilisation: number;
  /** Over people: share of their time busy, idle minutes per hour there, items. */
  readonly fairness: { readonly work: Spread; readonly idlePerHour: Spread; readonly items: Spread };
  readonly starvation: { readonly worstMinutes: number; readonly worstOfTarget: number; readonly neverStarted: number };
  readonly returns: number;
  readonly runs: number;
}

const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086,
];

export function figureOf(values: readonly number[], quantile?: number): Figure {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / Math.max(1, n);
  if (n < 2) return { mean, half: 0 };
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
  return { mean, half: (quantile ?? T_95[n - 2] ?? 1.96) * Math.sqrt(variance / n) };
}

export const meanOf = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length);

function waitsOf(tally: Tally): Waits {
  const sorted = Float64Array.from(tally.waits).toSorted();
  const at = (p: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? 0;
  const share = (n: number): number => (tally.arrived === 0 ? 0 : n / tally.arrived);
  return {
    arrived: tally.arrived,
    mean: meanOf(tally.waits),
    p50: at(0.5),
    p90: at(0.9),
    worst: sorted.at(-1) ?? 0,
    onTime: share(tally.onTime),
    delayed: tally.waits.length === 0 ? 0 : tally.delayed / tally.waits.length,
    blocked: share(tally.blocked),
    abandoned: share(tally.abandoned),
    neverStarted: tally.neverStarted,
  };
}

function spreadOf(values: readonly number[]): Spread {
  const mean = meanOf(values);
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, values.length);
  return { mean, min: Math.min(...values), max: Math.max(...values), cv: mean === 0 ? 0 : Math.sqrt(variance) / mean };
}

function utilisationOf(m: Measure): number {
  const staffed = m.people.reduce((sum, p) => sum + p.staffedMs, 0);
  return staffed === 0 ? 0 : m.people.reduce((sum, p) => sum + p.busyMs, 0) / staffed;
}

export function reportOf(scenario: Scenario, runs: readonly Measure[]): Report {
  const all = joined(runs.flatMap((m) => m.flows));
  const perRun = (pick: (tally: Tally) => number): Figure => figureOf(runs.map((m) => pick(joined(m.flows))));
  const share = (n: number, of: number): number => (of === 0 ? 0 : n / of);
  const channels: Record<string, Waits> = {};
  for (const { id } of scenario.channels)
    channels[id] = waitsOf(joined(runs.flatMap((m) => m.flows.filter((_, i) => m.channelOf[i] === id))));
  const first = runs[0] as Measure;
  const sumOver = (pick: (p: Measure['people'][number]) => number): number[] =>
    first.people.map((_, i) => runs.reduce((sum, m) => sum + pick(m.people[i] as Measure['people'][number]), 0));
  const staffed = sumOver((p) => p.staffedMs);
  const busy = sumOver((p) => p.busyMs);
  const items = sumOver((p) => p.items);
  const there = staffed.map((ms, i) => ({ ms, i })).filter((p) => p.ms > 0);
  const waits = waitsOf(all);
  return {
    all: waits,
    channels,
    intervals: {
      meanWait: perRun((t) => meanOf(t.waits)),
      delayed: perRun((t) => share(t.delayed, t.waits.length)),
      blocked: perRun((t) => share(t.blocked, t.arrived)),
      abandoned: perRun((t) => share(t.abandoned, t.arrived)),
      onTime: perRun((t) => share(t.onTime, t.arrived)),
      utilisation: figureOf(runs.map(utilisationOf)),
    },
    utilisation: meanOf(runs.map(utilisationOf)),
    fairness: {
      work: spreadOf(there.map(({ ms, i }) => (busy[i] ?? 0) / ms)),
      idlePerHour: spreadOf(there.map(({ ms, i }) => 60 * (1 - (busy[i] ?? 0) / ms))),
      items: spreadOf(there.map(({ i }) => (items[i] ?? 0) / runs.length)),
    },
    starvation: { worstMinutes: waits.worst, worstOfTarget: Math.max(...runs.map((m) => m.worstOfTarget)), neverStarted: all.neverStarted },
    returns: runs.reduce((sum, m) => sum + m.returns, 0),
    runs: runs.length,
  };
}
