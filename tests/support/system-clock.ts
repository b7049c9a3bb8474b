import type { Clock } from '../../shared/util/ports.ts';

export const systemClock: Clock = { now: () => Date.now(), steady: () => performance.now() };

/** A clock that only tests move. */
export class HandClock implements Clock {
  at: number;
  constructor(at = 1_790_000_000_000) {
    this.at = at;
  }
  now(): number {
    return this.at;
  }
  steady(): number {
    return this.at;
  }
}
