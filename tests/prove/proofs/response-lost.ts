import type { FaultKind } from '../../../sandbox/fault.ts';
import { BEHAVIOURS } from '../../support/fault-platform.ts';
import type { Proof } from '../proof.ts';
import { besideKeychain, keychainMissing } from './sending/keychain.ts';
import { DeskPerson } from './sending/desk.ts';
import { holds, verdictOf } from './sending/verdict.ts';
import { SendingWorld } from './sending/world.ts';
import { wholeOf } from './whole.ts';

interface LostAnswer {
  readonly name: string;
  readonly after: FaultKind;
  /** The same seen from the desk, but nothing was posted. */
  readonly before?: FaultKind | undefined;
}
const LOST: readonly LostAnswer[] = [
  { name: '500', after: 'error500AfterEffect', before: 'error500' },
  { name: 'time-out', after: 'timeoutAfterEffect', before: 'timeoutBeforeEffect' },
  { name: 'half-close', after: 'halfCloseAfterEffect' },
  { name: 'truncated', after: 'truncateAfterEffect' },
  { name: 'reset', after: 'closeAfterEffect', before: 'closeBeforeEffect' },
];
const EACH = 100;

/** `--before N`: of a hundred requests whose answer is lost, how many had no effect (default 20). `--time-out MS`: the platform gives up first. */
export const proof: Proof = {
  about: 'The real desktop core posts, the platform acts, and the answer is lost on its way: five ways, each kind of platform; a share of requests was lost before the effect and looks the same.',
  unit: 'one lost answer',
  figure: `${LOST.length} faults × ${BEHAVIOURS.length} platform behaviours × ${EACH}, 0 doubled, 0 lost`,
  runs: LOST.length * BEHAVIOURS.length * EACH,
  missing: keychainMissing,
  async run(options) {
    const { runs, seed, more, say } = options;
    const keychain = more['keychain'] === 'memory' ? 'file' : 'real';
    if (keychain === 'real' && process.env['LEITSTAND_TEST_KEYCHAIN'] !== '1') return besideKeychain('response-lost', options);
    const each = Math.max(1, Math.round(runs / (LOST.length * BEHAVIOURS.length)));
    const share = more['before'] === '0' ? 0 : wholeOf(more, 'before', 20) / 100;
    const giveUp = more['time-out'] === undefined ? {} : { delayMs: wholeOf(more, 'time-out', 1_000) };
    const world = await SendingWorld.start({ seed });
    try {
      const by: Record<string, number> = {};
      world.hooks.set('idempotent', (event) => {
        if (event.type === 'reply.delivered') by[event.data.by] = (by[event.data.by] ?? 0) + 1;
      });
      const fired: Record<string, number> = {};
      const desks = BEHAVIOURS.map((behaviour) => new DeskPerson(world, { behaviour, keychain }));
      await Promise.all(
        desks.map(async (desk) => {
          await desk.start();
          await desk.online();
          for (const { name, after, before } of LOST) {
            const without = before === undefined ? 0 : Math.floor(each * share);
            await loseAnswers(world, desk, after, each - without, giveUp);
            if (before !== undefined && without > 0) await loseAnswers(world, desk, before, without, giveUp);
            fired[name] = (fired[name] ?? 0) + each;
            say(`${desk.behaviour}: ${name} ${each}`);
          }
        }),
      );
      say('at rest?');
      await Promise.all(desks.map((desk) => desk.rest()));
      const verdict = await verdictOf(world, desks);
      await Promise.all(desks.map((desk) => desk.process.kill()));
      const lostAnswers = Object.values(fired).reduce((sum, times) => sum + times, 0);
      return {
        runs: lostAnswers,
        ok: lostAnswers === each * LOST.length * BEHAVIOURS.length && verdict.returned === 0 && holds(verdict),
        keychain: keychain === 'real' ? 'gnome-keyring' : 'memory',
        faults: fired,
        behaviours: BEHAVIOURS,
        withoutEffect: LOST.filter(({ before }) => before !== undefined).length * BEHAVIOURS.length * Math.floor(each * share),
        ...verdict,
        // How each answer was found to be out: by a look at the platform, by the answer to a repeat, by a person.
        deliveredBy: by,
        settledByPerson: {
          found: desks.reduce((sum, desk) => sum + desk.settled.found, 0),
          sentAgain: desks.reduce((sum, desk) => sum + desk.settled.sentAgain, 0),
        },
      };
    } finally {
      await world.close();
    }
  },
};

/** So many answers are lost in this way; goes on once the platform has lost them all. */
async function loseAnswers(world: SendingWorld, desk: DeskPerson, kind: FaultKind, times: number, giveUp: object): Promise<void> {
  const platform = world.platform(desk.behaviour);
  const turns = await world.feed(desk.behaviour, times);
  const until = platform.fired(kind) + times;
  platform.faults([{ kind, route: 'POST /posts', remaining: times, ...(kind.startsWith('timeout') ? giveUp : {}) }]);
  const reached = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => desk.waitFor(what, async () => holds(), 600_000);
  for (const turn of turns) await reached('the post handed out', () => desk.answer(turn));
  await reached(`${times} lost answers (${kind})`, () => platform.fired(kind) >= until);
}
