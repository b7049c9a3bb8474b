import { randomBytes } from 'node:crypto';
import type { Clock, IdSource, Rng, Timers } from '../../../shared/util/ports.ts';
import { uuidV7 } from '../../../shared/util/uuid-v7.ts';

/** This machine's clock, ids, timers and dice: the only place of the desk that reaches for them. */
export const systemClock: Clock = { now: () => Date.now(), steady: () => performance.now() };

export const systemIds: IdSource = { next: () => uuidV7(Date.now(), randomBytes(10)) };

export const systemRng: Rng = { next: () => Math.random() };

export const systemTimers: Timers = {
  after(afterMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, afterMs), 2_147_000_000));
    return () => clearTimeout(timer);
  },
};
