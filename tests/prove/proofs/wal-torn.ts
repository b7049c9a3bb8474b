import { rmSync } from 'node:fs';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import type { Proof, ProofLine, ProofOptions } from '../proof.ts';
import { logSubject } from './wal-torn/log.ts';
import { replicaSubject } from './wal-torn/replica.ts';
import { FRAME_HEADER_BYTES, freshFolder, lookAt, WAL_HEADER_BYTES } from './wal-torn/subject.ts';
import type { Crashed, Dice, Look, Subject } from './wal-torn/subject.ts';

type Counts = {
  cuts: number;
  torn: number;
  flipsWal: number;
  flipsMain: number;
  corrupt: number;
  silent: number;
  uncoded: number;
  noticedWal: number;
  noticedMain: number;
  /** Of the replies in rebuilt copies, over all flips of their log: promised, and saved. */
  repliesPromised: number;
  repliesSaved: number;
};
type Case = (dice: Dice) => Promise<void>;

/** Opens wanted per database; the long form opens each at every frame boundary. */
export const proof: Proof = {
  about:
    "Crashed copies of the desk's encrypted replica and of the server's log, cut at every frame boundary and one byte beside it, and with single bits flipped, are opened with the product's own code.",
  unit: 'one open',
  figure: '≥ 5,000 opens: corrupt 0 (a cut is always the clean prefix), silent 0 (a flipped bit is noticed or harmless)',
  runs: 6_000,
  async run({ runs, seed, say }: ProofOptions) {
    const counts: Counts = {
      cuts: 0,
      torn: 0,
      flipsWal: 0,
      flipsMain: 0,
      corrupt: 0,
      silent: 0,
      uncoded: 0,
      noticedWal: 0,
      noticedMain: 0,
      repliesPromised: 0,
      repliesSaved: 0,
    };
    const dice = seededRng(seed);
    const subjects = [replicaSubject, logSubject];
    for (const subject of subjects) {
      const opens = subject === replicaSubject ? Math.ceil(runs / 2) : Math.floor(runs / 2);
      await proveOne(subject, opens, dice, counts, say);
    }
    const opens = counts.cuts + counts.torn + counts.flipsWal + counts.flipsMain;
    const ok =
      opens >= runs &&
      counts.corrupt === 0 &&
      counts.silent === 0 &&
      counts.uncoded === 0 &&
      counts.noticedWal > 0 &&
      counts.noticedMain > 0;
    return { runs: opens, ok, opens, ...counts } satisfies Omit<ProofLine, 'name' | 'unit' | 'seed'>;
  },
};

