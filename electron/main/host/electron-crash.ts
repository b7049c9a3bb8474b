import type { Clock } from '../../../shared/util/ports.ts';

const WITHIN_MS = 5 * 60_000;
const MOST = 3;

export type CrashAnswer = 'reload' | 'ask';

/** What to do when the page's process died: load it anew (the core, drafts and outbox live on), but ask a person once it keeps dying. */
export class CrashBook {
  readonly #clock: Clock;
  #crashes: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(): CrashAnswer {
    const now = this.#clock.steady();
    this.#crashes = [...this.#crashes.filter((at) => now - at < WITHIN_MS), now];
    return this.#crashes.length > MOST ? 'ask' : 'reload';
  }

  /** A person chose to go on. */
  forget(): void {
    this.#crashes = [];
  }
}
