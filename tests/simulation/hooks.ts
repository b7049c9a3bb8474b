import type { IngestResult } from '../../shared/domain/inbound.ts';
import { mustComeAgain } from '../../server/ingest/come-again.ts';
import type { Dice } from './dice.ts';
import type { ServerHost } from './server-host.ts';
import type { Scheduler } from './scheduler.ts';

interface Errand {
  readonly message: Record<string, unknown>;
  tries: number;
  acked: boolean;
}

/** The platform's webhooks: at least once, in any order, late, and again as long as nobody said that they were taken. */
export class Hooks {
  readonly #sched: Scheduler;
  readonly #dice: Dice;
  readonly #server: ServerHost;
  readonly #open = new Set<Errand>();
  readonly #acked: Errand[] = [];
  /** What must be there before this one may go: edits and deletions follow their post. */
  readonly #after = new Map<string, (() => void)[]>();
  readonly #taken = new Set<string>();
  onTaken: (message: Record<string, unknown>, result: IngestResult) => void = () => undefined;
  ignore: ((message: Record<string, unknown>) => boolean) | undefined;

  constructor(parts: { sched: Scheduler; dice: Dice; server: ServerHost }) {
    this.#sched = parts.sched;
    this.#dice = parts.dice;
    this.#server = parts.server;
  }

  get isEmpty(): boolean {
    return this.#open.size === 0 && this.#after.size === 0;
  }

  send(message: Record<string, unknown>): void {
    const errand: Errand = { message, tries: 0, acked: false };
    this.#open.add(errand);
    this.#go(errand, this.#dice.chance(0.2) ? this.#dice.stretch(3_000) : 10 + this.#dice.stretch(80));
    if (this.#dice.chance(0.1)) this.#go(errand, this.#dice.stretch(5_000));
  }

  /** Only once the platform has heard that the post itself was taken. */
  sendAfter(remoteId: string, message: Record<string, unknown>): void {
    const run = (): void => this.send(message);
    if (this.#taken.has(remoteId)) return run();
    this.#after.set(remoteId, [...(this.#after.get(remoteId) ?? []), run]);
  }

  /** An old one again, as platforms do. */
  replay(): void {
    if (this.#acked.length > 0) this.#go(this.#dice.pick(this.#acked), 1);
  }

  #go(errand: Errand, afterMs: number): void {
    this.#sched.after(afterMs, undefined, 'hook', () => this.#deliver(errand));
  }

  #deliver(errand: Errand): void {
    errand.tries += 1;
    const { life, isUp } = this.#server;
    const again = (): void => {
      if (!errand.acked) this.#go(errand, 500 + this.#dice.stretch(2_000));
    };
    if (!isUp) return again();
    if (this.ignore?.(errand.message) === true) return this.#ack(errand, { status: 'ingested', remoteId: String(errand.message['remoteId']), seq: 0, newThread: false, newConversation: false });
    // No answer in time: once more.
    const cancel = errand.acked ? () => undefined : this.#sched.after(8_000, undefined, 'hook:timeout', again);
    this.#server.take([errand.message]).then(
      ([result]) => {
        if (!life.alive || result === undefined) return;
        if (mustComeAgain([result])) {
          cancel();
          return again();
        }
        // From here on the platform may forget it, should the answer arrive.
        this.onTaken(errand.message, result);
        if (this.#dice.chance(0.03)) return;
        this.#sched.after(5 + this.#dice.stretch(60), undefined, 'hook:ack', () => {
          cancel();
          this.#ack(errand, result);
        });
      },
      () => {
        cancel();
        again();
      },
    );
  }

  #ack(errand: Errand, _result: IngestResult): void {
    this.#open.delete(errand);
    if (errand.acked) return;
    errand.acked = true;
    this.#acked.push(errand);
    const remoteId = String(errand.message['remoteId']);
    if (errand.message['kind'] !== 'post') return;
    this.#taken.add(remoteId);
    const waiting = this.#after.get(remoteId) ?? [];
    this.#after.delete(remoteId);
    for (const run of waiting) run();
  }
}
