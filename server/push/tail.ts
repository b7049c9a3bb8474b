import type { CenterEvent } from '../../shared/events/index.ts';
import { readQuickly } from '../../shared/events/quick-read.ts';
import type { EventLog, StoredEvent } from '../log/port.ts';

const READ_CHUNK = 1_000;
/** Events kept in memory, and half as many again before the oldest go. */
const KEPT = 20_000;

/** Reads what this build can. */
export function readStored(raw: StoredEvent): CenterEvent | undefined {
  const read = readQuickly({ seq: raw.seq, at: raw.at, type: raw.type, v: raw.v, actor: raw.actor, data: raw.data });
  return read.kind === 'event' ? read.event : undefined;
}

/**
 * The end of the log in memory, found by conversation: all desks that come back after a restart want about the same of it. What came before this process
 * is read once, when the first of them asks.
 */
export class Tail {
  readonly #log: EventLog;
  readonly #scopeOf: (event: CenterEvent) => Iterable<string>;
  #events: CenterEvent[] = [];
  #byConversation = new Map<string, CenterEvent[]>();
  /** Events after this place are here. */
  #after: number;
  #reading: Promise<void> = Promise.resolve();

  /** `head`: the last place of the log now; what comes behind is handed in. `scopeOf`: the conversations an event concerns. */
  constructor(log: EventLog, head: number, scopeOf: (event: CenterEvent) => Iterable<string>) {
    this.#log = log;
    this.#after = head;
    this.#scopeOf = scopeOf;
  }

  get after(): number {
    return this.#after;
  }

  append(events: readonly CenterEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#file(event);
    }
    if (this.#events.length > KEPT * 1.5) this.#trim();
  }

  /** Sees to it that what came after this place is here; `false`: that is further back than is kept. */
  async cover(after: number): Promise<boolean> {
    if (this.#after <= after) return true;
    this.#reading = this.#reading.then(() => this.#readBack(after));
    await this.#reading;
    return this.#after <= after;
  }

  /** All events after this place, which must be covered. */
  since(after: number): readonly CenterEvent[] {
    let from = this.#events.length;
    while (from > 0 && (this.#events[from - 1] as CenterEvent).seq > after) from -= 1;
    return this.#events.slice(from);
  }

  /** Those after this place that concern any of these conversations, in order. */
  concerning(conversationIds: Iterable<string>, after: number): CenterEvent[] {
    const found = new Set<CenterEvent>();
    for (const id of conversationIds) {
      const filed = this.#byConversation.get(id) ?? [];
      for (let i = filed.length - 1; i >= 0 && (filed[i] as CenterEvent).seq > after; i -= 1) found.add(filed[i] as CenterEvent);
    }
    return [...found].toSorted((a, b) => a.seq - b.seq);
  }

  async #readBack(after: number): Promise<void> {
    if (this.#after <= after || this.#events.length + this.#after - after > KEPT) return;
    const upTo = this.#after;
    const older: CenterEvent[] = [];
    for (let at = after; at < upTo; ) {
      const chunk = await this.#log.read(at, Math.min(READ_CHUNK, upTo - at));
      if (chunk.length === 0) return;
      at = chunk.at(-1)?.seq ?? upTo;
      for (const raw of chunk) {
        const event = readStored(raw);
        if (event !== undefined) older.push(event);
      }
    }
    this.#events = [...older, ...this.#events];
    this.#after = after;
    this.#refile();
  }

  #trim(): void {
    this.#events = this.#events.slice(-KEPT);
    this.#after = (this.#events[0]?.seq ?? 1) - 1;
    this.#refile();
  }

  #refile(): void {
    this.#byConversation = new Map();
    for (const event of this.#events) this.#file(event);
  }

  #file(event: CenterEvent): void {
    for (const id of new Set(this.#scopeOf(event))) {
      const filed = this.#byConversation.get(id);
      if (filed === undefined) this.#byConversation.set(id, [event]);
      else filed.push(event);
    }
  }
}
