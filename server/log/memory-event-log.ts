import { CodedError } from '../../shared/util/errors.ts';
import { AppendQueue } from './append-queue.ts';
import type { AppendBatch, Appended, CommandAnswer, EventLog, LogSnapshot, SealedBody, StoredEvent } from './port.ts';

/** What a disk would hold. Outlives the log object, so a simulation can crash a server and start another on it. */
export class MemoryLogDisk {
  epoch = 0;
  readonly events: string[] = [];
  readonly bodies = new Map<string, SealedBody>();
  readonly keys = new Map<string, Uint8Array>();
  readonly answers = new Map<string, string>();
  readonly lastCommandNos = new Map<string, number>();
  snapshots: LogSnapshot[] = [];
}

export interface MemoryEventLogOptions {
  readonly disk?: MemoryLogDisk | undefined;
  /** When a flush runs; a simulation puts its own queue here. */
  readonly schedule?: ((flush: () => void) => void) | undefined;
  /** Runs before each commit; throwing lets it fail, as a full disk would. */
  readonly beforeCommit?: ((batches: number) => void) | undefined;
}

const answerKey = (replicaId: string, commandNo: number): string => JSON.stringify([replicaId, commandNo]);
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** The log for tests and simulations: the same promises as on disk, without a disk. */
export class MemoryEventLog implements EventLog {
  readonly disk: MemoryLogDisk;
  readonly #queue: AppendQueue<AppendBatch>;
  readonly #beforeCommit: ((batches: number) => void) | undefined;

  constructor(options: MemoryEventLogOptions = {}) {
    this.disk = options.disk ?? new MemoryLogDisk();
    this.#beforeCommit = options.beforeCommit;
    const schedule = options.schedule ?? ((flush: () => void): void => void setImmediate(flush));
    this.#queue = new AppendQueue(
      { encode: frozen, commit: (batches) => this.#commit(batches), schedule, maxRowsPerCommit: 2000 },
      this.disk.events.length,
    );
  }

  async claim(): Promise<number> {
    this.#queue.fence();
    await this.#settled();
    this.disk.epoch += 1;
    this.#queue.restart(this.disk.epoch, this.disk.events.length);
    return this.disk.epoch;
  }

  append(batch: AppendBatch): Promise<Appended> {
    return this.#queue.append(batch);
  }

  async head(): Promise<number> {
    this.#queue.mustBeOpen();
    return this.disk.events.length;
  }

  async read(afterSeq: number, limit: number): Promise<readonly StoredEvent[]> {
    this.#queue.mustBeOpen();
    return this.disk.events.slice(afterSeq, afterSeq + limit).map((text) => JSON.parse(text) as StoredEvent);
  }

  async bodies(refs: readonly string[]): Promise<ReadonlyMap<string, SealedBody>> {
    this.#queue.mustBeOpen();
    return pick(this.disk.bodies, refs);
  }

  async keys(contactIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    this.#queue.mustBeOpen();
    return pick(this.disk.keys, contactIds);
  }

  async destroyKey(contactId: string): Promise<void> {
    await this.#settled();
    this.disk.keys.delete(contactId);
    for (const [ref, body] of this.disk.bodies) if (body.contactId === contactId) this.disk.bodies.delete(ref);
  }

  async deleteBodies(refs: readonly string[]): Promise<void> {
    await this.#settled();
    for (const ref of refs) this.disk.bodies.delete(ref);
  }

  async answer(replicaId: string, commandNo: number): Promise<CommandAnswer | undefined> {
    this.#queue.mustBeOpen();
    const stored = this.disk.answers.get(answerKey(replicaId, commandNo));
    return stored === undefined ? undefined : (JSON.parse(stored) as CommandAnswer);
  }

  async lastCommandNo(replicaId: string): Promise<number> {
    this.#queue.mustBeOpen();
    return this.disk.lastCommandNos.get(replicaId) ?? 0;
  }

