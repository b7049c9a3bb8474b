import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { POLICIES, policyOf } from '../route-sim/policies.ts';
import { reportOf, type Report } from '../route-sim/report.ts';
import { loadScenario, shippedScenarios } from '../route-sim/scenarios.ts';
import { scenarioSchema, type Scenario } from '../route-sim/schema.ts';
import { simulate, type MakeDispatcher } from '../route-sim/simulate.ts';

const SEED = 31;
const run = (scenario: Scenario, policy: string): Report =>
  reportOf(scenario, [simulate(scenario, policyOf(policy) as MakeDispatcher, SEED, 0)]);

/** A short day with everything in it: offers, shifts, links that drop, patience, people who write again. */
const day = scenarioSchema.parse({
  name: 'day',
  about: 'A short day.',
  minutes: 300,
  channels: [
    { id: 'chat', target: 2, distribution: 'offer', cost: 50 },
    { id: 'post', target: 20, cost: 50 },
  ],
  flows: [
    {
      id: 'chat',
      channel: 'chat',
      needs: { a: 1 },
      arrivals: [{ kind: 'poisson', perMinute: 0.6 }],
      service: { kind: 'lognormal', mean: 6, cv: 0.8 },
      patience: { kind: 'exp', mean: 15 },
      contacts: 30,
    },
    {
      id: 'post',
      channel: 'post',
      needs: { b: 1 },
      arrivals: [
        { kind: 'burst', from: 60, to: 90, total: 60 },
        { kind: 'recorded', at: [5, 6, 7.5] },
      ],
      service: { kind: 'fixed', mean: 5 },
    },
  ],
  agents: [
    { count: 3, skills: { a: 3 }, accepts: 0.8 },
    { count: 3, skills: { a: 2, b: 3 }, hands: 1, home: { dropsPerHour: 1, downMinutes: 12 } },
    { count: 2, skills: { b: 2 }, shifts: [{ from: 0, to: 200 }] },
  ],
});

describe('scenarios', () => {
  test('those that ship can all be read, and are the ones promised', () => {
    const names = shippedScenarios();
    for (const name of names) expect(loadScenario(name).name).toBe(name);
    const promised = [
      'erlang-c',
      'erlang-a',
      'mms-k',
      'skill-graphs',
      'seed-month',
      'seed-peak',
      'crisis',
      'weekend',
      ...[1, 2, 3, 4, 5, 6].map((k) => `wallace-whitt-k${k}`),
    ];
    expect(names).toEqual(expect.arrayContaining(promised));
  });

  test('each of Wallace and Whitt has ninety people with k skills, evenly spread', () => {
    for (let k = 1; k <= 6; k += 1) {
      const { agents } = loadScenario(`wallace-whitt-k${k}`);
      expect(agents.reduce((n, g) => n + g.count, 0)).toBe(90);
      expect(agents.every((g) => Object.keys(g.skills).length === k)).toBe(true);
      for (let t = 1; t <= 6; t += 1) expect(agents.filter((g) => `t${t}` in g.skills).reduce((n, g) => n + g.count, 0)).toBe(15 * k);
    }
  });

  test('a file that is none is refused with the place of the mistake', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-scenario-'));
    const file = path.join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify({ ...day, flows: [{ ...day.flows[0], channel: 'fax' }] }));
    expect(() => loadScenario(file)).toThrow(/no channel fax/);
    rmSync(folder, { recursive: true, force: true });
    expect(() => loadScenario('nowhere')).toThrow(/Shipped: crisis/);
  });
});

describe('simulation', () => {
  test.each(POLICIES)('%s: the same seed, the same report; nobody is lost', (policy) => {
    const report = run(day, policy);
    expect(run(day, policy)).toEqual(report);
    const measure = simulate(day, policyOf(policy) as MakeDispatcher, SEED, 0);
    for (const tally of measure.flows) expect(tally.waits.length + tally.blocked, `seed ${SEED}`).toBe(tally.arrived);
    expect(report.all.arrived).toBeGreaterThan(200);
  });

  test('every policy meets the same customers', () => {
    const arrived = POLICIES.map((policy) => run(day, policy).channels['post']?.arrived);
    expect(new Set(arrived)).toEqual(new Set([63]));
  });

  test('the engine keeps more promises than first come, first served in a burst', () => {
    const scenario = { ...loadScenario('sla-bursts'), minutes: 1_440 };
    expect(run(scenario, 'engine').all.onTime).toBeGreaterThan(run(scenario, 'fifo').all.onTime + 0.02);
  });

  test('R6: overload does not make everything late, as plain earliest deadline first does', () => {
    const scenario = { ...loadScenario('sla-overload-single'), minutes: 1_440 };
    const [engine, edf] = [run(scenario, 'engine'), run(scenario, 'edf')];
    expect(edf.all.onTime).toBeLessThan(0.4);
    expect(engine.all.onTime).toBeGreaterThan(0.6);
  });

  test('the command line prints one line of JSON, or says what is wrong', () => {
    const main = path.resolve(import.meta.dirname, '../route-sim/main.ts');
    const good = spawnSync(process.execPath, [main, '--scenario', 'crisis', '--runs', '1', '--seed', '3', '--json'], { encoding: 'utf8' });
    expect(JSON.parse(good.stdout)).toMatchObject({ scenario: 'crisis', policy: 'engine', seed: 3, runs: 1 });
    const bad = spawnSync(process.execPath, [main, '--scenario', 'crisis', '--policy', 'luck'], { encoding: 'utf8' });
    expect(bad.status).toBe(1);
    expect(bad.stderr).toContain('no policy "luck"');
  });
});