async function proveOne(subject: Subject, opens: number, dice: Dice, counts: Counts, say: (text: string) => void): Promise<void> {
  const folder = freshFolder('wal-torn-made');
  try {
    // About a third of the opens are cuts: three per frame, some three to six frames per commit.
    const crashed = await subject.make(folder, dice, Math.max(4, Math.min(120, Math.round(opens / 40))));
    const frameBytes = FRAME_HEADER_BYTES + crashed.pageBytes;
    const last = crashed.commitEnds.at(-1) ?? 0;
    const boundaries = Array.from(
      { length: (last - WAL_HEADER_BYTES) / frameBytes + 1 },
      (_, frame) => WAL_HEADER_BYTES + frame * frameBytes,
    );
    const cuts = [0, 1, 16, ...boundaries.flatMap((at) => [at - 1, at, at + 1])].filter((at) => at <= crashed.wal.length);
    const chosen = cuts.length <= opens * 0.7 ? cuts : cuts.filter(() => dice.chance((opens * 0.5) / cuts.length));
    const complain = (text: string): void => say(`${subject.name}: ${text}`);
    for (const cut of chosen) await cutAt(subject, crashed, cut, counts, complain);
    const left = Math.max(0, opens - chosen.length);
    const torn: Case = (own) => tornAt(subject, crashed, own, counts, complain);
    const inWal: Case = (own) => flipped(subject, crashed, 'wal', own, counts, complain);
    const inMain: Case = (own) => flipped(subject, crashed, 'main', own, counts, complain);
    for (let at = 0; at < left; at++) {
      await (at % 8 === 7 ? torn : at % 2 === 0 ? inWal : inMain)(dice);
      if (at % 500 === 499)
        say(`${subject.name}: ${chosen.length} cuts, ${at + 1} of ${left} others; corrupt ${counts.corrupt}, silent ${counts.silent}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The log ends there: exactly the commits that were whole before. */
async function cutAt(subject: Subject, crashed: Crashed, cut: number, counts: Counts, complain: (text: string) => void): Promise<void> {
  counts.cuts += 1;
  const whole = crashed.commitEnds.filter((end) => end <= cut).length;
  const look = await lookAt(subject, crashed, crashed.main, crashed.wal.subarray(0, cut));
  if (look.kind === 'opened' && look.commits === whole) return;
  counts.corrupt += 1;
  complain(`cut at ${cut}: ${JSON.stringify(look)} where ${whole} commits were due`);
}

/** The last write came to the disk in part: behind the tear lies what was there before. No commit before it may be touched. */
async function tornAt(subject: Subject, crashed: Crashed, dice: Dice, counts: Counts, complain: (text: string) => void): Promise<void> {
  counts.torn += 1;
  const commit = dice.int(crashed.commitEnds.length);
  const from = crashed.commitEnds[commit - 1] ?? WAL_HEADER_BYTES;
  const to = crashed.commitEnds[commit] ?? from;
  const wal = Buffer.alloc(to);
  crashed.wal.copy(wal, 0, 0, from);
  // Sectors of 512 bytes arrive in any order.
  for (let at = from - (from % 512); at < to; at += 512)
    if (dice.chance(0.5)) crashed.wal.copy(wal, Math.max(from, at), Math.max(from, at), Math.min(to, at + 512));
  const look = await lookAt(subject, crashed, crashed.main, wal);
  const fits =
    look.kind === 'noticed'
      ? subject.name === 'replica' && look.wrong === undefined
      : look.commits === commit || look.commits === commit + 1;
  if (fits) return;
  counts.corrupt += 1;
  complain(`torn in commit ${commit + 1}: ${JSON.stringify(look)}`);
}

/** Noticed, or everything reads as it was. */
async function flipped(
  subject: Subject,
  crashed: Crashed,
  where: 'wal' | 'main',
  dice: Dice,
  counts: Counts,
  complain: (text: string) => void,
): Promise<void> {
  counts[where === 'wal' ? 'flipsWal' : 'flipsMain'] += 1;
  const last = crashed.commitEnds.at(-1) ?? 0;
  const at = dice.int(where === 'wal' ? last : crashed.main.length);
  const bit = dice.int(8);
  const [main, wal] = [Buffer.from(crashed.main), Buffer.from(crashed.wal)];
  const bytes = where === 'wal' ? wal : main;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  const look: Look = await lookAt(subject, crashed, main, wal);
  if (look.kind === 'noticed') {
    counts[where === 'wal' ? 'noticedWal' : 'noticedMain'] += 1;
    if (where === 'wal') {
      counts.repliesPromised += look.promised ?? 0;
      counts.repliesSaved += look.saved ?? 0;
    }
    if (look.code.startsWith('uncoded')) {
      counts.uncoded += 1;
      complain(`bit ${bit} of byte ${at} in ${where}: ${look.code}`);
    }
    if (look.wrong === undefined) return;
  } else if (look.commits === crashed.commitEnds.length) return;
  counts.silent += 1;
  complain(
    `bit ${bit} of byte ${at} (page ${where === 'main' ? Math.floor(at / crashed.pageBytes) + 1 : '-'}) in ${where}: ${JSON.stringify(look)}`,
  );
}
