import { addBusinessTime, businessTimeBetween } from './business-time.ts';
import type { Queue, SlaTargets } from './queue.ts';
import type { ReadCaseType } from './reading.ts';

// R1: an item has up to two deadlines, both in the business hours of its queue: the next word of ours (first, then each further one), and the
// solution. `dueAt` of an item is always the nearer one.

/** What of an item its deadline for the solution depends on. Instants in ms. */
export interface Solvable {
  readonly resolutionDueAt?: number | undefined;
  /** Since when it has waited for the customer. */
  readonly parkedAt?: number | undefined;
  readonly closedAt?: number | undefined;
}

/** HOUR-4: what a queue promises on this channel for this kind of case. */
export function targetsOf(queue: Pick<Queue, 'targets' | 'channelTargets' | 'targetRows'>, channel: string, caseType?: ReadCaseType): SlaTargets {
  let found: SlaTargets | undefined;
  let best = -1;
  for (const row of queue.targetRows ?? []) {
    if ((row.channel !== undefined && row.channel !== channel) || (row.caseType !== undefined && row.caseType !== caseType)) continue;
    const weight = (row.caseType === undefined ? 0 : 2) + (row.channel === undefined ? 0 : 1);
    if (weight > best) [found, best] = [row.targets, weight];
  }
  // A queue of an older definition names its channels apart.
  return best >= 1 && found !== undefined ? found : (queue.channelTargets?.[channel] ?? found ?? queue.targets);
}

/** The instant by which the next word of ours should be out. `step`: first response, or a further one. */
export function responseDueAt(queue: Queue, channel: string, fromAt: number, step: 'first' | 'next', caseType?: ReadCaseType): number {
  const targets = targetsOf(queue, channel, caseType);
  return addBusinessTime(fromAt, step === 'first' ? targets.firstResponseMs : targets.nextResponseMs, queue.hours);
}

/** By when something that came at `fromAt` should be solved; undefined where the queue promises nothing. */
export function resolutionDueAt(queue: Queue, channel: string, fromAt: number, caseType?: ReadCaseType): number | undefined {
  const span = targetsOf(queue, channel, caseType).resolutionMs;
  return span === undefined ? undefined : addBusinessTime(fromAt, span, queue.hours);
}

/** The deadline for the solution once the customer's turn is over: it stood still meanwhile. What was overdue before stays so. */
export function resolutionAfterPause(queue: Queue | undefined, item: Solvable, now: number): number | undefined {
  const { resolutionDueAt: due, parkedAt, closedAt } = item;
  const pausedAt = parkedAt ?? closedAt;
  if (due === undefined || pausedAt === undefined || queue === undefined || pausedAt >= due) return due;
  return addBusinessTime(now, businessTimeBetween(pausedAt, due, queue.hours), queue.hours);
}

export interface Deadlines {
  readonly dueAt: number;
  readonly resolutionDueAt?: number | undefined;
}

/** As the fields of an event: the nearer of both as `dueAt`. */
export function deadlines(response: number, resolution: number | undefined): { dueAt: number; resolutionDueAt?: number } {
  return resolution === undefined ? { dueAt: response } : { dueAt: Math.min(response, resolution), resolutionDueAt: resolution };
}
