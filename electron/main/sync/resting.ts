import type { Clock } from '../../../shared/util/ports.ts';

/** Replies for which work came to nothing (a full disk, a locked keychain): taking them up at once again would turn in circles for ever. */
export class Resting {
  readonly #clock: Clock;
  readonly #untilSteady = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  rest(replyId: string, forMs: number): void {
    this.#untilSteady.set(replyId, this.#clock.steady() + forMs);
  }

  /** ms; 0: not resting. */
  remainingMs(replyId: string): number {
    const until = this.#untilSteady.get(replyId);
    if (until === undefined) return 0;
    const remaining = until - this.#clock.steady();
    if (remaining <= 0) this.#untilSteady.delete(replyId);
    return Math.max(0, remaining);
  }
}
