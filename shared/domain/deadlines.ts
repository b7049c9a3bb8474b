import { addBusinessTime, businessTimeBetween } from './business-time.ts';
import type { Queue } from './queue.ts';

// R1: an item has up to two deadlines, both in the business hours of its queue: the next word of ours (first, then each further one), and the
// solution. `dueAt` of an item is always the nearer one.

/** What of an item its deadline for the solution depends on. Instants in ms. */
export interface Solvable {
  readonly resolutionDueAt?: number | undefined;
  /** Since when it has waited for the customer. */
  readonly parkedAt?: number | undefined;
  readonly closedAt?: number | undefined;
}

/** The instant by which the next word of ours should be out. `step`: first response, or a further one. */
export function responseDueAt(queue: Queue, channel: string, fromAt: number, step: 'first' | 'next'): number {
  const targets = queue.channelTargets?.[channel] ?? queue.targets;
  return addBusinessTime(fromAt, step === 'first' ? targets.firstResponseMs : targets.nextResponseMs, queue.hours);
}

/** By when something that came at `fromAt` should be solved; undefined where the queue promises nothing. */
export function resolutionDueAt(queue: Queue, channel: string, fromAt: number): number | undefined {
  const span = (queue.channelTargets?.[channel] ?? queue.targets).resolutionMs;
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
