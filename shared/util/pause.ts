import type { Timers } from './ports.ts';

/** Waits, or less when the signal aborts. Never rejects. */
export function pause({ timers, signal }: { readonly timers: Timers; readonly signal: AbortSignal }, ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = timers.after(ms, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
