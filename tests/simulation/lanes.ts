import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findPlant } from './plants.ts';
import { World, type SeedResult } from './world.ts';

/** No seed takes this long by itself. */
const HANGS_AFTER_MS = 180_000;
const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

export interface Seeds {
  readonly from: number;
  /** Included. */
  readonly to: number;
  readonly steps: number;
  readonly plant?: string | undefined;
  /** Processes at once. */
  readonly jobs: number;
  /** Lines of the way that are kept; one seed only. */
  readonly traceLines?: number | undefined;
}

/** Runs seeds in processes of their own, each with every n-th. `hear` gives false when enough is known. */
export async function runSeeds(seeds: Seeds, hear: (result: SeedResult) => boolean): Promise<void> {
  const count = seeds.to - seeds.from + 1;
  if (count === 1) {
    const plant = seeds.plant === undefined ? undefined : findPlant(seeds.plant);
    hear(await World.run({ seed: seeds.from, steps: seeds.steps, plant, traceLines: seeds.traceLines ?? 0 }));
    return;
  }
  const lanes = Math.max(1, Math.min(seeds.jobs, Math.ceil(count / 4)));
  let enough = false;
  const heard = (result: SeedResult): boolean => {
    enough = !hear(result) || enough;
    return !enough;
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(seeds, lane, lanes, heard)));
}

/** A seed whose process hung or ended is a finding like any other, and the next seed gets a new process. */
async function runLane(seeds: Seeds, lane: number, lanes: number, hear: (result: SeedResult) => boolean): Promise<void> {
  let next = seeds.from + lane;
  let wanted = true;
  while (wanted && next <= seeds.to) {
    const ended = await runWorker([next, seeds.to, lanes, seeds.steps, seeds.plant ?? ''].map(String), (result) => {
      next += lanes;
      wanted = hear(result);
      return wanted;
    });
    if (ended === undefined || !wanted) continue;
    wanted = hear(broken(next, ...ended));
    next += lanes;
  }
}

/** Undefined: it ended in order. Otherwise the rule that its end breaks. */
function runWorker(args: readonly string[], hear: (result: SeedResult) => boolean): Promise<readonly [rule: string, detail: string] | undefined> {
  return new Promise((resolve) => {
    const child = fork(WORKER, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
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
      if (!wanted) return;
      wanted = hear(result);
      if (!wanted) child.kill();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (hangs) resolve(['SIM-22', `a step does not end (${HANGS_AFTER_MS / 1_000} s)`]);
      else if (wanted && code !== 0) resolve(['SIM-23', `the process ended (${signal ?? code})`]);
      else resolve(undefined);
    });
  });
}

function broken(seed: number, rule: string, detail: string): SeedResult {
  return { seed, steps: 0, violations: [{ rule, detail, step: 0, atMs: 0 }], events: 0, effects: 0, accepted: 0, forcedDoubles: 0, virtualMs: 0, trace: [], fingerprint: '' };
}
