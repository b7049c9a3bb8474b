import { getChannel } from '../channels/index.ts';
import { deadlines, resolutionAfterPause, responseDueAt, type Solvable } from '../domain/deadlines.ts';
import type { Queue } from '../domain/queue.ts';
import type { ReadCaseType } from '../domain/reading.ts';

/** What an item is due by when it is our turn again after `item` rested (R1), as the fields of its event. Without its queue: now. */
export function dueAgain(queue: Queue | undefined, item: Solvable & { readonly channel: string; readonly caseType?: ReadCaseType | undefined }, now: number): { dueAt: number; resolutionDueAt?: number } {
  return deadlines(queue === undefined ? now : responseDueAt(queue, item.channel, now, 'next', item.caseType), resolutionAfterPause(queue, item, now));
}

/** Capacity one work item of this channel takes; 10 where the channel is not known to this build. */
export function costOf(channel: string): number {
  return getChannel(channel)?.capacityCost ?? 10;
}
