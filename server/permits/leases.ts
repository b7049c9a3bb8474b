import type { Clock } from '../../shared/util/ports.ts';
import type { LeaseTable, LeaseTimes } from './port.ts';

/**
 * Who may be sending, until when (SENDING rule 4). Not logged: after a restart every lease is taken to have been renewed the instant before, which only ever
 * waits longer than needed.
 */
export class Leases implements LeaseTable {
  /** Conversation → desk → end on the steady clock: a wall clock that is set forward ends no lease that a desk still counts on. */
  readonly #leases = new Map<string, Map<string, number>>();
  readonly #times: LeaseTimes;
  readonly #clock: Clock;
  readonly #floorSteady: number;

  /** This server begins now. */
  constructor(times: LeaseTimes, clock: Clock) {
    this.#times = times;
    this.#clock = clock;
    this.#floorSteady = clock.steady() + times.validForMs;
  }

  renew(conversationId: string, holder: { agentId: string; replicaId: string; epoch: number }): void {
    const now = this.#clock.steady();
    const ends = this.#leases.get(conversationId) ?? new Map<string, number>();
    for (const [replicaId, endsAtSteady] of ends) if (endsAtSteady + this.#times.marginMs <= now) ends.delete(replicaId);
    ends.set(holder.replicaId, now + this.#times.validForMs);
    this.#leases.set(conversationId, ends);
  }

  release(conversationId: string): void {
    this.#leases.delete(conversationId);
  }

  /**
   * Lease end plus margin, ms: of that desk, else of the last of all. Without a known lease: as long after the start of this server as a lease
   * from before could last. A person's other desk (or their copy built anew) renews for itself: it keeps no permit of this one alive.
   */
  sendingPossibleUntil(conversationId: string, replicaId?: string): number {
    const ends = this.#leases.get(conversationId);
    const endsAtSteady = (replicaId === undefined ? undefined : ends?.get(replicaId)) ?? (replicaId === undefined && ends !== undefined ? Math.max(...ends.values()) : this.#floorSteady);
    return Math.max(0, Math.ceil(this.#clock.now() + endsAtSteady + this.#times.marginMs - this.#clock.steady()));
  }
}
