import { LeaseBook, type ClockReading, type LeaseState } from '../../../shared/sync/lease-book.ts';
import type { Welcome } from '../../../shared/protocol/down.ts';
import type { UpResult } from './link.ts';
import type { SyncBase } from './ports.ts';

interface Wanted {
  readonly conversationId: string;
  readonly epoch: number;
}

const TICK_MS = 1_000;
const RETRY_MS = 3_000;

/** Keeps the leases of the conversations this desk works on alive while connected, and says what still holds. */
export class LeaseKeeper {
  readonly #base: SyncBase;
  readonly #book: LeaseBook;
  readonly #up: (payload: unknown) => Promise<UpResult<'renewLeases'>>;
  readonly #wanted: () => readonly Wanted[];
  readonly #outbox: () => { waiting: number; unclear: number };
  readonly #onChange: () => void;
  #renewMs = 40_000;
  #validForMs = 0;
  #connected = false;
  #running: Promise<void> | undefined;
  #again = false;
  #renewedAtSteady = 0;
  #cancel: (() => void) | undefined;

  constructor(parts: {
    base: SyncBase;
    up: (payload: unknown) => Promise<UpResult<'renewLeases'>>;
    /** Own conversations and those with a reply on its way. */
    wanted: () => readonly Wanted[];
    outbox: () => { waiting: number; unclear: number };
    onChange: () => void;
  }) {
    this.#base = parts.base;
    this.#up = parts.up;
    this.#wanted = parts.wanted;
    this.#outbox = parts.outbox;
    this.#onChange = parts.onChange;
    this.#book = new LeaseBook({ marginMs: 15_000 });
  }

  start(): void {
    this.#cancel = this.#base.timers.after(TICK_MS, () => {
      this.#tick();
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#connected = false;
  }

  connected(lease: Welcome['lease']): void {
    this.#connected = true;
    this.#renewMs = lease.renewMs;
    this.#validForMs = lease.validForMs;
    this.#book.setMargin(lease.marginMs);
  }

  /** Leave to send renews the lease on the server; `left`: when that request left this desk. */
  granted(conversationId: string, epoch: number, left: ClockReading): void {
    if (!this.#book.notice(this.#clock())) this.#book.renewed(conversationId, epoch, left, this.#validForMs);
  }

  /** The server took the conversation away. */
  left(conversationId: string): void {
    this.#book.left(conversationId);
  }

  disconnected(): void {
    this.#connected = false;
  }

  state(conversationId: string, epoch: number): LeaseState {
    return this.#book.state(conversationId, epoch, this.#clock());
  }

  /** Asks for all that is wanted; a call while one is under way is followed by one more, so nothing new is left out. */
  renew(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#renewAll().catch(this.#failed).finally(() => {
      this.#running = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.renew();
    });
    return this.#running;
  }

  /** A copy that cannot be read is being mended elsewhere; nobody waits for this. */
  readonly #failed = (error: unknown): void =>
    this.#base.log.error({ error: error instanceof Error ? error.message : String(error) }, 'the leases could not be renewed');

  async #renewAll(): Promise<void> {
    if (!this.#connected) return;
    const wanted = unique(this.#wanted());
    // Until it has worked, it is tried again soon.
    this.#renewedAtSteady = this.#base.clock.steady() - this.#renewMs + RETRY_MS;
    for (let from = 0; from === 0 || from < wanted.length; from += 2_000) {
      const leases = wanted.slice(from, from + 2_000);
      // The lease counts from here: what the answer takes on its way is already gone.
      const left = this.#clock();
      const answer = await this.#up({ leases, outbox: this.#outbox() });
      if (answer.kind !== 'ok') return;
      const epochs = new Map(leases.map((lease) => [lease.conversationId, lease.epoch]));
      // Slept while waiting for the answer: what it grants may be long gone.
      if (this.#book.notice(this.#clock())) return;
      for (const id of answer.value.renewed) this.#book.renewed(id, epochs.get(id) ?? 0, left, answer.value.validForMs);
      for (const id of answer.value.lost) this.#book.lost(id, epochs.get(id) ?? 0);
    }
    this.#renewedAtSteady = this.#base.clock.steady();
    this.#onChange();
  }

  #tick(): void {
    if (this.#book.notice(this.#clock())) {
      this.#base.log.warn({}, 'the clocks jumped (sleep?): every lease is void until renewed');
      if (this.#connected) void this.renew();
      return;
    }
    if (this.#connected && this.#base.clock.steady() - this.#renewedAtSteady >= this.#renewMs) void this.renew();
  }

  #clock(): ClockReading {
    return { now: this.#base.clock.now(), steady: this.#base.clock.steady() };
  }
}

function unique(wanted: readonly Wanted[]): readonly Wanted[] {
  const byId = new Map<string, Wanted>();
  for (const lease of wanted) {
    const known = byId.get(lease.conversationId);
    if (known === undefined || known.epoch < lease.epoch) byId.set(lease.conversationId, lease);
  }
  return [...byId.values()];
}
