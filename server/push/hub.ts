import type { CenterEvent } from '../../shared/events/index.ts';
import type { Batch, Hello } from '../../shared/protocol/messages.ts';
import type { RowPatch } from '../../shared/domain/rows.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Timers } from '../../shared/util/ports.ts';
import type { Committed } from '../center/center.ts';
import type { EventLog } from '../log/port.ts';
import { DeskBook } from './desk-book.ts';
import { emptyBatch, envelope, Frames } from './frames.ts';
import { newDeskSession, type DeskSession } from './desk-session.ts';
import type { Desk, DeskPush } from './port.ts';
import { LastFrame, pieces } from './last-frame.ts';
import { DeskRights } from './rights.ts';
import { rowKey } from './row-key.ts';
import { RowPush, type RowSources, type Spread } from './row-push.ts';
import { readStored, Tail } from './tail.ts';

export interface HubOptions extends RowSources {
  readonly log: EventLog;
  readonly timers: Timers;
  /** Rows may wait this long to be joined in one frame, ms. */
  readonly rowDelayMs: number;
  /** Lines of people may wait this long on their way to everybody but leads, ms. */
  readonly peopleDelayMs: number;
  /** A replica further behind than this gets its conversations anew instead of every event between. */
  readonly maxTailEvents: number;
  readonly onProblem: (error: unknown) => void;
}

const READ_CHUNK = 1_000;
const SNAPSHOT_CHUNK = 50;
/** So many desks are written to in one go; then whoever has something urgent comes first. */
const DESKS_AT_ONCE = 16;
/** So many times people's lines are put off while hellos are being answered. */
const PEOPLE_WAIT = 5;

/**
 * Sends every desk what it may see and nothing else, from what is on disk. Invariants: 1. frames of one desk join without a gap (`fromSeq` is its cursor).
 * 2. a conversation's snapshot precedes its events. 3. when a desk loses the right to a conversation, the purge goes out in the frame that carries the loss.
 * 4. a desk's rows go out in the order in which they were made.
 * What is a desk's own (events, rights, the rows its person works on) goes at once, in a frame of its own; rows of the lists around it are joined for a
 * moment and go to all desks that see the same as one and the same frame, so that it is made once.
 */
export class PushHub implements DeskPush {
  readonly #options: HubOptions;
  readonly #opened = new Set<DeskSession>();
  readonly #book = new DeskBook();
  readonly #rights: DeskRights;
  readonly #tail: Tail;
  readonly #rows: RowPush;
  readonly #frames: Frames;
  #cancelUrgent: (() => void) | undefined;
  #cancelRows: (() => void) | undefined;
  #cancelPeople: (() => void) | undefined;
  /** Since when the first of the rows that are to be joined has waited, ms. */
  #rowsSince: number | undefined;
  #postponed = 0;
  /** Rows are being made or written: the next ones wait for that. */
  #spreading = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#rights = new DeskRights(options.center, this.#book);
    this.#tail = new Tail(options.log, options.center.seq, (event) => this.#rights.scope(event));
    this.#rows = new RowPush(options, this.#book, this.#tail);
    this.#frames = new Frames(options.center, options.texts);
    options.center.onCommitted((committed) => this.#committed(committed));
  }

  get sessions(): ReadonlySet<DeskSession> {
    return this.#book.live;
  }

  open(options: Parameters<DeskPush['open']>[0]): Desk {
    const session = newDeskSession(options);
    this.#opened.add(session);
    return session;
  }

