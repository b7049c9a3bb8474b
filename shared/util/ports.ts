// What pure code takes through the door instead of reaching for a global.

/** Wall clock in ms since 1970 and a steady clock in ms that never runs backwards. */
export interface Clock {
  now(): number;
  steady(): number;
}

/** Numbers in [0, 1). Seeded wherever a run must be repeatable. */
export interface Rng {
  next(): number;
}

/** New ids: UUIDv7-shaped, so they sort by creation. */
export interface IdSource {
  next(): string;
}

/** Cancellable timer. `afterMs` ≥ 0. */
export interface Timers {
  after(afterMs: number, run: () => void): () => void;
}
