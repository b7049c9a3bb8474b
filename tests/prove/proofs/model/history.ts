import type { Dice } from '../../../simulation/dice.ts';
import { CONVERSATIONS, DEEDS, Disagreement, ModelWalk, WALKERS, type WalkStep } from '../../../support/model-walk.ts';

/** One sequence of random commands; half of them are long, so that turns, epochs and answers pile up. */
export function history(dice: Dice): WalkStep[] {
  const length = 1 + dice.int(dice.int(2) === 0 ? 20 : 80);
  return Array.from({ length }, () => ({
    do: DEEDS[dice.int(DEEDS.length)] as WalkStep['do'],
    conversation: dice.int(CONVERSATIONS),
    agent: WALKERS[dice.int(WALKERS.length)] as WalkStep['agent'],
    other: WALKERS[dice.int(WALKERS.length)] as WalkStep['other'],
    stale: dice.int(10),
    flag: dice.int(2) === 1,
    secondDesk: dice.int(8),
  }));
}

export interface Walked {
  readonly steps: number;
  /** What product and reference disagree about; undefined: they agree. */
  readonly problem?: string | undefined;
}

/** Any throw counts: a product that breaks an invariant of its own is as wrong as one that decides otherwise. */
export function walk(steps: readonly WalkStep[], outcomes?: Map<string, number>): Walked {
  const run = new ModelWalk();
  try {
    for (const step of steps) {
      run.step(step);
      run.check();
    }
  } catch (error) {
    return { steps: steps.length, problem: error instanceof Disagreement ? error.message : `threw: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (outcomes !== undefined) for (const [what, n] of run.outcomes) outcomes.set(what, (outcomes.get(what) ?? 0) + n);
  return { steps: steps.length };
}

/** The shortest history found by leaving pieces out, ever smaller ones, while the two still disagree. */
export function shrink(steps: readonly WalkStep[]): readonly WalkStep[] {
  let best = steps;
  for (let piece = Math.ceil(best.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let from = 0; from < best.length; ) {
      const without = [...best.slice(0, from), ...best.slice(from + piece)];
      if (without.length > 0 && walk(without).problem !== undefined) best = without;
      else from += piece;
    }
    if (piece === 1) break;
  }
  return best;
}

export function say(steps: readonly WalkStep[]): string {
  return steps.map((s) => `${s.do} c${s.conversation} ${s.agent}→${s.other} stale ${s.stale}${s.flag ? ' flag' : ''}${s.secondDesk === 0 ? ' second desk' : ''}`).join('\n  ');
}
