import { BEHAVIOURS, type Behaviour } from '../../support/fault-platform.ts';
import { DESK_STEPS } from '../../support/step-ports.ts';
import type { Proof } from '../proof.ts';
import { besideKeychain } from './sending/keychain.ts';
import { CrashRunner, type Reached } from './sending/crash-runner.ts';
import { DeskPerson } from './sending/desk.ts';
import { holds, verdictOf } from './sending/verdict.ts';
import { SendingWorld } from './sending/world.ts';
import { wholeOf } from './whole.ts';

/** Steps met outside the desk: the server has decided and not answered; the platform has the request, or has posted and not answered. */
export const OUTSIDE_STEPS = ['permit.decided', 'report.decided', 'effect.before', 'effect.after'] as const;
export const STEPS: readonly string[] = [...DESK_STEPS, ...OUTSIDE_STEPS];
const EACH = 50;

/** `--steps A,B` and `--behaviours A,B`: only these. `--keychain real`: the key in a real one (slower; `kill` has it there). `--minutes N`: no new round after that (then not all are reached, and it says so). */
export const proof: Proof = {
  about: 'The real desktop core as a process, ended by SIGKILL exactly at each named step of an answer’s way, on each kind of platform; started again on the same data, until all has come to rest.',
  unit: 'one kill at a named step',
  figure: `${STEPS.length} steps × ${BEHAVIOURS.length} platform behaviours × ${EACH}, 0 lost, 0 doubled`,
  runs: STEPS.length * BEHAVIOURS.length * EACH,
  async run(options) {
    const { runs, seed, more, say } = options;
    const keychain = more['keychain'] === 'real' ? 'real' : 'file';
    if (keychain === 'real' && process.env['LEITSTAND_TEST_KEYCHAIN'] !== '1') return besideKeychain('crash-points', options);
    const steps = more['steps'] === undefined ? STEPS : more['steps'].split(',');
    const behaviours = more['behaviours'] === undefined ? BEHAVIOURS : (more['behaviours'].split(',') as Behaviour[]);
    const each = Math.max(1, Math.round(runs / (steps.length * behaviours.length)));
    const end = performance.now() + wholeOf(more, 'minutes', 24 * 60) * 60_000;
    const world = await SendingWorld.start({ seed, behaviours });
    try {
      const runners = behaviours.map((behaviour) => new CrashRunner(world, new DeskPerson(world, { behaviour, keychain })));
      const found = await Promise.all(
        runners.map(async (runner): Promise<Reached[]> => {
          await runner.begin();
          const { behaviour } = runner.desk;
          const kills = new Map(steps.map((step): [string, number] => [step, 0]));
          // Round after round, so that each step meets what every other has left.
          for (let round = 1; round <= each && performance.now() < end; round += 1) {
            for (const step of steps) if (await runner.crash(step)) kills.set(step, (kills.get(step) ?? 0) + 1);
            say(`${behaviour}: ${round} of ${each} rounds`);
          }
          return [...kills].map(([step, times]) => ({ step, behaviour, kills: times }));
        }),
      );
      say('at rest?');
      const desks = runners.map((runner) => runner.desk);
      await Promise.all(desks.map((desk) => desk.rest()));
      const verdict = await verdictOf(world, desks);
      await Promise.all(desks.map((desk) => desk.process.kill()));
      const kills = found.flat().reduce((sum, { kills: more }) => sum + more, 0);
      const missed = found.flat().filter((one) => one.kills < each);
      return {
        runs: kills,
        ok: missed.length === 0 && holds(verdict),
        keychain: keychain === 'real' ? 'gnome-keyring' : 'memory',
        steps,
        behaviours,
        each,
        ...verdict,
        least: Math.min(...found.flat().map(({ kills: times }) => times)),
        notReached: missed.slice(0, 20).map(({ step, behaviour, kills: times }) => `${behaviour} ${step} ${times}`),
        settledByPerson: {
          found: desks.reduce((sum, desk) => sum + desk.settled.found, 0),
          sentAgain: desks.reduce((sum, desk) => sum + desk.settled.sentAgain, 0),
        },
        signIns: desks.reduce((sum, desk) => sum + desk.signIns, 0),
      };
    } finally {
      await world.close();
    }
  },
};
