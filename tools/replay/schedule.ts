import type { ReplayItem } from './item.ts';

/** Longest pause between the beginnings of two threads, and between two messages of one thread: years of silence are no load. */
export const LONGEST_THREAD_GAP_MS = 60_000;
export const LONGEST_MESSAGE_GAP_MS = 600_000;

export interface ScheduledItem extends ReplayItem {
  /** Ms since the first message, with long pauses cut. */
  readonly dueMs: number;
}

/** Lays threads over each other as they happened, pauses clamped. A message is never due before the one it answers. */
export function scheduleReplay(items: readonly ReplayItem[]): ScheduledItem[] {
  const scheduled: (ScheduledItem & { readonly position: number })[] = [];
  let startMs = 0;
  let lastStartAt: number | undefined;
  let thread: string | undefined;
  let lastAt = 0;
  let dueMs = 0;
  for (const [position, item] of items.entries()) {
    if (item.thread !== thread) {
      if (lastStartAt !== undefined) startMs += clamp(item.at - lastStartAt, LONGEST_THREAD_GAP_MS);
      lastStartAt = item.at;
      thread = item.thread;
      dueMs = startMs;
    } else {
      dueMs += clamp(item.at - lastAt, LONGEST_MESSAGE_GAP_MS);
    }
    lastAt = item.at;
    scheduled.push({ ...item, dueMs, position });
  }
  scheduled.sort((a, b) => a.dueMs - b.dueMs || a.position - b.position);
  return scheduled.map(({ message, thread: of, at, dueMs: due }) => ({ message, thread: of, at, dueMs: due }));
}

function clamp(span: number, longest: number): number {
  return Math.min(Math.max(span, 0), longest);
}
