import { seededRng } from '../../../shared/util/seeded-rng.ts';
import { BEHAVIOURS, type Behaviour } from '../../support/fault-platform.ts';
import { ProcessGone } from '../../support/process-killer.ts';
import type { Proof } from '../proof.ts';
import { besideKeychain, keychainMissing } from './sending/keychain.ts';
import { DeskPerson } from './sending/desk.ts';
import { holds, verdictOf } from './sending/verdict.ts';
import { SendingWorld } from './sending/world.ts';
import { wholeOf } from './whole.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Some requests take their time, some answers are lost: so that a kill meets every place. */
const SLOW = [
  { kind: 'delay', route: 'POST /posts', probability: 0.3, delayMs: 8 },
  { kind: 'delay', route: 'POST /posts', probability: 0.5, delayMs: 40 },
  { kind: 'timeoutAfterEffect', route: 'POST /posts', probability: 0.2, delayMs: 30 },
] as const;

/** `--behaviours A,B`: only these platforms. `--impatient`: the person decides while the desk still looks. `--keychain memory`: no keychain service. `--minutes N`: no kill after that. */
export const proof: Proof = {
  about: 'The real desktop core as a process, encrypted copy, key in the keychain: SIGKILL at random moments while several answers are on their way, started again on the same data, until all has come to rest.',
  unit: 'one kill',
  figure: '≥ 1,000 kills, 0 lost, 0 doubled',
  runs: 1_000,
  missing: keychainMissing,
  async run(options) {
    const { runs, seed, more, say } = options;
    const keychain = more['keychain'] === 'memory' ? 'file' : 'real';
    if (keychain === 'real' && process.env['LEITSTAND_TEST_KEYCHAIN'] !== '1') return besideKeychain('kill', options);
    const behaviours = more['behaviours'] === undefined ? BEHAVIOURS : (more['behaviours'].split(',') as Behaviour[]);
    const impatient = more['impatient'] === 'true';
    const end = performance.now() + wholeOf(more, 'minutes', 24 * 60) * 60_000;
    const world = await SendingWorld.start({ seed, behaviours });
    try {
      const count = { kills: 0, whileStarting: 0, refused: 0 };
      const desks = [...world.platforms.keys()].map((behaviour) => new DeskPerson(world, { behaviour, keychain, impatient }));
      for (const platform of world.platforms.values()) platform.faults(SLOW);
      const share = (n: number): number => Math.floor(runs / desks.length) + (n < runs % desks.length ? 1 : 0);
      await Promise.all(desks.map((desk, n) => killOften(world, desk, share(n), seededRng(seed * 31 + n), count, say, end)));
      say('at rest?');
      await Promise.all(desks.map((desk) => desk.rest()));
      const verdict = await verdictOf(world, desks);
      const sum = (of: (desk: DeskPerson) => number): number => desks.reduce((total, desk) => total + of(desk), 0);
      const met: Record<string, number> = {};
      for (const desk of desks) for (const [state, times] of Object.entries(desk.met)) met[state] = (met[state] ?? 0) + times;
      await Promise.all(desks.map((desk) => desk.process.kill()));
      return {
        runs: count.kills,
        ok: count.kills >= runs && holds(verdict),
        keychain: keychain === 'real' ? 'gnome-keyring' : 'memory',
        desks: desks.length,
        behaviours: [...world.platforms.keys()],
        ...verdict,
        whileStarting: count.whileStarting,
        met,
        settledByPerson: { found: sum((desk) => desk.settled.found), sentAgain: sum((desk) => desk.settled.sentAgain) },
        signIns: sum((desk) => desk.signIns),
      };
    } finally {
      await world.close();
    }
  },
};

/** One desk's life: started, given work, struck; and again. */
async function killOften(world: SendingWorld, desk: DeskPerson, kills: number, rng: ReturnType<typeof seededRng>, count: { kills: number; whileStarting: number; refused: number }, say: (text: string) => void, end: number): Promise<void> {
  const waiting = await stock(world, desk.behaviour, 60);
  await desk.start();
  await desk.online();
  await sleep(300);
  for (let done = 0; done < kills && performance.now() < end; ) {
    try {
      // Answers that wait from before go out now; new ones come on top.
      for (let burst = 1 + rng.int(6); burst > 0; burst -= 1) {
        const turn = waiting.shift();
        if (turn === undefined) break;
        if (!(await desk.answer(turn))) {
          // Handed out while the desk was down: not here yet.
          count.refused += 1;
          turn.attempted = false;
          waiting.push(turn);
          await desk.stillSignedIn();
          break;
        }
      }
      if (rng.int(4) === 0) await desk.settleUnclear();
      await sleep(rng.int(350));
    } catch (error) {
      if (!(error instanceof ProcessGone)) throw error;
    }
    await desk.process.kill();
    count.kills += 1;
    done += 1;
    if (waiting.length < 20) waiting.push(...(await stock(world, desk.behaviour, 60)));
    while (done < kills && rng.int(5) === 0) {
      const starting = desk.spawn();
      await sleep(80 + rng.int(400));
      await starting.kill();
      count.kills += 1;
      count.whileStarting += 1;
      done += 1;
    }
    if ((await desk.start()) === undefined) throw new Error('a desk died that nobody had struck');
    // Half the time it gets as far as the server.
    if (rng.int(2) === 0) await desk.online();
    if (done % 50 === 0) say(`${desk.behaviour}: ${done} of ${kills} kills`);
  }
}

async function stock(world: SendingWorld, behaviour: Behaviour, count: number): Promise<Awaited<ReturnType<SendingWorld['feed']>>> {
  return world.feed(behaviour, count);
}
