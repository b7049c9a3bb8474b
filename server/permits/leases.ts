import type { Clock } from '../../shared/util/ports.ts';
import type { LeaseTable, LeaseTimes } from './port.ts';

interface Lease {
  readonly agentId: string;
  readonly replicaId: string;
  readonly epoch: number;
  /** On the steady clock: a wall clock that is set forward ends no lease that a desk still counts on. */
  readonly endsAtSteady: number;
}

/**
 * Who may be sending, until when (SENDING rule 4). Not logged: after a restart every lease is taken to have been renewed the instant before, which only ever
 * waits longer than needed.
 */
export class Leases implements LeaseTable {
  readonly #leases = new Map<string, Lease>();
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
    this.#leases.set(conversationId, { ...holder, endsAtSteady: this.#clock.steady() + this.#times.validForMs });
  }

  release(conversationId: string): void {
    this.#leases.delete(conversationId);
  }

  /** Lease end plus margin, ms. Without a known lease: as long after the start of this server as a lease from before could last. */
  sendingPossibleUntil(conversationId: string): number {
    const endsAtSteady = this.#leases.get(conversationId)?.endsAtSteady ?? this.#floorSteady;
    return Math.max(0, Math.ceil(this.#clock.now() + endsAtSteady + this.#times.marginMs - this.#clock.steady()));
  }
}
