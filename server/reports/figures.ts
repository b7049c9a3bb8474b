import { FEWEST_PEOPLE, KEPT_AFTER_MS, type Figures, type Spans } from '../../shared/domain/service-report.ts';
import type { CountedClose, CountedTurn } from './figure-store.ts';

export interface Reckoning {
  readonly now: number;
  readonly clock: 'business' | 'wall';
  /** What is promised for such a turn now, in business ms; undefined: its queue is gone. */
  readonly targetMs?: ((turn: CountedTurn) => number | undefined) | undefined;
  /** Business ms since it began. */
  readonly waitedMs?: ((turn: CountedTurn) => number) | undefined;
}

/** Of what people stand behind it. */
export interface OfPeople {
  readonly people: ReadonlySet<string>;
  /** Whether what is said of service there would be said of single people. */
  readonly tellsOfFew: boolean;
}

const SET_ASIDE: ReadonlySet<string> = new Set(['spam', 'automatic', 'deletedAtSource']);

/** Adds up one cell of a report: a period, or the part of it that falls under one hour, channel, person … */
export class Cell {
  /** Whose answers and closes stand behind it, and who was thanked. */
  readonly people = new Set<string>();
  readonly #first: number[] = [];
  readonly #next: number[] = [];
  readonly #resolved: number[] = [];
  #messages = 0;
  #requests = 0;
  #waiting = 0;
  #longestWaitMs: number | undefined;
  #setAside = 0;
  #thanks = 0;
  #turns = 0;
  #chased = 0;
  #timed = 0;
  #inTime = 0;
  #closed = 0;
  #handedOver = 0;
  #elsewhere = 0;
  #noAnswer = 0;
  #noAnswerBack = 0;
  #due = 0;
  #kept = 0;
  #pending = 0;

  message(): void {
    this.#messages += 1;
  }

  thanked(agentId: string): void {
    this.people.add(agentId);
    this.#thanks += 1;
  }

  turn(turn: CountedTurn, { now, clock, targetMs, waitedMs }: Reckoning): void {
    // What was joined to another conversation is answered, and counted, there.
    if (turn.how === 'spam' || turn.how === 'automatic' || turn.how === 'deleted' || turn.how === 'merged') return;
    if (turn.agentId !== undefined) this.people.add(turn.agentId);
    if (turn.isFirst) this.#requests += 1;
    this.#turns += 1;
    if (turn.isChased) this.#chased += 1;
    if (turn.endedAt === undefined) {
      this.#waiting += 1;
      this.#longestWaitMs = Math.max(this.#longestWaitMs ?? 0, now - turn.startedAt);
    }
    const target = targetMs?.(turn);
    if (target !== undefined) {
      const isKept = turn.openMs !== undefined && turn.openMs <= target;
      if (turn.openMs !== undefined || (turn.endedAt === undefined && (waitedMs?.(turn) ?? 0) > target)) this.#timed += 1;
      if (isKept) this.#inTime += 1;
    }
    const span = clock === 'business' ? turn.openMs : turn.wallMs;
    if (span !== undefined) (turn.isFirst ? this.#first : this.#next).push(span);
  }

  close(close: CountedClose, { now, clock }: Reckoning): void {
    if (close.kind === 'merged') return;
    if (SET_ASIDE.has(close.kind)) {
      this.#setAside += 1;
      return;
    }
    if (close.agentId !== undefined) this.people.add(close.agentId);
    const isBack = close.backAt !== undefined && close.backAt - close.at < KEPT_AFTER_MS;
    if (close.kind === 'noAnswerNeeded') {
      this.#noAnswer += 1;
      if (isBack) this.#noAnswerBack += 1;
      return;
    }
    this.#closed += 1;
    if (close.kind === 'handedOver') this.#handedOver += 1;
    if (close.kind === 'answeredElsewhere') this.#elsewhere += 1;
    this.#resolved.push(clock === 'business' ? close.openMs : close.wallMs);
    // Only what has had its seven days: else whatever came back early would weigh more than what stays solved.
    if (now - close.at < KEPT_AFTER_MS) this.#pending += 1;
    else {
      this.#due += 1;
      if (!isBack) this.#kept += 1;
    }
  }

  /** Whether what is said of service here would be said of single people. */
  get tellsOfFew(): boolean {
    return this.people.size > 0 && this.people.size < FEWEST_PEOPLE;
  }

  figures(isWithheld: boolean): Figures {
    const volume = { messages: this.#messages, requests: this.#requests, waiting: this.#waiting, ...(this.#longestWaitMs === undefined ? {} : { longestWaitMs: this.#longestWaitMs }), setAside: this.#setAside, thanks: this.#thanks };
    if (isWithheld) return { ...volume, thanks: 0 };
    return {
      ...volume,
      served: {
        firstResponse: spansOf(this.#first),
        nextResponse: spansOf(this.#next),
        turns: this.#turns,
        chased: this.#chased,
        timed: this.#timed,
        inTime: this.#inTime,
        closed: this.#closed,
        handedOver: this.#handedOver,
        elsewhere: this.#elsewhere,
        noAnswer: this.#noAnswer,
        noAnswerBack: this.#noAnswerBack,
        due: this.#due,
        kept: this.#kept,
        pending: this.#pending,
        resolution: spansOf(this.#resolved),
      },
    };
  }
}

/** p90: the smallest of them that at least nine in ten do not exceed. */
export function spansOf(spans: readonly number[]): Spans {
  if (spans.length === 0) return { count: 0 };
  const sorted = spans.toSorted((a, b) => a - b);
  const sum = sorted.reduce((all, one) => all + one, 0);
  return { count: sorted.length, averageMs: Math.round(sum / sorted.length), p90Ms: sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0, worstMs: sorted.at(-1) ?? 0 };
}

/**
 * Which cells of one list are withheld while figures of single people are off: those of fewer than five people, and as many more of the smallest as it takes that
 * the withheld ones together, which is what remains of the sum, are again five people or nothing.
 */
export function withheld<C extends OfPeople>(cells: readonly C[]): ReadonlySet<C> {
  const hidden = new Set(cells.filter((cell) => cell.tellsOfFew));
  const shown = cells.filter((cell) => cell.people.size > 0 && !hidden.has(cell)).toSorted((a, b) => a.people.size - b.people.size);
  const together = (): number => new Set([...hidden].flatMap((cell) => [...cell.people])).size;
  while (hidden.size > 0 && together() < FEWEST_PEOPLE) {
    const next = shown.shift();
    if (next === undefined) break;
    hidden.add(next);
  }
  return hidden;
}
