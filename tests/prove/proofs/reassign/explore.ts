import { isFinished } from '../../../../shared/sync/outbox-state.ts';
import type { Dice } from '../../../simulation/dice.ts';
import { RaceWorld, type Variant } from './world.ts';

export interface Schedule {
  /** At which step something else happened than what would have happened by itself, and what. */
  readonly trace: readonly string[];
  /** How many could happen at each step: where another schedule may branch off. */
  readonly widths: readonly number[];
  readonly doubled: number;
  readonly forced: boolean;
  readonly lost: readonly string[];
  readonly problems: readonly string[];
  readonly delivered: boolean;
}

const LONGEST = 400;
const ROUNDS = 60;
const ROUND_MS = 15_000;

/** One schedule: `choose` gives which of n possible things happens next (0: what would by itself). Afterwards all links hold and time passes until nothing moves. */
export async function runSchedule(variant: Variant, choose: (step: number, width: number) => number): Promise<Schedule> {
  const world = await RaceWorld.open(variant);
  const trace: string[] = [];
  const widths: number[] = [];
  const act = async (actions: Map<string, () => void>, at: number): Promise<void> => {
    const [name, run] = [...actions][at] as [string, () => void];
    trace.push(name);
    run();
    await world.settle();
  };
  for (let step = 0; step < LONGEST; step += 1) {
    const actions = world.enabled();
    if (actions.size === 0) break;
    widths.push(actions.size);
    await act(actions, Math.min(choose(step, actions.size), actions.size - 1));
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = 0;
    for (; moved < LONGEST; moved += 1) {
      const actions = world.enabled(true);
      if (actions.size === 0) break;
      await act(actions, 0);
    }
    if (moved >= LONGEST) world.problems.push('the end does not come to rest');
    if (round > 25 && moved === 0) break;
    world.pass(ROUND_MS);
    await world.settle();
  }
  return { trace, widths, ...judge(world) };
}

function judge(world: RaceWorld): Omit<Schedule, 'trace' | 'widths'> {
  const { center } = world.server;
  const conversation = center.live.get('conversation', world.conversationId);
  const turns = new Map<string, number>();
  for (const { covers } of world.effects) turns.set(covers ?? '', (turns.get(covers ?? '') ?? 0) + 1);
  const lost: string[] = [];
  const problems = [...world.problems];
  for (const { desk } of Object.values(world.lines)) {
    for (const { replyId, state } of desk.replies) {
      const effects = world.effects.filter((effect) => effect.replyId === replyId).length;
      const known = center.live.get('reply', replyId);
      const waits = state.kind === 'queued' && conversation?.lockedByReplyId !== undefined && conversation.lockedByReplyId !== replyId;
      // Ended, before a person's eyes, or waiting behind another one that is: everything else is lost from sight.
      if (!isFinished(state) && state.kind !== 'unclear' && !waits) lost.push(`${replyId} stands still as ${state.kind}`);
      if (effects > 0 && (state.kind === 'becameDraft' || state.kind === 'failed' || state.kind === 'discarded')) problems.push(`${replyId} is out and its desk says ${state.kind}`);
      if (effects === 0 && state.kind === 'delivered') problems.push(`${replyId} is not out and its desk says delivered`);
      if (state.kind === 'delivered' && known?.state !== 'delivered') problems.push(`${replyId} is delivered and the server says ${known?.state ?? 'nothing'}`);
      if (effects > 0 && known === undefined) problems.push(`${replyId} went out without leave`);
      if (state.kind === 'unclear' && known?.state !== 'delivered' && conversation?.lockedByReplyId !== replyId) problems.push(`${replyId} is unclear and its turn is not locked`);
    }
  }
  const doubled = [...turns.values()].filter((n) => n > 1).length;
  return { doubled, forced: world.forced, lost, problems, delivered: world.effects.length > 0 };
}

/** Follows the given deviations, then lets everything happen by itself. */
export function following(prefix: readonly number[]): (step: number) => number {
  return (step) => prefix[step] ?? 0;
}

/** Something else than the usual about one time in `oneIn`. */
export function wandering(dice: Dice, oneIn: number): (step: number, width: number) => number {
  return (_step, width) => (width > 1 && dice.int(oneIn) === 0 ? 1 + dice.int(width - 1) : 0);
}

/** Every schedule that branches off a known one by one more deviation behind its last. */
export function branches(prefix: readonly number[], widths: readonly number[]): number[][] {
  const found: number[][] = [];
  for (let step = prefix.length; step < widths.length; step += 1)
    for (let other = 1; other < (widths[step] ?? 1); other += 1) found.push([...prefix, ...Array.from({ length: step - prefix.length }, () => 0), other]);
  return found;
}
