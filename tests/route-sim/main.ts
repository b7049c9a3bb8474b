// Runs the real routing engine, or a rule to compare it with, over a scenario on a virtual clock.
import { Command } from 'commander';
import { POLICIES, policyOf } from './policies.ts';
import { runProperties } from './properties.ts';
import { reportOf, type Waits } from './report.ts';
import { loadScenario, shippedScenarios } from './scenarios.ts';
import { simulate } from './simulate.ts';
import { needsProfile, profileThere } from './sources.ts';

const program = new Command('route-sim')
  .description('The routing engine on a virtual clock')
  .option('--scenario <file or name>', 'what to run')
  .option('--policy <name>', POLICIES.join(', '), 'engine')
  .option('--seed <n>', 'a whole number', '1')
  .option('--runs <n>', 'independent repetitions, instead of the scenario’s')
  .option('--json', 'one line of JSON')
  .option('--properties', 'no scenario: a busy center whose every decision is judged')
  .option('--offers <n>', 'with --properties: so many offers and assignments', '1000000')
  .option('--list', 'the scenarios that ship')
  .parse();
const options = program.opts<{ scenario?: string; policy: string; seed: string; runs?: string; json?: boolean; list?: boolean; properties?: boolean; offers: string }>();

/** Twice a twentieth of it first: the same seed must give the same log. */
function judgeProperties(): void {
  const offers = Number(options.offers);
  const seed = Number(options.seed);
  if (!Number.isSafeInteger(offers) || offers < 100) throw new Error(`--offers takes a whole number from 100, not "${options.offers}".`);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed takes a whole number, not "${options.seed}".`);
  const say = (text: string): void => console.error(text);
  const [one, two] = [0, 1].map(() => runProperties({ offers: Math.ceil(offers / 20), seed }));
  const whole = runProperties({ offers, seed, say });
  const sameLog = one?.logHash === two?.logHash;
  const ok = sameLog && whole.wrong.length === 0 && whole.starved === 0;
  console.log(JSON.stringify({ name: 'routing-properties', ok, seed, sameLog, ...whole }));
  if (!ok) process.exitCode = 1;
}

function run(): void {
  if (options.properties === true) return judgeProperties();
  if (options.list === true || options.scenario === undefined) {
    console.log(shippedScenarios().join('\n'));
    return;
  }
  const make = policyOf(options.policy);
  if (make === undefined) throw new Error(`There is no policy "${options.policy}". Known: ${POLICIES.join(', ')}.`);
  const seed = Number(options.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed takes a whole number, not "${options.seed}".`);
  const scenario = loadScenario(options.scenario);
  const head = { scenario: scenario.name, policy: options.policy, seed };
  if (needsProfile(scenario) && !profileThere()) {
    console.log(JSON.stringify({ ...head, skipped: 'the weekday profile ../shared/data/arrivals is not there' }));
    return;
  }
  const runs = options.runs === undefined ? scenario.runs : Number(options.runs);
  if (!(Number.isSafeInteger(runs) && runs > 0)) throw new Error(`--runs takes a whole number above 0, not "${options.runs ?? ''}".`);
  const report = reportOf(
    scenario,
    Array.from({ length: runs }, (_, i) => simulate(scenario, make, seed, i)),
  );
  if (options.json === true) {
    console.log(JSON.stringify({ ...head, ...(scenario.limit === undefined ? {} : { limit: scenario.limit }), ...report }));
    return;
  }
  console.log(`${scenario.name} · ${options.policy} · seed ${seed} · ${report.runs} runs\n${scenario.about}`);
  for (const [id, waits] of [['all', report.all], ...Object.entries(report.channels)] as [string, Waits][]) {
    const minutes = `mean ${waits.mean.toFixed(2)} p50 ${waits.p50.toFixed(1)} p90 ${waits.p90.toFixed(1)} worst ${waits.worst.toFixed(1)} min`;
    console.log(
      `${id.padEnd(12)} ${waits.arrived} items · ${minutes} · on time ${(100 * waits.onTime).toFixed(2)} % · blocked ${(100 * waits.blocked).toFixed(2)} % · gave up ${(100 * waits.abandoned).toFixed(2)} %`,
    );
  }
  const { work, idlePerHour } = report.fairness;
  console.log(
    `people       busy ${(100 * report.utilisation).toFixed(1)} % (${(100 * work.min).toFixed(0)}–${(100 * work.max).toFixed(0)}), idle ${idlePerHour.mean.toFixed(1)} min/h (spread ${idlePerHour.cv.toFixed(2)})`,
  );
}

try {
  run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
