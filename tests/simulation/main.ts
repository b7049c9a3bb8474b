// npm run -s simulate: many seeds of the simulated world. See docs/spec/simulation.md.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { optionsOf, USAGE, type Options } from './options.ts';
import { findPlant, PLANTS } from './plants.ts';
import { World, type SeedResult } from './world.ts';

const TRACE_LINES = 60;
/** No seed takes this long by itself. */
const HANGS_AFTER_MS = 180_000;

if (process.argv.includes('--worker')) await work();
else process.exitCode = await main(process.argv.slice(2));

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
  await runAll(options, (result) => {
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
  await runAll(options, (result) => {
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

/** One process per core, each with every n-th seed. `hear` gives false when enough is known. */
async function runAll(options: Options, hear: (result: SeedResult) => boolean): Promise<void> {
  const seeds = options.to - options.from + 1;
  if (seeds === 1) {
    const plant = options.plant === undefined ? undefined : findPlant(options.plant);
    hear(await World.run({ seed: options.from, steps: options.steps, plant, traceLines: options.trace ? TRACE_LINES : 0 }));
    return;
  }
  const jobs = Math.max(1, Math.min(options.jobs ?? availableParallelism(), Math.ceil(seeds / 4)));
  let enough = false;
  const heard = (result: SeedResult): boolean => {
    enough = !hear(result) || enough;
    return !enough;
  };
  await Promise.all(Array.from({ length: jobs }, (_, job) => runLane(options, job, jobs, heard)));
}

/** Every `jobs`-th seed, in a process of its own; one that hangs is a finding like any other, and the next seed gets a new process. */
async function runLane(options: Options, job: number, jobs: number, hear: (result: SeedResult) => boolean): Promise<void> {
  for (let next = options.from + job; next <= options.to; ) {
    const from = next;
    const goOn = await new Promise<boolean>((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url), ['--worker', String(from), String(options.to), String(jobs), String(options.steps), options.plant ?? ''], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      let wanted = true;
      let hangs = false;
      const watch = (): NodeJS.Timeout =>
        setTimeout(() => {
          hangs = true;
          child.kill('SIGKILL');
        }, HANGS_AFTER_MS);
      let timer = watch();
      child.on('message', (result: SeedResult) => {
        clearTimeout(timer);
        timer = watch();
        next += jobs;
        if (wanted && !hear(result)) {
          wanted = false;
          child.kill();
        }
      });
      child.on('exit', (code, signal) => {
        clearTimeout(timer);
        if (hangs) {
          const violation = { rule: 'SIM-22', detail: `a step does not end (${HANGS_AFTER_MS / 1_000} s)`, step: 0, atMs: 0 };
          hear({ seed: next, steps: 0, violations: [violation], events: 0, effects: 0, accepted: 0, forcedDoubles: 0, virtualMs: 0, trace: [], fingerprint: '' });
          next += jobs;
          resolve(true);
        } else if (code === 0 || signal !== null) resolve(false);
        else reject(new Error(`a worker ended with ${code}`));
      });
    });
    if (!goOn) return;
  }
}

async function work(): Promise<void> {
  const [from = 1, to = 1, stride = 1, steps = 1_000] = process.argv.slice(3, 7).map(Number);
  const plant = findPlant(process.argv[7] ?? '');
  for (let seed = from; seed <= to; seed += stride) {
    const result = await World.run({ seed, steps, plant });
    await new Promise<void>((resolve) => process.send?.(result, () => resolve()));
  }
  process.disconnect();
}
