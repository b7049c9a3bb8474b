import type { NewEvent, CenterEvent } from '../../shared/events/index.ts';
import { applyEvent, REDUCERS_VERSION, type EntityRef } from '../../shared/reducers/index.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import type { Facts } from '../../shared/deciders/index.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Clock } from '../../shared/util/ports.ts';
import type { CommandAnswer, EventLog, SealedBody, StoredEvent, WrappedKey } from '../log/port.ts';
import { CenterIndex } from './center-index.ts';
import { readQuickly } from '../../shared/events/quick-read.ts';
import { placeQuickly } from './place-event.ts';

// Invariants. 1. Only this object writes. 2. What it decides on (`live`) may run ahead of the disk; what others see (`committed`) never does.
// 3. Commands are decided on each other's outcome; if a write fails, everything not yet on disk is forgotten and the state is folded anew.
// 4. `now` never runs backwards, across restarts included.

export interface Work {
  readonly events: readonly NewEvent[];
  readonly bodies?: readonly SealedBody[] | undefined;
  readonly keys?: readonly WrappedKey[] | undefined;
  readonly answer?: ((firstSeq: number, lastSeq: number) => CommandAnswer) | undefined;
  /** Texts that are gone with these events. */
  readonly forget?: readonly string[] | undefined;
}

export interface Committed {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly events: readonly CenterEvent[];
  readonly changed: readonly EntityRef[];
}

/** Folds along with the center, e.g. the routing engine. A fresh one is asked for after a failed write. */
export interface Follower {
  apply(event: CenterEvent): void;
  /** Plain JSON of what it has folded. */
  snapshot(): unknown;
}

export interface CenterOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly snapshotEveryEvents: number;
  /** Makes the followers that fold live state, from their snapshots where there are any; called at start and after each failed write. */
  readonly followers: (saved: readonly unknown[] | undefined) => readonly Follower[];
  /** Changes with the form of the followers' snapshots: others are folded anew. */
  readonly followersVersion: number;
  /** Events that follow from what was just folded and belong into the same write; `facts` has it. */
  readonly consequences?: ((facts: Facts, events: readonly CenterEvent[], now: number) => readonly NewEvent[]) | undefined;
  readonly onProblem: (error: unknown) => void;
}

const READ_CHUNK = 2_000;
const stateHash = (followersVersion: number): string => `reducers-${REDUCERS_VERSION}-followers-${followersVersion}`;

export class Center {
  readonly #options: CenterOptions;
  live = new EntityMaps();
  index = new CenterIndex();
  committed = new EntityMaps();
  #epoch = 0;
  #seq = 0;
  #committedSeq = 0;
  #lastNow = 0;
  #sinceSnapshot = 0;
  #followers: readonly Follower[] = [];
  #listeners: ((committed: Committed) => void)[] = [];
  #foldedListeners: (() => void)[] = [];
  #recovering: Promise<void> | undefined;
  #generation = 0;
  #lastAppend: Promise<unknown> = Promise.resolve();

  constructor(options: CenterOptions) {
    this.#options = options;
  }

  /** The last place that is on disk. */
  get seq(): number {
    return this.#committedSeq;
  }

  /** ms; the clock's time, but never earlier than any event. */
  now(): number {
    this.#lastNow = Math.max(this.#lastNow, this.#options.clock.now());
    return this.#lastNow;
  }

  readonly facts: Facts = {
    get: (noun, id) => this.live.get(noun, id),
    agentIdByInitials: (initials) => this.index.agentByInitials(initials),
    messageIdByRemote: (accountId, remoteId) => this.index.messageByRemote(accountId, remoteId),
    clusterOf: (conversationId) => this.index.clusterOf(conversationId),
  };

