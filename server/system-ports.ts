import { randomBytes } from 'node:crypto';
import type { Clock, IdSource, Rng, Timers } from '../shared/util/ports.ts';
import { uuidV7 } from '../shared/util/uuid-v7.ts';

/** This machine's clock, chance, ids and timers: the only place of the server that reaches for them. */
export const systemClock: Clock = { now: () => Date.now(), steady: () => performance.now() };

export const systemIds: IdSource = { next: () => uuidV7(Date.now(), randomBytes(10)) };

/** Spreads retries; nothing that must be unpredictable. */
export const systemRng: Rng = { next: () => Math.random() };

export const systemTimers: Timers = {
  after(afterMs, run) {
    // A timer waits at least a millisecond.
    if (afterMs <= 0) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(run, Math.min(Math.max(0, afterMs), 2_147_000_000));
    return () => clearTimeout(timer);
  },
};
