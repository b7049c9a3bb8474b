const HOUR_MS = 3_600_000;
const MOST_THREADS = 5_000;
/** More is not counted: the line says "many". */
const MOST_AN_HOUR = 2_000;

/** T11: how many messages a thread got within the last hour. What came before this process is asked for once per thread. */
export class Pace {
  readonly #before: (threadId: string) => readonly number[];
  readonly #times = new Map<string, number[]>();

  constructor(before: (threadId: string) => readonly number[]) {
    this.#before = before;
  }

  /** Counts one more message of this thread, received `now` (ms), and says how many there were within the hour. */
  count(threadId: string, now: number): number {
    const known = this.#times.get(threadId) ?? [...this.#before(threadId)].toSorted((a, b) => a - b);
    this.#times.delete(threadId);
    const recent = known.filter((at) => at > now - HOUR_MS);
    if (recent.length < MOST_AN_HOUR) recent.push(now);
    this.#times.set(threadId, recent);
    if (this.#times.size > MOST_THREADS) {
      const oldest = this.#times.keys().next().value;
      if (oldest !== undefined) this.#times.delete(oldest);
    }
    return recent.length;
  }
}