  async saveSnapshot(snapshot: LogSnapshot): Promise<void> {
    this.#queue.mustBeOpen();
    if (snapshot.seq > this.disk.events.length) throw new CodedError('LOG_SNAPSHOT_AHEAD', { field: 'seq' });
    const others = this.disk.snapshots.filter((kept) => kept.seq !== snapshot.seq);
    const json = typeof snapshot.json === 'string' ? snapshot.json : Uint8Array.from(snapshot.json);
    this.disk.snapshots = [...others, { ...snapshot, json }].toSorted((a, b) => b.seq - a.seq).slice(0, 2);
  }

  async loadSnapshot(): Promise<LogSnapshot | undefined> {
    this.#queue.mustBeOpen();
    return this.disk.snapshots[0];
  }

  close(): Promise<void> {
    return this.#queue.close();
  }

  /** A crash at this instant: unflushed appends are lost unheard; `disk` stays for the next log. */
  crash(): void {
    this.#queue.abandon();
  }

  async #settled(): Promise<void> {
    this.#queue.mustBeOpen();
    await this.#queue.drain();
  }

  /** All or nothing, like a transaction: every conflict is looked for before anything is kept. */
  #commit(batches: readonly AppendBatch[]): void {
    this.#beforeCommit?.(batches.length);
    const refs = new Set<string>();
    const keys = new Map<string, Uint8Array>();
    const answers = new Set<string>();
    let head = this.disk.events.length;
    const texts: string[] = [];
    for (const batch of batches) {
      if (batch.epoch !== this.disk.epoch) throw new CodedError('LOG_FENCED', { field: 'epoch' });
      for (const event of batch.events) {
        if (event.seq !== ++head) throw new Error('the log grew under another writer');
        texts.push(event.data as string);
      }
      for (const body of batch.bodies) {
        if (refs.has(body.ref) || this.disk.bodies.has(body.ref)) throw new Error(`body ${body.ref} exists already`);
        refs.add(body.ref);
      }
      for (const key of batch.keys) {
        const kept = keys.get(key.contactId) ?? this.disk.keys.get(key.contactId);
        if (kept !== undefined && !sameBytes(kept, key.wrapped)) throw new Error(`contact ${key.contactId} has another key already`);
        keys.set(key.contactId, key.wrapped);
      }
      for (const { replicaId, commandNo } of batch.answers) {
        const key = answerKey(replicaId, commandNo);
        if (answers.has(key) || this.disk.answers.has(key)) throw new Error(`command ${commandNo} of ${replicaId} is answered already`);
        answers.add(key);
      }
    }
    for (const text of texts) this.disk.events.push(text);
    for (const batch of batches) this.#keep(batch);
  }

  #keep(batch: AppendBatch): void {
    for (const body of batch.bodies) this.disk.bodies.set(body.ref, body);
    for (const key of batch.keys) this.disk.keys.set(key.contactId, key.wrapped);
    for (const ref of batch.forget ?? []) this.disk.bodies.delete(ref);
    for (const answer of batch.answers) {
      this.disk.answers.set(answerKey(answer.replicaId, answer.commandNo), answer.answer as string);
      const last = this.disk.lastCommandNos.get(answer.replicaId) ?? 0;
      this.disk.lastCommandNos.set(answer.replicaId, Math.max(last, answer.commandNo));
    }
  }
}

/** The batch as text and bytes of its own: `data` and `answer` hold the JSON of the whole row. */
function frozen(batch: AppendBatch): AppendBatch {
  return {
    epoch: batch.epoch,
    events: batch.events.map((event) => ({ ...event, data: JSON.stringify({ ...event, data: event.data ?? null }) })),
    bodies: batch.bodies.map((body) => ({ ...body, sealed: Uint8Array.from(body.sealed) })),
    keys: batch.keys.map((key) => ({ ...key, wrapped: Uint8Array.from(key.wrapped) })),
    answers: batch.answers.map((given) => ({ ...given, answer: JSON.stringify({ ...given, answer: given.answer ?? null }) })),
    forget: [...(batch.forget ?? [])],
  };
}

function pick<V>(from: ReadonlyMap<string, V>, names: readonly string[]): ReadonlyMap<string, V> {
  const found = new Map<string, V>();
  for (const name of names) {
    const value = from.get(name);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
