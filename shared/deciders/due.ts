import { getChannel } from '../channels/index.ts';
import { addBusinessTime } from '../domain/business-time.ts';
import type { Queue } from '../domain/queue.ts';

/** The instant by which the next step should happen, in the queue's business hours. `step`: first response, or a further one. */
export function dueAt(queue: Queue, channel: string, fromAt: number, step: 'first' | 'next'): number {
  const targets = queue.channelTargets?.[channel] ?? queue.targets;
  return addBusinessTime(fromAt, step === 'first' ? targets.firstResponseMs : targets.nextResponseMs, queue.hours);
}

/** Capacity one work item of this channel takes; 10 where the channel is not known to this build. */
export function costOf(channel: string): number {
  return getChannel(channel)?.capacityCost ?? 10;
}
