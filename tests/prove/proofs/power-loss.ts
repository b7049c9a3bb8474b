import { ensureCompiler } from '../../../tools/setup/system.ts';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import type { Proof, ProofOptions } from '../proof.ts';
import { lookAtLog, lookAtReplica } from './power-loss/after.ts';
import type { LookAfter } from './power-loss/after.ts';
import { Disk } from './power-loss/disk.ts';
import { record } from './power-loss/recording.ts';
import type { Recording } from './power-loss/recording.ts';
import type { Dice } from './wal-torn/subject.ts';

interface Counts {
  /** Steps that were promised and are not there. */
  lost: number;
  /** Cuts after which the data was no state there ever was, or did not open. */
  corrupt: number;
  rebuilt: number;
  torn: number;
  lostAtNormal: number;
  syncs: number;
  syncsAtNormal: number;
}

const PROMISED = 8;

export const proof: Proof = {
  about:
    'A desk and a center work while every write and every sync is recorded; then the power goes at any moment, and only what was synced by then is there (in every second cut with some of the rest besides).',
  unit: 'one power cut',
  figure: 'lost 0 at FULL for replica and server log, lostAtNormal > 0 with the same work at NORMAL',
  runs: 3_000,
  async missing() {
    const have = ensureCompiler();
    return have.ok ? undefined : have.reason;
  },
  async run({ runs, seed, say }: ProofOptions) {
    const dice = seededRng(seed);
    const counts: Counts = { lost: 0, corrupt: 0, rebuilt: 0, torn: 0, lostAtNormal: 0, syncs: 0, syncsAtNormal: 0 };
    // Long enough that the log is folded into the main file several times by itself.
    const steps = Math.max(60, Math.min(600, Math.round(runs / 3)));
    const share = Math.floor(runs / 6);
    const subjects = [
      { what: 'replica', look: lookAtReplica(steps, seed), cuts: runs - 4 * share },
      { what: 'log', look: lookAtLog(steps), cuts: 2 * share },
    ] as const;
    for (const { what, look, cuts } of subjects) {
      const complain = (text: string): void => say(`${what}: ${text}`);
      cutThePower(record(what, steps, seed, false), look, cuts, dice, counts, complain, steps);
      const normal: Counts = { lost: 0, corrupt: 0, rebuilt: 0, torn: 0, lostAtNormal: 0, syncs: 0, syncsAtNormal: 0 };
      cutThePower(record(what, steps, seed, true), look, share, undefined, normal, () => undefined, steps);
      counts.lostAtNormal += normal.lost;
      counts.syncsAtNormal += normal.syncs;
      say(
        `${what}: ${counts.syncs} syncs at FULL so far, ${normal.syncs} at NORMAL for the same work; lost ${counts.lost}, at NORMAL ${normal.lost}`,
      );
      if (normal.lost === 0) complain('nothing was lost at NORMAL: the model shows nothing');
    }
    const ok = counts.lost === 0 && counts.corrupt === 0 && counts.lostAtNormal > 0;
    return { runs, ok, steps, ...counts };
  },
};

/** Half of the cuts right after a promise, half anywhere; every second one of the latter leaves parts of what was not synced. */
function cutThePower(
  { folder, notes }: Recording,
  look: LookAfter,
  cuts: number,
  dice: Dice | undefined,
  counts: Counts,
  complain: (text: string) => void,
  steps: number,
): void {
  const promises = notes.flatMap(({ kind }, at) => (kind === PROMISED ? [at] : []));
  if (promises.length === 0) throw new Error('the harness: the recorded process has promised nothing');
  const places = new Map<number, number>();
  for (let cut = 0; cut < cuts; cut++) {
    const at = cut % 2 === 0 || dice === undefined ? promises[Math.floor((cut * promises.length) / cuts)] : dice.int(notes.length);
    if (at !== undefined) places.set(at, (places.get(at) ?? 0) + 1);
  }
  const disk = new Disk(folder);
  let cut = 0;
  for (const [at, note] of notes.entries()) {
    disk.take(note);
    for (let times = places.get(at) ?? 0; times > 0; times--, cut++) {
      const torn = dice !== undefined && cut % 2 === 1;
      if (torn) counts.torn += 1;
      const { promised } = disk;
      const after = look(disk.left(torn ? dice : undefined), promised);
      if (after.rebuilt) counts.rebuilt += 1;
      if (after.steps === undefined || after.steps > steps) {
        counts.corrupt += 1;
        complain(`cut at note ${at}, ${promised} promised${torn ? ', torn' : ''}: ${after.trouble ?? 'no state there ever was'}`);
      } else if (after.steps < promised) {
        counts.lost += promised - after.steps;
        complain(
          `cut at note ${at}${torn ? ', torn' : ''}: ${after.steps} of ${promised} promised are there${after.rebuilt ? ', rebuilt' : ''}`,
        );
      }
    }
  }
  counts.syncs += disk.syncs;
}
