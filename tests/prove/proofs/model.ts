import { diceFor } from '../../simulation/dice.ts';
import type { Proof } from '../proof.ts';
import { history, say as told, shrink, walk } from './model/history.ts';

/** Histories that never get anywhere would prove nothing. */
const MUST_BE_REACHED = [
  'permit ok', 'permit TURN_LOCKED', 'permit TURN_ANSWERED', 'permit MESSAGE_DELETED', 'permit MESSAGE_EDITED', 'permit TEXT_STALE', 'permit LEASE_LOST', 'permit ACCOUNT_STOPPED', 'permit REPLY_KNOWN',
  'permit NOT_EXECUTOR', 'deliver ok', 'fail ok', 'discard ok', 'discard REPLY_UNDER_WAY', 'take ALREADY_TAKEN', 'transfer REPLY_UNDER_WAY', 'close NEWER_MESSAGE', 'reopen ok', 'reassign ok',
  'reassign REPLY_UNDER_WAY', 'schedule ok', 'schedule EXECUTOR_MISSING', 'executor ok', 'executor REPLY_NOT_OPEN',
];

export const proof: Proof = {
  about: 'Random commands, stale ones too, to the real deciders and reducers beside a reference model that shares no code; every answer, owner, epoch, lock, open turn and reply compared after every step.',
  unit: 'one sequence of up to 80 commands over two conversations',
  figure: '100,000 sequences, 0 violations',
  runs: 100_000,
  async run({ runs, seed, say }) {
    const outcomes = new Map<string, number>();
    let violations = 0;
    let steps = 0;
    for (let run = 0; run < runs; run += 1) {
      const sequence = history(diceFor(seed * 1_000_003 + run, 'model'));
      const walked = walk(sequence, outcomes);
      steps += walked.steps;
      if (walked.problem !== undefined) {
        violations += 1;
        if (violations <= 3) {
          const least = shrink(sequence);
          say(`sequence ${run} of seed ${seed}: ${walk(least).problem ?? walked.problem}\n  ${told(least)}`);
        }
      }
      if ((run + 1) % 10_000 === 0) say(`${run + 1} sequences, ${steps} commands, ${violations} violations`);
      // Others on this machine have work to do, too.
      if (run % 500 === 499) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    const missing = MUST_BE_REACHED.filter((what) => !outcomes.has(what));
    if (missing.length > 0 && runs >= 300) say(`never reached: ${missing.join(', ')}`);
    return { runs, ok: violations === 0 && (runs < 300 || missing.length === 0), violations, steps, outcomes: outcomes.size, notReached: missing.length };
  },
};
