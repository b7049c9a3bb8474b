import type { LeaseTable, LeaseTimes } from './port.ts';

interface Lease {
  readonly agentId: string;
  readonly replicaId: string;
  readonly epoch: number;
  validUntil: number;
}

/**
 * Who may be sending, until when (SENDING rule 4). Not logged: after a restart every lease is taken to have been renewed the instant before, which only ever
 * waits longer than needed.
 */
export class Leases implements LeaseTable {
  readonly #leases = new Map<string, Lease>();
  readonly #times: LeaseTimes;
  readonly #floor: number;

  /** `startedAt`: ms, when this server began. */
  constructor(times: LeaseTimes, startedAt: number) {
    this.#times = times;
    this.#floor = startedAt + times.validForMs + times.marginMs;
  }

  renew(conversationId: string, holder: { agentId: string; replicaId: string; epoch: number }, now: number): void {
    this.#leases.set(conversationId, { ...holder, validUntil: now + this.#times.validForMs });
  }

  release(conversationId: string): void {
    this.#leases.delete(conversationId);
  }

  /** Lease end plus margin, ms. Without a known lease: as long after the start of this server as a lease from before could last. */
  sendingPossibleUntil(conversationId: string): number {
    const lease = this.#leases.get(conversationId);
    return lease === undefined ? this.#floor : Math.max(lease.validUntil + this.#times.marginMs, 0);
  }
}