  /** Answers `hello`: purges, snapshots, tail, rows, in as few frames as they fit; from then on the desk is live. */
  async start(desk: Desk, hello: Hello): Promise<void> {
    const session = this.#mine(desk);
    const { center } = this.#options;
    const isBeyond = hello.cursor > center.seq;
    const cursor = isBeyond ? 0 : hello.cursor;
    const total = center.seq - cursor;
    const tooFar = cursor === 0 || total > this.#options.maxTailEvents;
    const listed = new Map(hello.held.map((h) => [h.conversationId as string, h]));
    const purges = [...listed.keys()].filter((id) => isBeyond || !this.#rights.holds(session, id));
    for (const id of listed.keys()) if (!purges.includes(id)) this.#book.hold(session, id, false);
    for (const id of this.#rights.ownedBy(session)) this.#book.hold(session, id, false);
    const anew = [...session.held].filter((id) => tooFar || listed.get(id) === undefined || listed.get(id)?.frozen === true);
    // Read before the snapshots: they may be newer than this, never older.
    const start = tooFar ? center.seq : cursor;
    session.cursor = hello.cursor;
    const out = new LastFrame((batch) => session.send(batch));
    // The cursor moves with the last of them: a line cut before that brings the rest again. A desk that starts over takes them whole.
    const step = isBeyond ? Math.max(1, anew.length) : SNAPSHOT_CHUNK;
    let done = 0;
    for (; anew.length - done > step; done += step) {
      const snapshots = await this.#frames.read(this.#frames.snapshots(anew.slice(done, done + step), session.viewer));
      out.put({ ...emptyBatch(session.cursor, session.cursor), snapshots, progress: { done: done + step, total: anew.length } });
    }
    const snapshots = await this.#frames.read(this.#frames.snapshots(anew.slice(done), session.viewer));
    const progress = done > 0 ? { done: anew.length, total: anew.length } : total > READ_CHUNK ? { done: 0, total } : undefined;
    out.put({ ...emptyBatch(session.cursor, start), purges, snapshots, ...(progress === undefined ? {} : { progress }) });
    session.cursor = start;
    while (session.cursor < center.seq) {
      const { events, toSeq } = await this.#missed(session);
      const companions = await this.#frames.read(this.#frames.companions(events, session.viewer));
      out.put({ ...emptyBatch(session.cursor, toSeq), events: events.map(envelope), ...companions, progress: { done: toSeq - cursor, total: center.seq - cursor } });
      session.cursor = toSeq;
    }
    // Nothing may await between the last look at the log and this: what is committed next must reach the desk. One that left meanwhile is let go.
    if (!this.#opened.has(session)) return;
    session.busy = true;
    session.events = session.events.filter((event) => event.seq > session.cursor);
    this.#book.enter(session);
    const told = await this.#rows.welcome(session, isBeyond ? undefined : hello.rowsMark);
    session.busy = false;
    if (!this.#opened.has(session)) return this.#rows.leave(session);
    // In one go, so that what is committed next stays behind them.
    for (const part of pieces(told)) out.put({ ...emptyBatch(session.cursor, session.cursor), ...part });
    out.end();
    // Rights may have moved while the tail was read.
    this.#dropLost(session);
    for (const id of this.#rights.ownedBy(session)) this.#book.grant(session, id);
    this.#book.pending.add(session);
    this.#wake();
  }

  /** What comes next of the tail for this desk. */
  async #missed(session: DeskSession): Promise<{ events: CenterEvent[]; toSeq: number }> {
    const { center, log } = this.#options;
    if (await this.#tail.cover(session.cursor)) {
      const toSeq = center.seq;
      this.#dropLost(session);
      const events = this.#tail.concerning(session.held, session.cursor);
      const part = events.slice(0, READ_CHUNK);
      return { events: part, toSeq: part.length < events.length ? (part.at(-1)?.seq ?? toSeq) : toSeq };
    }
    const chunk = await log.read(session.cursor, READ_CHUNK);
    this.#dropLost(session);
    const events = chunk.flatMap((raw) => readStored(raw) ?? []).filter((event) => this.#rights.concerns(session, event));
    return { events, toSeq: chunk.at(-1)?.seq ?? center.seq };
  }

  #dropLost(session: DeskSession): void {
    for (const id of [...session.held]) if (!session.fetched.has(id) && !this.#rights.holds(session, id)) this.#book.revoke(session, id);
  }

  end(desk: Desk): void {
    const session = this.#mine(desk);
    this.#opened.delete(session);
    this.#book.leave(session);
    this.#rows.leave(session);
  }

  /** `true`: the conversation will come with the next frame. */
  fetch(desk: Desk, conversationId: string): boolean {
    const session = this.#mine(desk);
    if (!this.#rights.mayRead(session, conversationId)) return false;
    session.fetched.add(conversationId);
    this.#book.grant(session, conversationId);
    this.#wake();
    return true;
  }

  release(desk: Desk, conversationId: string): void {
    const session = this.#mine(desk);
    session.fetched.delete(conversationId);
    if (!this.#rights.holds(session, conversationId)) this.#book.revoke(session, conversationId);
    this.#wake();
  }

  /** Desks that hold the conversation. */
  holders(conversationId: string): ReadonlySet<DeskSession> {
    return this.#book.holding(conversationId);
  }

  markAgent(agentId: string): void {
    this.#rows.markAgent(agentId);
    this.#wake();
  }

  /** See `RowPush.markGathered`. */
  markGathered(kind: 'cluster' | 'situation', ids: Iterable<string>): void {
    this.#rows.markGathered(kind, ids);
    this.#wake();
  }

  /** Texts deleted at the source or erased: gone from every connected replica at once. */
  forget(refs: readonly string[]): void {
    for (const session of this.#book.live) {
      session.forget.push(...refs);
      this.#book.pending.add(session);
    }
    this.#options.texts.forget(refs);
    this.#wake();
  }

  #mine(desk: Desk): DeskSession {
    if (!this.#opened.has(desk as DeskSession)) throw new CodedError('HELLO_FIRST');
    return desk as DeskSession;
  }

  #committed({ events, changed }: Committed): void {
    const { center } = this.#options;
    this.#tail.append(events);
    this.#rows.changed(changed);
    for (const event of events) {
      const touched = this.#rights.audience(event);
      for (const session of touched) {
        session.events.push(event);
        this.#book.pending.add(session);
      }
      this.#rights.move(event);
      this.#markOwn(event, touched);
      if (event.type === 'account.registered') this.#rights.accountChanged(this.#opened);
      if (event.type === 'agent.registered') this.#rights.judgeAnew(event.data, this.#opened);
      if (event.type === 'message.deleted') {
        const ref = center.committed.get('message', event.data.messageId)?.bodyRef;
        if (ref !== undefined) this.forget([ref]);
      }
      if (event.type === 'workItem.returned') this.#rows.markAgent(event.data.fromAgentId);
      if (event.type === 'workItem.assigned') this.#rows.markAgent(event.data.agentId);
    }
    this.#wake();
  }

  /** Rows a person is working on, or is about to: their own line and their own items go out at once. */
  #markOwn(event: CenterEvent, touched: ReadonlySet<DeskSession>): void {
    const data = event.data as { agentId?: string; fromAgentId?: string; workItemId?: string; conversationId?: string };
    const itemId = data.workItemId ?? (data.conversationId === undefined ? undefined : this.#options.center.committed.get('conversation', data.conversationId)?.workItemId);
    const note = (session: DeskSession): void => {
      if (itemId !== undefined) session.ownRows.add(rowKey('workItem', itemId));
      if (session.ownRows.size > 0) this.#book.pending.add(session);
    };
    for (const agentId of new Set([data.agentId, data.fromAgentId])) {
      for (const session of this.#book.of(agentId)) {
        session.ownRows.add(rowKey('agent', session.viewer.agentId));
        note(session);
      }
    }
    for (const session of touched) if (session.phase === 'live') note(session);
  }

  /** Sees to it that what waits goes out: a desk's own at once, rows of the lists after a moment, people's lines to all now and then. */
  #wake(): void {
    const { timers, rowDelayMs, peopleDelayMs } = this.#options;
    if (this.#book.pending.size > 0 && this.#cancelUrgent === undefined)
      this.#cancelUrgent = timers.after(0, () => {
        this.#cancelUrgent = undefined;
        for (const session of [...this.#book.pending]) void this.#frame(session);
      });
    if (this.#rows.hasDirty) this.#rowsSince ??= this.#options.center.now();
    if (this.#spreading) return;
    if (this.#rows.hasDirty && this.#cancelRows === undefined)
      // What waited while others were written has waited already.
      this.#cancelRows = timers.after(Math.max(0, (this.#rowsSince ?? 0) + rowDelayMs - this.#options.center.now()), () => {
        this.#cancelRows = undefined;
        this.#rowsSince = undefined;
        this.#spread(() => this.#rows.spread());
      });
    if (this.#rows.peopleWait && this.#cancelPeople === undefined)
      this.#cancelPeople = timers.after(peopleDelayMs, () => {
        this.#cancelPeople = undefined;
        // While many come back at once every line changes again in a moment, and who comes later would be told of each by itself.
        if (this.#opened.size > this.#book.live.size && this.#postponed < PEOPLE_WAIT) {
          this.#postponed += 1;
          return this.#wake();
        }
        this.#postponed = 0;
        this.#spread(() => this.#rows.spreadPeople());
      });
  }

  /** One frame of what is this desk's own, with the rows that wait for it. */
  async #frame(session: DeskSession): Promise<void> {
    if (session.phase !== 'live' || session.busy) return;
    this.#book.pending.delete(session);
    const toSeq = this.#options.center.seq;
    const taken = { events: session.events, grants: [...session.grants], purges: [...session.purges], forget: session.forget, own: session.ownRows, anew: session.rowsAnew };
    const { grants, purges, forget, own, anew } = taken;
    // A right may end with the very commit that brings a text: whom it no longer concerns does not get it.
    const events = taken.events.filter((event) => this.#rights.concerns(session, event) || !this.#frames.bringsTexts(event));
    if (taken.events.length + grants.length + purges.length + forget.length + own.size + session.backlog.length === 0 && !anew) return;
    Object.assign(session, { busy: true, events: [], forget: [], ownRows: new Set(), rowsAnew: false });
    session.grants.clear();
    session.purges.clear();
    try {
      const snapshots = this.#frames.snapshots(grants, session.viewer);
      const companions = this.#frames.companions(events, session.viewer);
      const refs = [...snapshots.refs, ...companions.refs, ...this.#rows.refs(own)];
      const texts = refs.length === 0 ? new Map<string, string>() : await this.#options.texts.read(refs);
      const all = anew ? await this.#rows.welcome(session) : undefined;
      if (!this.#book.live.has(session)) return this.#rows.leave(session);
      const rows = lastOfEach([...(all?.rows ?? []), ...session.backlog.flat(), ...(anew ? [] : this.#rows.ahead(session, own, texts))]);
      session.backlog = [];
      if (events.length + grants.length + purges.length + forget.length + rows.length === 0 && !anew) return;
      this.#send(session, { ...emptyBatch(session.cursor, Math.max(toSeq, session.cursor)), purges, snapshots: snapshots.with(texts), events: events.map(envelope), ...companions.with(texts), forget, rows, ...(anew ? { rowsReset: true } : {}), ...(all === undefined && rows.length === 0 ? {} : this.#mark(session, all?.word)) });
    } catch (error) {
      this.#putBack(session, taken);
      this.#options.onProblem(error);
    } finally {
      session.busy = false;
    }
    if (this.#book.pending.has(session)) this.#wake();
  }

  /** Nothing of what could not be read is lost: it goes with the next frame. */
  #putBack(session: DeskSession, taken: { events: CenterEvent[]; grants: string[]; purges: string[]; forget: string[]; own: DeskSession['ownRows']; anew: boolean }): void {
    session.events = [...taken.events, ...session.events];
    for (const id of taken.grants) if (session.held.has(id)) session.grants.add(id);
    for (const id of taken.purges) if (!session.held.has(id)) session.purges.add(id);
    session.forget = [...taken.forget, ...session.forget];
    for (const key of taken.own) session.ownRows.add(key);
    session.rowsAnew ||= taken.anew;
  }

  #spread(make: () => Promise<Spread>): void {
    if (this.#spreading) return;
    this.#spreading = true;
    make()
      .then((spread) => this.#write(spread, 0, new Map()))
      .catch((error: unknown) => {
        this.#spreading = false;
        this.#options.onProblem(error);
      });
  }

  /** Writes rows to some desks, then to the next: those whose frames would be equal get the very same one. */
  #write(spread: Spread, from: number, made: Map<RowPatch[], Map<number, Batch>>): void {
    const to = Math.min(from + DESKS_AT_ONCE, spread.desks.length);
    for (let i = from; i < to; i += 1) {
      const session = spread.desks[i] as DeskSession;
      const rows = session.backlog[0];
      if (rows === undefined || session.view === undefined) continue;
      // What is its own goes first, or the place in the log would be passed over; the rows go along.
      if (session.busy || this.#book.pending.has(session) || session.backlog.length > 1) {
        this.#book.pending.add(session);
        continue;
      }
      session.backlog = [];
      const frames = made.get(rows) ?? new Map<number, Batch>();
      made.set(rows, frames);
      const batch = frames.get(session.cursor) ?? { ...emptyBatch(session.cursor, Math.max(spread.seq, session.cursor)), rows, ...this.#mark(session) };
      frames.set(session.cursor, batch);
      this.#send(session, batch);
    }
    if (to < spread.desks.length) {
      this.#options.timers.after(0, () => this.#write(spread, to, made));
    } else this.#spreading = false;
    this.#wake();
  }

  /** The word for how far its rows are told, once all that waits for it goes along. */
  #mark(session: DeskSession, word = this.#rows.word(session)): { rowsMark?: string } {
    return word === undefined ? {} : { rowsMark: word };
  }

  #send(session: DeskSession, batch: Batch): void {
    session.cursor = batch.toSeq;
    session.send(batch);
  }
}

/** A row that waited may have been overtaken by what is told ahead. */
function lastOfEach(rows: RowPatch[]): RowPatch[] {
  if (rows.length < 2) return rows;
  return [...new Map(rows.map((row) => [rowKey(row.kind, row.id), row])).values()];
}
