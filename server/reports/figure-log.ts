import type { CenterEvent } from '../../shared/events/index.ts';
import type { Timers } from '../../shared/util/ports.ts';
import { readQuickly } from '../../shared/events/quick-read.ts';
import type { EventLog, StoredEvent } from '../log/port.ts';
import { COUNTED, countEvent } from './figure-fold.ts';
import type { FigureStore } from './figure-store.ts';

export interface FigureLogParts {
  readonly log: Pick<EventLog, 'read'>;
  readonly store: FigureStore;
  readonly timers: Timers;
  /** The last place the disk has. */
  head(): number;
  readonly onProblem: (error: unknown) => void;
}

/** Small enough that nobody waits for one. */
const CHUNK = 100;
const LOOK_EVERY_MS = 5_000;

/**
 * Counts the log into the figures, each event once, behind the writer and out of its way. Invariant: figures and how far they reach are written in one
 * transaction, so that it makes no difference where the server ended; what does not fit this log or this build is counted anew.
 */
export class FigureLog {
  readonly #parts: FigureLogParts;
  #seq: number | undefined;
  #counting: Promise<void> = Promise.resolve();
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(parts: FigureLogParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#stopped) return;
    this.#cancel = this.#parts.timers.after(LOOK_EVERY_MS, () => {
      this.caughtUp()
        .catch(this.#parts.onProblem)
        .finally(() => this.start());
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#counting.catch(() => undefined);
    this.#parts.store.close();
  }

  /** Resolves when everything that was on disk at the time of the call is counted. */
  caughtUp(): Promise<void> {
    this.#counting = this.#counting.catch(() => undefined).then(() => this.#count());
    return this.#counting;
  }

  async #count(): Promise<void> {
    const { log, store, head } = this.#parts;
    this.#seq ??= await this.#found();
    const to = head();
    while (this.#seq < to && !this.#stopped) {
      const chunk = await log.read(this.#seq, CHUNK);
      const last = chunk.at(-1);
      if (last === undefined) return;
      const events = chunk.flatMap((raw) => counted(raw));
      store.batch(last.seq, markOf(last), () => {
        for (const event of events) countEvent(store, event);
      });
      this.#seq = last.seq;
      // Others have their turn between two chunks.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Where to go on: only if the log still has there what was counted last. */
  async #found(): Promise<number> {
    const { log, store } = this.#parts;
    const known = store.progress();
    const last = known === undefined || known.seq === 0 ? undefined : (await log.read(known.seq - 1, 1))[0];
    if (known !== undefined && last?.seq === known.seq && markOf(last) === known.mark) return known.seq;
    store.forget();
    return 0;
  }
}

function counted(raw: StoredEvent): CenterEvent[] {
  if (!COUNTED.has(raw.type as CenterEvent['type'])) return [];
  const read = readQuickly({ seq: raw.seq, at: raw.at, type: raw.type, v: raw.v, actor: raw.actor, data: raw.data });
  return read.kind === 'event' ? [read.event] : [];
}

const markOf = ({ at, type, actor }: StoredEvent): string => `${at} ${type} ${actor}`;
