import type { NewEvent } from '../../shared/events/index.ts';
import type { Clock, Timers } from '../../shared/util/ports.ts';

/** The part of the engine the router needs. After a failed commit the writer folds a fresh one, so it is asked for each time. */
export interface DecidingEngine {
  readonly seq: number;
  decide(now: number): readonly NewEvent[];
  nextWakeAt(now: number): number | undefined;
}

export interface RouterParts {
  readonly engine: () => DecidingEngine;
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * The writer: calls `decide` in its turn, places what it gives (actor `router`), applies it to all state, the engine included, and commits.
   * Rejects when the commit failed; the engine must then be one folded from the log.
   */
  readonly run: (decide: () => readonly NewEvent[]) => Promise<void>;
  /** Told of every failed turn; the router goes on by itself. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

export interface Router {
  /** Something was committed: decide soon. Many calls make one turn. */
  poke(): void;
  start(): void;
  /** No further turn begins; resolves when a running one has ended. */
  stop(): Promise<void>;
  /** Resolves once nothing can be decided without a new event or a later hour, or the router has stopped. */
  idle(): Promise<void>;
}

const LONGEST_SLEEP_MS = 60 * 60_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

/** Owns the only timer of routing: wakes the engine after commits and at the instants it names. */
export function createRouter({ engine, clock, timers, run, onError }: RouterParts): Router {
  let started = false;
  let turn: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let retryMs = 0;
  /** Failed commits so far: of several turns that fall together only the first one counts. */
  let failures = 0;
  /** Turns not on disk yet, and the end of the last of them. */
  let unwritten = 0;
  let lastWritten: Promise<void> | undefined;
  const waiting: (() => void)[] = [];

  const settle = (): void => {
    if (started && unwritten > 0) return;
    for (const resolve of waiting.splice(0)) resolve();
  };

  const sleep = (ms: number): void => {
    cancelTimer?.();
    cancelTimer = timers.after(Math.min(LONGEST_SLEEP_MS, Math.max(0, ms)), () => {
      cancelTimer = undefined;
      look();
    });
  };

  const canDecide = (now: number, at = engine().nextWakeAt(now)): boolean => at !== undefined && at <= now;

  /** Begins a turn if the engine has something to decide now, else sleeps until it may. */
  function look(): void {
    if (!started || turn !== undefined) return;
    cancelTimer?.();
    cancelTimer = undefined;
    const now = clock.now();
    const at = engine().nextWakeAt(now);
    if (canDecide(now, at)) {
      turn = Promise.resolve().then(take).finally(next);
      return;
    }
    if (at !== undefined) sleep(at - now);
    settle();
  }

  async function take(): Promise<void> {
    const before = engine().seq;
    const known = failures;
    let decided: number | undefined;
    unwritten += 1;
    const written = run(() => {
      const events = started ? engine().decide(clock.now()) : [];
      decided = events.length;
      return events;
    }).then(
      () => {
        // Or the same decision would be made again at once, for ever.
        if (decided !== 0 && engine().seq === before) return failed(new Error('the writer did not apply what routing decided'), known);
        retryMs = 0;
        over();
      },
      (error: unknown) => failed(error, known),
    );
    lastWritten = written;
    // What is folded need not be waited for; but a long backlog goes to disk turn by turn and leaves room for others.
    const isFolded = decided !== undefined && engine().seq !== before;
    if (!isFolded || canDecide(clock.now())) await written;
  }

  function failed(error: unknown, known: number): void {
    if (known === failures) {
      failures += 1;
      retryMs = Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, retryMs * 2));
      if (turn === undefined) sleep(retryMs);
    }
    onError?.(error);
    over();
  }

  function over(): void {
    unwritten -= 1;
    if (!started) settle();
    else if (turn === undefined && retryMs === 0) look();
  }

  function next(): void {
    turn = undefined;
    if (!started) return settle();
    if (retryMs === 0) look();
    else if (cancelTimer === undefined) sleep(retryMs);
  }

  return {
    poke() {
      // While a failed turn rests, its retry will see this, too.
      if (retryMs === 0) look();
    },
    start() {
      started = true;
      look();
    },
    async stop() {
      started = false;
      cancelTimer?.();
      cancelTimer = undefined;
      await turn;
      await lastWritten;
      settle();
    },
    idle() {
      if (!started) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (retryMs === 0) look();
      });
    },
  };
}
