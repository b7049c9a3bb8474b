// The right to work on a conversation, as the desk may count on it. Invariant: the book never says valid when the server could
// already have given the conversation away: a lease counts from when the *request* left, on the clock that says more has passed.

/** Both clocks read at the same moment, ms. */
export interface ClockReading {
  readonly now: number;
  readonly steady: number;
}

interface Lease {
  readonly epoch: number;
  readonly left: ClockReading;
  readonly validForMs: number;
}

export type LeaseState = 'valid' | 'expired' | 'lost';

/** More than this between the clocks means that the machine slept or somebody set the clock. */
export const CLOCK_JUMP_MS = 5_000;

export class LeaseBook {
  readonly #leases = new Map<string, Lease>();
  /** What the server said is gone: conversation → epoch. */
  readonly #lost = new Map<string, number>();
  #marginMs: number;
  #last: ClockReading | undefined;

  constructor(options: { marginMs: number }) {
    this.#marginMs = options.marginMs;
  }

  setMargin(marginMs: number): void {
    this.#marginMs = marginMs;
  }

  /** Call at every tick. Gives true where the clocks drifted apart by a jump: then every lease is void until renewed. */
  notice(clock: ClockReading): boolean {
    const last = this.#last;
    this.#last = clock;
    if (last === undefined) return false;
    const jumped = Math.abs(clock.now - last.now - (clock.steady - last.steady)) > CLOCK_JUMP_MS;
    if (jumped) this.#leases.clear();
    return jumped;
  }

  /** `left`: both clocks when the request was handed to the socket. */
  renewed(conversationId: string, epoch: number, left: ClockReading, validForMs: number): void {
    const known = this.#leases.get(conversationId);
    if (known !== undefined && known.epoch > epoch) return;
    this.#leases.set(conversationId, { epoch, left, validForMs });
    const lostEpoch = this.#lost.get(conversationId);
    if (lostEpoch !== undefined && lostEpoch <= epoch) this.#lost.delete(conversationId);
  }

  lost(conversationId: string, epoch: number): void {
    this.#lost.set(conversationId, Math.max(epoch, this.#lost.get(conversationId) ?? 0));
    const known = this.#leases.get(conversationId);
    if (known !== undefined && known.epoch <= epoch) this.#leases.delete(conversationId);
  }

  /** The conversation has left this desk: nothing is counted on until it has been asked for again. */
  left(conversationId: string): void {
    this.#leases.delete(conversationId);
  }

  /** `expired` also where none was ever had: ask the server. `lost`: the server said so, asking again is no use. */
  state(conversationId: string, epoch: number, clock: ClockReading): LeaseState {
    this.notice(clock);
    const lostEpoch = this.#lost.get(conversationId);
    if (lostEpoch !== undefined && epoch <= lostEpoch) return 'lost';
    const lease = this.#leases.get(conversationId);
    if (lease === undefined) return 'expired';
    if (lease.epoch > epoch) return 'lost';
    if (lease.epoch < epoch) return 'expired';
    const elapsed = Math.max(clock.now - lease.left.now, clock.steady - lease.left.steady);
    return elapsed + this.#marginMs < lease.validForMs ? 'valid' : 'expired';
  }

  /** Every lease must be asked for anew. What was lost stays lost. */
  voidAll(): void {
    this.#leases.clear();
  }
}
