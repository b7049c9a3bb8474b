import type { Timers } from './ports.ts';

/** The part of an AbortSignal that is listened to; this language has no such thing of its own. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Waits, or less when the signal aborts. Never rejects. */
export function pause({ timers, signal }: { readonly timers: Timers; readonly signal: StopSignal }, ms: number): Promise<void> {
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
