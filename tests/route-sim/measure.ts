import type { SimItem, SimPerson } from './dispatcher.ts';
import type { Scenario } from './schema.ts';

const MINUTE = 60_000;

/** What became of the items of one flow, or of several. */
export interface Tally {
  arrived: number;
  blocked: number;
  abandoned: number;
  delayed: number;
  onTime: number;
  neverStarted: number;
  /** Waits in minutes of all who were let in: until somebody began, or until they gave up. */
  waits: number[];
}

const emptyTally = (): Tally => ({ arrived: 0, blocked: 0, abandoned: 0, delayed: 0, onTime: 0, neverStarted: 0, waits: [] });

interface Hours {
  staffedMs: number;
  busyMs: number;
  items: number;
  idleSpells: number;
  staffedSince: number | undefined;
  busySince: number | undefined;
}

/** Watches one run. Only items that arrived after the warm-up count, and only time after it. */
export class Measure {
  readonly flows: readonly Tally[];
  readonly people: readonly Hours[];
  readonly channelOf: readonly string[];
  returns = 0;
  /** The wait of whoever waited longest in multiples of their target, and in minutes. */
  worstOfTarget = 0;
  readonly #fromAt: number;
  readonly #toAt: number;

  constructor(scenario: Scenario, people: readonly SimPerson[], fromAt: number, toAt: number) {
    this.flows = scenario.flows.map(emptyTally);
    this.channelOf = scenario.flows.map((f) => f.channel);
    this.people = people.map(() => ({ staffedMs: 0, busyMs: 0, items: 0, idleSpells: 0, staffedSince: undefined, busySince: undefined }));
    this.#fromAt = fromAt;
    this.#toAt = toAt;
  }

  /** Does it count? */
  arrived(item: SimItem, flow: number): boolean {
    if (item.arrivedAt < this.#fromAt) return false;
    this.#flow(flow).arrived += 1;
    return true;
  }

  blocked(_item: SimItem, flow: number, counted: boolean): void {
    if (counted) this.#flow(flow).blocked += 1;
  }

  abandoned(item: SimItem, flow: number, counted: boolean, now: number): void {
    if (!counted) return;
    const tally = this.#flow(flow);
    tally.abandoned += 1;
    tally.delayed += 1;
    tally.waits.push((now - item.arrivedAt) / MINUTE);
  }

  given(_item: SimItem, person: number): void {
    const hours = this.people[person];
    if (hours !== undefined) hours.items += 1;
  }

  started(item: SimItem, flow: number, counted: boolean, now: number): void {
    if (!counted) return;
    const tally = this.#flow(flow);
    const waitMs = now - item.arrivedAt;
    tally.waits.push(waitMs / MINUTE);
    if (waitMs > 0) tally.delayed += 1;
    if (now <= item.dueAt) tally.onTime += 1;
    this.worstOfTarget = Math.max(this.worstOfTarget, waitMs / Math.max(1, item.dueAt - item.arrivedAt));
  }

  neverStarted(item: SimItem, flow: number, counted: boolean, now: number): void {
    if (!counted) return;
    const tally = this.#flow(flow);
    // One that could still have made it when the run was cut says nothing.
    if (now <= item.dueAt) {
      tally.arrived -= 1;
      return;
    }
    tally.neverStarted += 1;
    tally.waits.push((now - item.arrivedAt) / MINUTE);
    this.worstOfTarget = Math.max(this.worstOfTarget, (now - item.arrivedAt) / Math.max(1, item.dueAt - item.arrivedAt));
  }

  returned(_item: SimItem): void {
    this.returns += 1;
  }

  staffed(person: number, on: boolean, now: number): void {
    const hours = this.people[person];
    if (hours === undefined) return;
    if (on) hours.staffedSince ??= now;
    else if (hours.staffedSince !== undefined) {
      hours.staffedMs += this.#within(hours.staffedSince, now);
      hours.staffedSince = undefined;
    }
  }

  busy(person: number, on: boolean, now: number): void {
    const hours = this.people[person];
    if (hours === undefined) return;
    if (on) hours.busySince ??= now;
    else if (hours.busySince !== undefined) {
      hours.busyMs += this.#within(hours.busySince, now);
      hours.busySince = undefined;
      hours.idleSpells += 1;
    }
  }

  end(now: number): void {
    for (const person of this.people.keys()) {
      this.staffed(person, false, now);
      this.busy(person, false, now);
    }
  }

  #within(from: number, to: number): number {
    return Math.max(0, Math.min(to, this.#toAt) - Math.max(from, this.#fromAt));
  }

  #flow(no: number): Tally {
    return this.flows[no] as Tally;
  }
}

export function joined(tallies: readonly Tally[]): Tally {
  const all = emptyTally();
  for (const t of tallies) {
    all.arrived += t.arrived;
    all.blocked += t.blocked;
    all.abandoned += t.abandoned;
    all.delayed += t.delayed;
    all.onTime += t.onTime;
    all.neverStarted += t.neverStarted;
    for (const wait of t.waits) all.waits.push(wait);
  }
  return all;
}