  /** Called in the order of the log, after the disk has it. */
  onCommitted(listener: (committed: Committed) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Called when the live state has moved on, before the disk has it: for whoever decides on it and writes through `submit`, so that the decision joins the
   * commit of what it was made on. Must not submit before it returns. Nothing may be told to anybody outside on this word.
   */
  onFolded(listener: () => void): void {
    this.#foldedListeners.push(listener);
  }

  async open(): Promise<void> {
    await this.#fold();
  }

  /**
   * Decides and folds at once, then writes. `work` runs synchronously on the live state; an empty result writes nothing (unless an answer
   * is to be kept). Resolves when the disk has it; rejects with the log's coded error, in which case nothing of it happened.
   */
  submit(actor: string, work: () => Work): Promise<Committed> {
    if (this.#recovering !== undefined) return this.#recovering.then(() => this.submit(actor, work));
    let result: Work;
    try {
      result = work();
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    const at = this.now();
    const fromSeq = this.#seq + 1;
    let placed: CenterEvent[];
    try {
      placed = result.events.map((event, i) => placeQuickly(event, fromSeq + i, at, actor));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    const changed: EntityRef[] = [];
    /** What `changed` names, as it is after each event. */
    const values: unknown[] = [];
    const fold = (event: CenterEvent): void => {
      const refs = applyEvent(this.live, event, this.live.all('agent').keys());
      for (const ref of refs) {
        changed.push(ref);
        values.push(this.live.get(ref[0], ref[1]));
      }
      this.index.follow(this.live, refs);
      for (const follower of this.#followers) follower.apply(event);
    };
    for (const event of placed) fold(event);
    for (const event of this.#options.consequences?.(this.facts, placed, at) ?? []) {
      const also = placeQuickly(event, fromSeq + placed.length, at, 'system');
      placed.push(also);
      fold(also);
    }
    const toSeq = fromSeq + placed.length - 1;
    this.#seq = toSeq;
    const answer = result.answer?.(fromSeq, toSeq);
    // A work that changes nothing was still decided on state that may not be on disk yet: its answer waits for that.
    if (placed.length === 0 && answer === undefined && (result.bodies ?? []).length === 0) return this.#lastAppend.then(() => ({ fromSeq, toSeq, events: [], changed: [] }));
    const generation = this.#generation;
    const appended = this.#options.log.append({ epoch: this.#epoch, events: placed.map(stored), bodies: result.bodies ?? [], keys: result.keys ?? [], answers: answer === undefined ? [] : [answer], ...(result.forget === undefined ? {} : { forget: result.forget }) });
    this.#lastAppend = appended;
    if (placed.length > 0) for (const listener of this.#foldedListeners) listener();
    return appended
      .then(() => {
        const committed: Committed = { fromSeq, toSeq, events: placed, changed };
        changed.forEach(([noun, id], i) => this.committed.set(noun, id, values[i] as never));
        this.#committedSeq = Math.max(this.#committedSeq, toSeq);
        if (placed.length > 0) for (const listener of this.#listeners) listener(committed);
        this.#maybeSnapshot(placed.length);
        return committed;
      })
      .catch(async (error: unknown) => {
        if (generation === this.#generation) await this.#recover(error);
        throw error;
      });
  }

  /**
   * Resolves when `live` is not known to hold anything the log refused, with a number that stands for the state as it is: another number later
   * means that it was folded anew, and what was looked up before may be gone.
   */
  async sound(): Promise<number> {
    while (this.#recovering !== undefined) await this.#recovering;
    return this.#generation;
  }

  /** The number `sound` gives, now. */
  get generation(): number {
    return this.#generation;
  }

  /** Resolves when everything handed in so far is on disk (or refused). */
  async settled(): Promise<void> {
    await this.#lastAppend.catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.settled();
    if (this.#sinceSnapshot > 0 && this.#seq === this.#committedSeq) await this.#snapshot();
  }

  async #recover(cause: unknown): Promise<void> {
    this.#options.onProblem(cause);
    this.#generation += 1;
    this.#recovering ??= this.#fold().finally(() => {
      this.#recovering = undefined;
    });
    await this.#recovering;
  }

  async #fold(): Promise<void> {
    const { log } = this.#options;
    this.#epoch = await log.claim();
    const state = new EntityMaps();
    let seq = 0;
    let savedFollowers: unknown[] | undefined;
    const snapshot = await log.loadSnapshot();
    if (snapshot !== undefined && snapshot.stateHash === stateHash(this.#options.followersVersion)) {
      const saved = JSON.parse(typeof snapshot.json === 'string' ? snapshot.json : Buffer.from(snapshot.json).toString('utf8')) as { state: Parameters<EntityMaps['load']>[0]; lastNow: number; followers: unknown[] };
      state.load(saved.state);
      this.#lastNow = Math.max(this.#lastNow, saved.lastNow);
      seq = snapshot.seq;
      savedFollowers = saved.followers;
    }
    const followers = this.#options.followers(savedFollowers);
    for (;;) {
      const chunk = await log.read(seq, READ_CHUNK);
      if (chunk.length === 0) break;
      for (const raw of chunk) {
        const read = readQuickly({ seq: raw.seq, at: raw.at, type: raw.type, v: raw.v, actor: raw.actor, data: raw.data });
        if (read.kind !== 'event') throw new CodedError('VERSION_UNKNOWN', { detail: `Event ${raw.seq} (${raw.type} v${raw.v}) cannot be read by this build.` });
        applyEvent(state, read.event, state.all('agent').keys());
        for (const follower of followers) follower.apply(read.event);
        this.#lastNow = Math.max(this.#lastNow, raw.at);
        seq = raw.seq;
      }
    }
    this.live = state;
    this.committed = new EntityMaps();
    this.committed.load(state.dump());
    this.index = new CenterIndex();
    this.index.rebuild(state);
    this.#followers = followers;
    this.#lastAppend = Promise.resolve();
    this.#seq = seq;
    this.#committedSeq = seq;
    for (const listener of this.#foldedListeners) listener();
  }

  #maybeSnapshot(events: number): void {
    this.#sinceSnapshot += events;
    // Followers run with the live state: only when nothing is under way do they stand where the disk does.
    if (this.#sinceSnapshot < this.#options.snapshotEveryEvents || this.#seq !== this.#committedSeq) return;
    this.#snapshot().catch((error: unknown) => this.#options.onProblem(error));
  }

  async #snapshot(): Promise<void> {
    this.#sinceSnapshot = 0;
    await this.#options.log.saveSnapshot({ seq: this.#committedSeq, stateHash: stateHash(this.#options.followersVersion), json: JSON.stringify({ state: this.committed.dump(), lastNow: this.#lastNow, followers: this.#followers.map((f) => f.snapshot()) }) });
  }
}

function stored(event: CenterEvent): StoredEvent {
  const { seq, at, type, v, actor, data } = event;
  const conversationId = 'conversationId' in data && typeof data.conversationId === 'string' ? data.conversationId : undefined;
  return { seq, at, type, v, actor, data, conversationId };
}
