import { monitorEventLoopDelay } from 'node:perf_hooks';
import { quantileOf } from './figures.ts';
import { diceFor, type Dice } from '../../simulation/dice.ts';
import type { Direction } from '../../support/tcp-proxy.ts';
import type { Proof } from '../proof.ts';
import { act, nothingGiven, type Given } from './partitions/acts.ts';
import { differences } from './partitions/compare.ts';
import { judge, underWay } from './partitions/judge.ts';
import { LINE_TIMES, openWorld, type Desk, type World } from './partitions/world.ts';
import { waitedForCpuMs } from './waited.ts';
import { wholeOf } from './whole.ts';

/** Counted from the moment every line is whole again. What a desk needs to notice that its old connection is dead is part of it. */
const QUIET_MS = 3_000;
/** The lines of colleagues are gathered for a second before they go to those who are no leads; for them it may take so much longer. */
const COLLEAGUES_MS = 1_500;
/** After that it is still looked at, to tell a wedged desk from one that differs. */
const PATIENCE_MS = 12_000;
const STARVED_MS = 400;
const KINDS = ['in', 'out', 'both', 'halfOpenIn', 'halfOpenOut', 'halfOpenBoth', 'reset', 'slow'] as const;
type Kind = (typeof KINDS)[number];

interface Found {
  runs: number;
  acts: number;
  starved: number;
  readonly wedged: string[];
  readonly diverged: string[];
  readonly lost: Set<string>;
  readonly doubled: Set<string>;
  readonly unexpected: Set<string>;
  readonly quietMs: number[];
  readonly kinds: Record<Kind, number>;
  delivered: number;
  becameDraft: number;
  unclear: number;
  commands: number;
}

export const proof: Proof = {
  about: 'A real server and 5–10 real desks, each behind a TCP proxy that stops one or both directions, with and without telling; people act 10–40 times a second and the lead reassigns; then the lines are mended.',
  unit: 'one partition of one or several desks, from the first act to rest',
  figure: '≥ 500 runs: 0 wedged (at rest within 3 s of mending), 0 diverged, 0 lost, 0 doubled',
  runs: 500,
  async run({ runs, seed, more, say }) {
    const perWorld = wholeOf(more, 'per-world', 10);
    const jobs = wholeOf(more, 'jobs', 1);
    const desks = more['desks'] === undefined ? undefined : wholeOf(more, 'desks', 5);
    const found: Found = { runs: 0, acts: 0, starved: 0, wedged: [], diverged: [], lost: new Set(), doubled: new Set(), unexpected: new Set(), quietMs: [], kinds: Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>, delivered: 0, becameDraft: 0, unclear: 0, commands: 0 };
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < runs) {
        const from = next;
        next = Math.min(runs, next + perWorld);
        await oneWorld({ desks, seed: seed * 100_003 + from, from, to: next, found, say });
      }
    };
    await Promise.all(Array.from({ length: jobs }, lane));
    const bad = [found.wedged, found.diverged, [...found.lost], [...found.doubled], [...found.unexpected]];
    return {
      runs: found.runs,
      ok: bad.every((list) => list.length === 0) && found.runs === runs && found.delivered > 0,
      wedged: found.wedged.length,
      diverged: found.diverged.length,
      lost: found.lost.size,
      doubled: found.doubled.size,
      unexpected: found.unexpected.size,
      unclear: found.unclear,
      starved: found.starved,
      acts: found.acts,
      delivered: found.delivered,
      becameDraft: found.becameDraft,
      commands: found.commands,
      kinds: found.kinds,
      quietMs: { p50: quantileOf(found.quietMs, 0.5), p99: quantileOf(found.quietMs, 0.99), max: quantileOf(found.quietMs, 1) },
      counted: 'from mending to rest, the notice of a dead connection included, the gathered lines of colleagues with a second and a half more; waiting for a processor (schedstat) taken off; link times by configuration',
      waitedForCpuS: Math.round(waitedForCpuMs() / 1_000),
      linkTimes: LINE_TIMES,
    };
  },
};

async function oneWorld(o: { desks?: number | undefined; seed: number; from: number; to: number; found: Found; say: (text: string) => void }): Promise<void> {
  const dice = diceFor(o.seed, 'partitions');
  const world = await openWorld(o.desks ?? 5 + dice.int(6), o.seed);
  const given = nothingGiven();
  try {
    for (let i = 0; i < (world.desks.length - 1) * 3; i += 1) await world.customer(`Hallo, Frage ${i} zum Mobilfunk`);
    let before = { delivered: 0, becameDraft: 0, unclear: 0, commands: 0 };
    for (let run = o.from; run < o.to; run += 1) {
      const health = await oneRun(world, given, dice, o.found, o.say, run);
      const verdict = judge(world, given);
      for (const key of ['lost', 'doubled', 'unexpected'] as const)
        for (const text of verdict[key]) {
          if (!o.found[key].has(text)) o.say(`run ${run}: ${key}: ${text}`);
          o.found[key].add(text);
        }
      for (const key of ['delivered', 'becameDraft', 'unclear', 'commands'] as const) o.found[key] += verdict[key] - before[key];
      before = verdict;
      if (health === 'starved') {
        o.found.starved += 1;
        o.say(`run ${run} was starved and is made again`);
      } else o.found.runs += 1;
      if (o.found.runs % 25 === 0) o.say(`${o.found.runs} runs, ${o.found.wedged.length} wedged, ${o.found.diverged.length} diverged`);
      // What is wedged once would be counted again with every further run.
      const from = health === 'starved' ? run : run + 1;
      if (health !== 'healthy' && from < o.to) {
        await oneWorld({ ...o, seed: o.seed + 7_919, from });
        return;
      }
    }
  } finally {
    await world.close();
  }
}

