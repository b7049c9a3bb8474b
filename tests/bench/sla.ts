import { policyOf } from '../route-sim/policies.ts';
import { reportOf, type Report } from '../route-sim/report.ts';
import { loadScenario } from '../route-sim/scenarios.ts';
import type { Scenario } from '../route-sim/schema.ts';
import { simulate, type MakeDispatcher } from '../route-sim/simulate.ts';
import { round, versions, type Bench } from './line.ts';

const SEED = 5;
/** Held against the pool: two skills each, not overloaded for ever. */
const TWO_SKILLS = ['sla-bursts', 'sla-one-topic', 'sla-steady', 'sla-overload-hours'];
const ALL = [...TWO_SKILLS, 'sla-single', 'sla-overload-single', 'sla-overload-two'];
const BASELINES = ['fifo', 'static-priority', 'edf', 'least-loaded'];

function run(scenario: Scenario, policy: string, runs: number): Report {
  return reportOf(
    scenario,
    Array.from({ length: runs }, (_, i) => simulate(scenario, policyOf(policy) as MakeDispatcher, SEED, i)),
  );
}

/** The same people, all of whom can do everything. */
function pooled(scenario: Scenario): Scenario {
  const skills = Object.fromEntries(scenario.flows.flatMap((f) => Object.keys(f.needs)).map((id) => [id, 3]));
  return { ...scenario, agents: scenario.agents.map((group) => ({ ...group, skills })) };
}

export const sla: Bench = {
  about: 'share started on time with two skills and mixed deadlines, against the pool and against rules of thumb',
  async run({ quick }) {
    const runs = quick ? 1 : 3;
    let arrivals = 0;
    let ratio = Infinity;
    let behind = -Infinity;
    const table: Record<string, Record<string, number>> = {};
    for (const name of ALL) {
      const scenario = loadScenario(name);
      const ours = run(scenario, 'engine', runs);
      arrivals += ours.all.arrived;
      const row: Record<string, number> = { engine: ours.all.onTime, half: ours.intervals.onTime.half, worstMinutes: ours.all.worst };
      for (const baseline of BASELINES) row[baseline] = run(scenario, baseline, runs).all.onTime;
      row['pooled'] = run(pooled(scenario), 'edf', runs).all.onTime;
      if (TWO_SKILLS.includes(name)) ratio = Math.min(ratio, ours.all.onTime / (row['pooled'] ?? NaN));
      behind = Math.max(behind, ...BASELINES.map((b) => (row[b] ?? 0) - ours.all.onTime));
      table[name] = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, round(value, 4)]));
      console.log(name, JSON.stringify(table[name]));
    }
    return {
      name: 'sla',
      ratio: round(ratio, 4),
      target: '≥ 0.99 of pooled earliest-deadline-first; nowhere more than 0.5 points behind the best baseline',
      met: ratio >= 0.99 && behind <= 0.005,
      worstPointsBehindBestBaseline: round(100 * behind, 2),
      onTime: table,
      arrivals,
      quick,
      versions: versions(),
    };
  },
};
