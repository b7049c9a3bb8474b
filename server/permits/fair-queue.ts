import type { Spender } from './port.ts';

interface Ticket {
  readonly agentId: string;
  readonly key: string;
  readonly round: number;
  readonly no: number;
  /** Who does not ask again by then has given up. */
  until: number;
}

/**
 * A line in which people take turns: a person's second reply stands behind everybody's first. Asking again keeps the place; who does not come back
 * when it is their turn loses it.
 */
export class FairQueue {
  readonly #tickets = new Map<string, Ticket>();
  /** Turns given so far; who comes new begins here, so that nobody saves up turns. */
  #round = 0;
  #no = 0;

  get waiting(): number {
    return this.#tickets.size;
  }

  get people(): number {
    return new Set([...this.#tickets.values()].map(({ agentId }) => agentId)).size;
  }

  /** How many are before this one. */
  placeOf(spender: Spender, now: number): number {
    this.drop(now);
    const mine = this.#tickets.get(spender.key) ?? this.#next(spender, 0);
    let before = 0;
    for (const other of this.#tickets.values()) if (other.key !== spender.key && isBefore(other, mine)) before += 1;
    return before;
  }

  wait(spender: Spender, now: number, until: number): void {
    const known = this.#tickets.get(spender.key);
    if (known !== undefined) known.until = Math.max(until, now);
    else this.#tickets.set(spender.key, this.#next(spender, until));
  }

  served(spender: Spender): void {
    const ticket = this.#tickets.get(spender.key);
    if (ticket !== undefined) this.#round = Math.max(this.#round, ticket.round);
    this.#tickets.delete(spender.key);
    if (this.#tickets.size === 0) this.#round = 0;
  }

  drop(now: number): void {
    for (const [key, { until }] of this.#tickets) if (until < now) this.#tickets.delete(key);
  }

  #next({ agentId, key }: Spender, until: number): Ticket {
    let last = this.#round - 1;
    for (const ticket of this.#tickets.values()) if (ticket.agentId === agentId) last = Math.max(last, ticket.round);
    return { agentId, key, round: last + 1, no: (this.#no += 1), until };
  }
}

const isBefore = (a: Ticket, b: Ticket): boolean => a.round < b.round || (a.round === b.round && a.no < b.no);
