// npm run -s simulate: many seeds of the simulated world. See docs/simulation.md.
import { availableParallelism } from 'node:os';
import { runSeeds, type Seeds } from './lanes.ts';
import { optionsOf, USAGE, type Options } from './options.ts';
import { findPlant, PLANTS } from './plants.ts';
import { World, type SeedResult } from './world.ts';

const TRACE_LINES = 60;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (typeof options === 'string') {
    process.stderr.write(`SIMULATE_OPTION_INVALID: ${options}\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.plants) {
    process.stdout.write(`${JSON.stringify({ plants: PLANTS.map(({ name, what }) => ({ name, what })) })}\n`);
    return 0;
  }
  const { plant } = options;
  if (plant !== undefined && findPlant(plant) === undefined) {
    process.stderr.write(`SIMULATE_OPTION_INVALID: no plant is named ${plant}; --plants lists them.\n`);
    return 2;
  }
  return plant === undefined ? search(options) : prove(options, plant);
}

/** All seeds; prints each violation with the way it came about. */
async function search(options: Options): Promise<number> {
  const startedAt = process.hrtime.bigint();
  const sum = { steps: 0, violations: 0, events: 0, replies: 0, effects: 0, forcedDoubles: 0, virtualMs: 0 };
  let seeds = 0;
  const failed: SeedResult[] = [];
  await runSeeds(seedsOf(options), (result) => {
    seeds += 1;
    sum.steps += result.steps;
    sum.violations += result.violations.length;
    sum.events += result.events;
    sum.replies += result.accepted;
    sum.effects += result.effects;
    sum.forcedDoubles += result.forcedDoubles;
    sum.virtualMs += result.virtualMs;
    if (result.violations.length > 0) failed.push(result);
    return true;
  });
  for (const result of failed.toSorted((a, b) => a.seed - b.seed).slice(0, 5)) await tell(result, options);
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const line = {
    name: 'simulation',
    seeds,
    steps: options.steps,
    violations: sum.violations,
    ok: sum.violations === 0,
    failedSeeds: failed.map(({ seed }) => seed).toSorted((a, b) => a - b).slice(0, 50),
    totalSteps: sum.steps,
    events: sum.events,
    replies: sum.replies,
    effects: sum.effects,
    doubledByForce: sum.forcedDoubles,
    virtualHours: Math.round(sum.virtualMs / 36_000) / 100,
    seconds: Math.round(seconds * 10) / 10,
    stepsPerSecond: Math.round(sum.steps / seconds),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return sum.violations === 0 ? 0 : 1;
}

/** A planted bug: seeds until one catches it. */
async function prove(options: Options, plant: string): Promise<number> {
  let tried = 0;
  let caught: SeedResult | undefined;
  await runSeeds(seedsOf(options), (result) => {
    tried += 1;
    if (result.violations.length > 0 && (caught === undefined || result.seed < caught.seed)) caught = result;
    return caught === undefined;
  });
  const first = caught?.violations[0];
  if (caught !== undefined) process.stdout.write(`seed ${caught.seed} step ${first?.step}: ${first?.rule} ${first?.detail}\n`);
  process.stdout.write(`${JSON.stringify({ name: 'plants', plant, planted: 1, caught: caught !== undefined, seeds: tried, steps: options.steps, ...(caught === undefined ? {} : { seed: caught.seed, step: first?.step, rule: first?.rule }) })}\n`);
  return caught === undefined ? 1 : 0;
}

/** Runs one seed again, exactly, this time writing down what happens. */
async function tell({ seed, ...found }: SeedResult, { steps }: Options): Promise<void> {
  if (found.steps === 0) {
    process.stdout.write(`seed ${seed}: ${found.violations[0]?.rule} ${found.violations[0]?.detail}\n`);
    return;
  }
  const { violations, trace } = await World.run({ seed, steps, traceLines: TRACE_LINES });
  process.stdout.write(`${trace.map((line) => `    ${line}\n`).join('')}`);
  for (const { rule, detail, step, atMs } of violations.slice(0, 8)) process.stdout.write(`seed ${seed} step ${step} (${(atMs / 1_000).toFixed(3)} s): ${rule} ${detail}\n`);
  process.stdout.write(`    again: npm run -s simulate -- --seed ${seed} --steps ${steps}\n\n`);
}

function seedsOf({ from, to, steps, plant, trace, jobs }: Options): Seeds {
  return { from, to, steps, plant, jobs: jobs ?? availableParallelism(), traceLines: trace ? TRACE_LINES : 0 };
}
