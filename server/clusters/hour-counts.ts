import { zoneOffset } from '../../shared/domain/zone-time.ts';

export const HOUR_MS = 3_600_000;

/** Hour of the week in this zone: 0 is Monday from midnight. */
export function slotOf(timeZone: string, at: number): number {
  const local = at + zoneOffset(timeZone, at);
  const hours = Math.floor(local / HOUR_MS);
  const day = Math.floor(hours / 24);
  // 1 January 1970 was a Thursday.
  return (((day + 3) % 7) + 7) % 7 * 24 + (((hours % 24) + 24) % 24);
}

/** What came in of each topic in the last hour, and in the hour by the clock. Times in ms, in the order they come. */
export class HourCounts {
  readonly #lately = new Map<string, number[]>();
  readonly #hour = new Map<string, number>();

  note(topicId: string, at: number): void {
    const list = this.#lately.get(topicId);
    if (list === undefined) this.#lately.set(topicId, [at]);
    else list.push(at);
    this.#hour.set(topicId, (this.#hour.get(topicId) ?? 0) + 1);
  }

  lastHour(topicId: string, now: number): number {
    const list = this.#lately.get(topicId);
    if (list === undefined) return 0;
    let old = 0;
    while (old < list.length && (list[old] as number) <= now - HOUR_MS) old += 1;
    if (old > 0) list.splice(0, old);
    if (list.length === 0) this.#lately.delete(topicId);
    return list.length;
  }

  topics(): Iterable<string> {
    return this.#lately.keys();
  }

  /** Counts of the hour that has gone by; the next one begins. */
  takeHour(): ReadonlyMap<string, number> {
    const counts = new Map(this.#hour);
    this.#hour.clear();
    return counts;
  }
}
