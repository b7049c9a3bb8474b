import { useSyncExternalStore } from 'react';

// One timer for the whole desk. A component that shows time names what it shows, and is drawn again only when that changes.
const STEP_MS = 1_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
  timer = setTimeout(tick, STEP_MS - (Date.now() % STEP_MS));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setTimeout(tick, STEP_MS - (now % STEP_MS));
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

/** A value read off the clock once a second; `read` gives something that compares by value. */
export function useClock<T extends string | number | boolean | undefined>(read: (nowAt: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(now));
}

/** The instant of the last tick; draws again every `stepMs` (a multiple of a second). */
export function useNow(stepMs = STEP_MS): number {
  return useClock((at) => Math.floor(at / stepMs) * stepMs);
}

/** Good enough for words like "today" and "yesterday". */
export function useMinute(): number {
  return useNow(60_000);
}