async function oneRun(world: World, given: Given, dice: Dice, found: Found, say: (text: string) => void, run: number): Promise<'healthy' | 'sick' | 'starved'> {
  const kind = dice.pick(KINDS);
  found.kinds[kind] += 1;
  const rate = 10 + dice.int(31);
  const away = dice.shuffle(world.desks).slice(0, 1 + dice.int(world.desks.length));
  // Now and then longer than the grace after which the server writes down that somebody is gone.
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const lastsMs = dice.chance(0.12) ? 2_500 + dice.int(1_000) : 200 + dice.int(900);
  const actFor = async (ms: number): Promise<void> => {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      const before = given.acts;
      await act(world, given, dice);
      found.acts += given.acts - before;
      await new Promise((resolve) => setTimeout(resolve, (1_000 / rate) * (0.5 + dice.next())));
    }
  };
  await actFor(200);
  for (const desk of away) part(desk, kind);
  await actFor(lastsMs);
  for (const desk of away) desk.line.mend();
  // A busy machine makes everybody wait for a processor; that is no part of what a desk needs.
  const clock = (): number => performance.now() - waitedForCpuMs();
  const mended = clock();
  let left: string[] = ['not looked at'];
  const held: string[] = [];
  let quiet = 0;
  let colleaguesOnly: number | undefined;
  while (left.length > 0 && quiet < PATIENCE_MS) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    // The comparison itself takes a while and is no part of what is measured: what it finds equal was equal when it began.
    quiet = clock() - mended;
    left = await restless(world);
    colleaguesOnly = left.every((one) => /^differs: ag-\d+: has another row agent /.test(one)) ? (colleaguesOnly ?? quiet) : undefined;
    if (left.length > 0) held.push(`${Math.round(clock() - mended)} ms: ${left.length}, ${left.slice(0, 3).join('; ')}`);
  }
  lag.disable();
  const complete = quiet;
  quiet = colleaguesOnly ?? quiet;
  const lagMs = Math.round(lag.max / 1e6);
  // A machine that gave this process no time for so long has cut lines of its own: such a run says nothing and is made again.
  const isQuiet = left.length === 0 && quiet <= QUIET_MS && complete <= QUIET_MS + COLLEAGUES_MS;
  if (lagMs > STARVED_MS && !isQuiet) return 'starved';
  found.quietMs.push(Math.round(quiet));
  if (isQuiet) return 'healthy';
  const text = `run ${run} (${kind}, ${away.map((desk) => desk.person.id).join(' ')}): ${left.length === 0 ? `at rest only after ${Math.round(quiet)} ms, with the lines of colleagues ${Math.round(complete)} ms; before: ${held.slice(-3).join(' | ')}` : left.slice(0, 5).join('; ')}`;
  const isDiverged = left.length > 0 && left.every((one) => one.startsWith('differs'));
  (isDiverged ? found.diverged : found.wedged).push(text);
  say(`${isDiverged ? 'DIVERGED' : 'WEDGED'} ${text}`);
  return 'sick';
}

function part({ line }: Desk, kind: Kind): void {
  const ways: Record<'in' | 'out' | 'both', readonly Direction[]> = { in: ['down'], out: ['up'], both: ['up', 'down'] };
  switch (kind) {
    case 'in':
    case 'out':
    case 'both':
      return line.set('hold', ...ways[kind]);
    case 'halfOpenIn':
      return line.set('swallow', ...ways.in);
    case 'halfOpenOut':
      return line.set('swallow', ...ways.out);
    case 'halfOpenBoth':
      return line.set('swallow', ...ways.both);
    case 'reset':
      return line.cut();
    case 'slow':
      return line.delay(300, 'up', 'down');
  }
}

/** What speaks against rest; empty: every desk is online, has nothing under way, and says what the server says. */
async function restless(world: World): Promise<string[]> {
  const { center } = world.server.app;
  const seq = center.seq;
  const found: string[] = [];
  for (const desk of world.desks) {
    const connection = await desk.core.handlers['connection.get']({});
    if (connection.kind !== 'online') found.push(`${desk.person.id} is ${connection.kind}`);
    found.push(...underWay(desk));
  }
  if (found.length > 0) return found;
  for (const desk of world.desks) found.push(...(await differences(world, desk)).map((text) => `differs: ${text}`));
  if (center.seq !== seq) found.push('the log still grows');
  return found;
}
