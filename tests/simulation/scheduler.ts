import type { Timers } from '../../shared/util/ports.ts';

/** A process that may die or sleep: what belongs to a dead one never runs, what belongs to a sleeping one runs when it wakes. */
export class Life {
  readonly name: string;
  alive = true;
  frozenUntil = 0;
  /** Virtual ms slept so far: a steady clock that stands still during sleep is behind by this. */
  sleptMs = 0;

  constructor(name: string) {
    this.name = name;
  }
}

/** An end that was asked for: unwinds whatever a dying process was doing. */
export class Crashed extends Error {
  constructor() {
    super('the process died here');
    this.name = 'Crashed';
  }
}

interface Entry {
  at: number;
  readonly tie: number;
  readonly order: number;
  readonly life: Life | undefined;
  readonly label: string;
  run: (() => void) | undefined;
}

interface Dice {
  next(): number;
}

/** One queue of everything that will happen. Same seed, same order: ties are broken by the dice, never by luck. */
export class Scheduler {
  now: number;
  steps = 0;
  lastLabel = '';
  onError: (error: unknown, where: string) => void = () => undefined;
  readonly #heap: Entry[] = [];
  readonly #dice: Dice;
  #order = 0;

  constructor(startAt: number, dice: Dice) {
    this.now = startAt;
    this.#dice = dice;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Runs at that virtual ms (fractions allowed). Equal instants: in an order the dice choose. */
  at(at: number, life: Life | undefined, label: string, run: () => void): () => void {
    this.#order += 1;
    const entry: Entry = { at: Math.max(at, this.now), tie: this.#dice.next(), order: this.#order, life, label, run };
    this.#push(entry);
    return () => {
      entry.run = undefined;
    };
  }

  after(ms: number, life: Life | undefined, label: string, run: () => void): () => void {
    return this.at(this.now + ms, life, label, run);
  }

  timersOf(life: Life, label: string): Timers {
    // The event loop is never exactly on time.
    return { after: (ms, run) => this.at(this.now + ms + this.#dice.next() * 2, life, label, run) };
  }

  /** Runs the next thing, unless it lies beyond `until`. False: nothing (more) to do before that. */
  step(until = Number.POSITIVE_INFINITY): boolean {
    for (;;) {
      const entry = this.#heap[0];
      if (entry === undefined || entry.at > until) return false;
      this.#pop();
      if (entry.run === undefined || entry.life?.alive === false) continue;
      if (entry.life !== undefined && entry.life.frozenUntil > entry.at) {
        // Still in the order they were due.
        entry.at = entry.life.frozenUntil + (entry.at - this.now) * 1e-6;
        this.#push(entry);
        continue;
      }
      this.now = entry.at;
      this.steps += 1;
      this.lastLabel = entry.label;
      const run = entry.run;
      entry.run = undefined;
      try {
        run();
      } catch (error) {
        if (!(error instanceof Crashed)) this.onError(error, entry.label);
      }
      return true;
    }
  }

  #less(a: Entry, b: Entry): boolean {
    return a.at !== b.at ? a.at < b.at : a.tie !== b.tie ? a.tie < b.tie : a.order < b.order;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!this.#less(entry, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && this.#less(heap[right] as Entry, heap[left] as Entry) ? right : left;
      const below = heap[child] as Entry;
      if (!this.#less(below, last)) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = last;
  }
}

/** Everything that waits for a promise of this turn has run when it resolves. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** For calls of a process that died: nobody hears of it. A new one each time: a shared one would hold on to all who ever waited. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
