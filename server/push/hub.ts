import { readEvent, type CenterEvent } from '../../shared/events/index.ts';
import type { Hello } from '../../shared/protocol/messages.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Timers } from '../../shared/util/ports.ts';
import { scopeOf } from '../center/center-index.ts';
import type { Center, Committed } from '../center/center.ts';
import type { EventLog } from '../log/port.ts';
import { emptyBatch, envelope, Frames } from './frames.ts';
import { newDeskSession, type DeskSession } from './desk-session.ts';
import type { Desk, DeskPush } from './port.ts';
import { RowPush, type RowSources } from './row-push.ts';
import { holds, mayRead, type Viewer } from '../center/visibility.ts';

export interface HubOptions extends RowSources {
  readonly center: Center;
  readonly log: EventLog;
  readonly timers: Timers;
  /** Rows may wait this long to be joined in one frame, ms. */
  readonly rowDelayMs: number;
  /** A replica further behind than this gets its conversations anew instead of every event between. */
  readonly maxTailEvents: number;
  readonly onProblem: (error: unknown) => void;
}

const READ_CHUNK = 1_000;

/**
 * Sends every desk what it may see and nothing else, from what is on disk. Invariants: 1. frames of one desk join without a gap (`fromSeq` is its cursor).
 * 2. a conversation's snapshot precedes its events. 3. when a desk loses the right to a conversation, the purge goes out in the frame that carries the loss.
 */
export class PushHub implements DeskPush {
  readonly #options: HubOptions;
  readonly #opened = new Map<Desk, DeskSession>();
  readonly #sessions = new Set<DeskSession>();
  readonly #byConversation = new Map<string, Set<DeskSession>>();
  readonly #rows: RowPush;
  readonly #frames: Frames;
  #flushing = false;
  #cancelUrgent: (() => void) | undefined;
  #cancelRows: (() => void) | undefined;
  #urgent = false;
  #rowsWait = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#rows = new RowPush(options);
    this.#frames = new Frames(options.center, options.texts);
    options.center.onCommitted((committed) => this.#committed(committed));
  }

  get sessions(): ReadonlySet<DeskSession> {
    return this.#sessions;
  }

  open(options: Parameters<DeskPush['open']>[0]): Desk {
    const session = newDeskSession(options);
    this.#opened.set(session, session);
    return session;
  }

  /** Answers `hello`: purges, snapshots, tail, rows; from then on the desk is live. */
  async start(desk: Desk, hello: Hello): Promise<void> {
    const session = this.#mine(desk);
    const { center, log } = this.#options;
    const cursor = hello.cursor > center.seq ? 0 : hello.cursor;
    const total = center.seq - cursor;
    const tooFar = cursor === 0 || total > this.#options.maxTailEvents;
    const listed = new Map(hello.held.map((h) => [h.conversationId as string, h]));
    const purges = [...listed.keys()].filter((id) => hello.cursor > center.seq || !this.#mayKeep(session, id));
    for (const id of listed.keys()) if (!purges.includes(id)) this.#hold(session, id, !holds(center.committed, session.viewer, id));
    for (const id of this.#owned(session)) this.#hold(session, id, false);
    const anew = [...session.held].filter((id) => tooFar || listed.get(id) === undefined || listed.get(id)?.frozen === true);
    // Read before the snapshots: they may be newer than this, never older.
    const start = tooFar ? center.seq : cursor;
    const snapshots = await this.#frames.snapshots(anew);
    session.cursor = hello.cursor;
    session.send({ ...emptyBatch(session.cursor, start), purges, snapshots, ...(total > READ_CHUNK ? { progress: { done: 0, total } } : {}) });
    session.cursor = start;
    while (session.cursor < center.seq) {
      const chunk = await log.read(session.cursor, READ_CHUNK);
      const last = chunk.at(-1);
      if (last === undefined) break;
      const events = chunk.flatMap((raw): CenterEvent[] => {
        const read = readEvent({ seq: raw.seq, at: raw.at, type: raw.type, v: raw.v, actor: raw.actor, data: raw.data });
        return read.kind === 'event' && this.#concerns(session, read.event) ? [read.event] : [];
      });
      const companions = await this.#frames.companions(events);
      session.send({ ...emptyBatch(session.cursor, last.seq), events: events.map(envelope), ...companions, progress: { done: last.seq - cursor, total: center.seq - cursor } });
      session.cursor = last.seq;
    }
    // Nothing may await between the last look at the log and this: what is committed next must reach the desk. One that left meanwhile is let go.
    if (!this.#opened.has(session)) return;
    session.phase = 'live';
    this.#sessions.add(session);
    const rows = await this.#rows.all(session);
    session.send({ ...emptyBatch(session.cursor, session.cursor), rows, rowsReset: true });
    // Rights may have moved while the tail was read.
    for (const id of [...session.held]) if (!session.fetched.has(id) && !holds(center.committed, session.viewer, id)) this.#revoke(session, id);
    for (const id of this.#owned(session)) this.#grant(session, id);
    this.#schedule(true);
  }

  end(desk: Desk): void {
    const session = this.#mine(desk);
    this.#opened.delete(desk);
    this.#sessions.delete(session);
    for (const id of session.held) this.#byConversation.get(id)?.delete(session);
  }

  /** `true`: the conversation will come with the next frame. */
  fetch(desk: Desk, conversationId: string): boolean {
    const session = this.#mine(desk);
    const { center } = this.#options;
    const contactId = center.committed.get('conversation', conversationId)?.contactId;
    if (contactId === undefined || !mayRead(center.committed, session.viewer, conversationId, center.index.conversationsOfContact(contactId), center.now())) return false;
    session.fetched.add(conversationId);
    this.#grant(session, conversationId);
    this.#schedule(true);
    return true;
  }

  release(desk: Desk, conversationId: string): void {
    const session = this.#mine(desk);
    session.fetched.delete(conversationId);
    if (!holds(this.#options.center.committed, session.viewer, conversationId)) this.#revoke(session, conversationId);
    this.#schedule(false);
  }

  /** Desks that hold the conversation. */
  holders(conversationId: string): ReadonlySet<DeskSession> {
    return this.#byConversation.get(conversationId) ?? new Set();
  }

  markAgent(agentId: string): void {
    this.#rows.mark('agent', agentId);
    this.#schedule(false);
  }

  /** Texts deleted at the source or erased: gone from every connected replica at once. */
  forget(refs: readonly string[]): void {
    for (const session of this.#sessions) session.forget.push(...refs);
    this.#options.texts.forget(refs);
    this.#schedule(true);
  }

  #mine(desk: Desk): DeskSession {
    const session = this.#opened.get(desk);
    if (session === undefined) throw new CodedError('HELLO_FIRST');
    return session;
  }

  #committed({ events, changed }: Committed): void {
    const { center } = this.#options;
    this.#rows.markChanged(changed);
    let urgent = false;
    for (const event of events) {
      const touched = this.#audience(event);
      for (const session of touched) session.events.push(event);
      urgent ||= touched.size > 0;
      this.#moveRights(event);
      urgent = this.#markOwn(event, touched) || urgent;
      if (event.type === 'agent.registered') this.#judgeAnew(event.data);
      if (event.type === 'message.deleted') {
        const ref = center.committed.get('message', event.data.messageId)?.bodyRef;
        if (ref !== undefined) this.forget([ref]);
      }
      if (event.type === 'workItem.returned' || event.type === 'workItem.assigned') for (const id of [event.type === 'workItem.returned' ? event.data.fromAgentId : event.data.agentId]) this.#rows.mark('agent', id);
    }
    this.#schedule(urgent);
    this.#schedule(false);
  }

  /** Rows a person is working on, or is about to: their own line and their own items go out at once. */
  #markOwn(event: CenterEvent, touched: ReadonlySet<DeskSession>): boolean {
    const data = event.data as { agentId?: string; fromAgentId?: string; workItemId?: string; conversationId?: string };
    const itemId = data.workItemId ?? (data.conversationId === undefined ? undefined : this.#options.center.committed.get('conversation', data.conversationId)?.workItemId);
    let marked = false;
    for (const session of this.#sessions) {
      const isTheirs = session.viewer.agentId === data.agentId || session.viewer.agentId === data.fromAgentId;
      if (!isTheirs && !touched.has(session)) continue;
      if (itemId !== undefined) session.ownRows.add(`workItem\n${itemId}`);
      if (event.type === 'agent.stateChanged' && isTheirs) session.ownRows.add(`agent\n${session.viewer.agentId}`);
      marked ||= session.ownRows.size > 0;
    }
    return marked;
  }

  /** Somebody's role or teams changed: what their desks see is judged again, whole. */
  #judgeAnew(agent: { id: string; role: Viewer['role']; teamIds: readonly string[] }): void {
    const { center } = this.#options;
    for (const session of this.#sessions) {
      if (session.viewer.agentId !== agent.id) continue;
      session.viewer = { agentId: agent.id, role: agent.role, teamIds: agent.teamIds };
      session.rowsAnew = true;
      for (const id of [...session.held]) {
        const contactId = center.committed.get('conversation', id)?.contactId;
        const may = contactId !== undefined && mayRead(center.committed, session.viewer, id, center.index.conversationsOfContact(contactId), center.now());
        if (!may) this.#revoke(session, id);
      }
    }
  }

  /** Grants and revokes follow the owner. */
  #moveRights(event: CenterEvent): void {
    const { center } = this.#options;
    switch (event.type) {
      case 'reservation.offered':
      case 'reservation.declined':
      case 'reservation.expired':
      case 'reservation.rescinded':
      // A new item ends what whoever closed the one before could still see.
      case 'workItem.queued':
      case 'workItem.assigned':
      case 'workItem.returned':
      case 'workItem.closed':
      case 'workItem.reopened': {
        const id = event.data.conversationId;
        for (const session of this.#sessions) {
          if (holds(center.committed, session.viewer, id)) this.#grant(session, id);
          else if (session.held.has(id) && !session.fetched.has(id)) this.#revoke(session, id);
          this.#revokeUnread(session, center.committed.get('conversation', id)?.contactId);
        }
        return;
      }
      default:
    }
  }

  /** What was opened on request stays open as long as it may be read; the right may hang on another conversation of the same person. */
  #revokeUnread(session: DeskSession, contactId: string | undefined): void {
    const { center } = this.#options;
    if (contactId === undefined || session.fetched.size === 0) return;
    const ofContact = center.index.conversationsOfContact(contactId);
    for (const id of [...session.fetched]) if (ofContact.has(id) && !mayRead(center.committed, session.viewer, id, ofContact, center.now())) this.#revoke(session, id);
  }

  #audience(event: CenterEvent): ReadonlySet<DeskSession> {
    const { center } = this.#options;
    const scope = scopeOf(event, center.committed);
    const found = new Set<DeskSession>(scope.conversationId === undefined ? [] : this.#byConversation.get(scope.conversationId));
    if (scope.threadId !== undefined && scope.public) for (const id of center.index.conversationsOf(scope.threadId)) for (const session of this.#byConversation.get(id) ?? []) found.add(session);
    if (event.type === 'contact.addressFormSet' || event.type === 'contact.profileChanged') for (const id of this.#showing(event.data.contactId)) for (const session of this.#byConversation.get(id) ?? []) found.add(session);
    return found;
  }

  /** Conversations whose desks see this person: their own, and all of the public threads they speak in. */
  *#showing(contactId: string): Iterable<string> {
    const { center } = this.#options;
    for (const id of center.index.conversationsOfContact(contactId)) {
      yield id;
      const conversation = center.committed.get('conversation', id);
      if (conversation?.visibility === 'public') yield* center.index.conversationsOf(conversation.threadId);
    }
  }

  #concerns(session: DeskSession, event: CenterEvent): boolean {
    const { center } = this.#options;
    const scope = scopeOf(event, center.committed);
    if (scope.conversationId !== undefined && session.held.has(scope.conversationId)) return true;
    if (scope.threadId !== undefined && scope.public) for (const id of center.index.conversationsOf(scope.threadId)) if (session.held.has(id)) return true;
    if (event.type === 'contact.addressFormSet' || event.type === 'contact.profileChanged') for (const id of this.#showing(event.data.contactId)) if (session.held.has(id)) return true;
    return false;
  }

  #owned(session: DeskSession): string[] {
    const { center } = this.#options;
    const ids: string[] = [];
    for (const itemId of center.index.itemsOf(session.viewer.agentId)) {
      const item = center.committed.get('workItem', itemId);
      if (item !== undefined && holds(center.committed, session.viewer, item.conversationId)) ids.push(item.conversationId);
    }
    for (const reservation of center.committed.all('reservation').values()) if (reservation.state === 'pending' && reservation.agentId === session.viewer.agentId) ids.push(reservation.conversationId);
    return ids;
  }

  #mayKeep(session: DeskSession, id: string): boolean {
    const { center } = this.#options;
    const contactId = center.committed.get('conversation', id)?.contactId;
    return contactId !== undefined && holds(center.committed, session.viewer, id);
  }

  #hold(session: DeskSession, id: string, fetched: boolean): void {
    session.held.add(id);
    if (fetched) session.fetched.add(id);
    const set = this.#byConversation.get(id);
    if (set === undefined) this.#byConversation.set(id, new Set([session]));
    else set.add(session);
  }

  #grant(session: DeskSession, id: string): void {
    session.purges.delete(id);
    if (session.held.has(id)) return;
    this.#hold(session, id, session.fetched.has(id));
    session.grants.add(id);
  }

  #revoke(session: DeskSession, id: string): void {
    if (!session.held.delete(id)) return;
    session.fetched.delete(id);
    session.grants.delete(id);
    this.#byConversation.get(id)?.delete(session);
    session.purges.add(id);
  }

  /** Urgent: what a desk works on, at once. Rows of the lists around it are joined for a moment, so that a busy center does not write every desk's disk at each step. */
  #schedule(urgent: boolean): void {
    if (urgent) this.#urgent = true;
    else this.#rowsWait = true;
    if (this.#flushing) return;
    if (this.#urgent && this.#cancelUrgent === undefined)
      this.#cancelUrgent = this.#options.timers.after(0, () => {
        this.#cancelUrgent = undefined;
        this.#run(false);
      });
    if ((this.#rowsWait || this.#rows.hasDirty) && this.#cancelRows === undefined)
      this.#cancelRows = this.#options.timers.after(this.#options.rowDelayMs, () => {
        this.#cancelRows = undefined;
        this.#run(true);
      });
  }

  #run(withRows: boolean): void {
    if (this.#flushing) {
      // One frame at a time, in order: what came meanwhile is scheduled again when it is out.
      if (withRows) this.#rowsWait = true;
      else this.#urgent = true;
      return;
    }
    this.#flush(withRows).catch((error: unknown) => this.#options.onProblem(error));
  }

  async #flush(withRows: boolean): Promise<void> {
    this.#flushing = true;
    this.#urgent = false;
    if (withRows) this.#rowsWait = false;
    try {
      const { center } = this.#options;
      const toSeq = center.seq;
      const values = withRows ? await this.#rows.take() : undefined;
      for (const session of [...this.#sessions]) {
        const events = session.events.filter((e) => e.seq <= toSeq);
        const grants = [...session.grants];
        const purges = [...session.purges];
        const forget = session.forget;
        const own = session.ownRows;
        if (values === undefined && events.length + grants.length + purges.length + forget.length + own.size === 0 && !session.rowsAnew) continue;
        const anew = session.rowsAnew;
        session.rowsAnew = false;
        const rows = anew ? await this.#rows.all(session) : this.#rows.patchesFor(session, values ?? (await this.#rows.look(own)));
        if (events.length + grants.length + purges.length + forget.length + rows.length === 0 && !anew) continue;
        session.events = session.events.filter((e) => e.seq > toSeq);
        for (const id of grants) session.grants.delete(id);
        for (const id of purges) session.purges.delete(id);
        session.forget = session.forget.slice(forget.length);
        session.ownRows = new Set();
        const snapshots = await this.#frames.snapshots(grants);
        const companions = await this.#frames.companions(events);
        if (!this.#sessions.has(session)) continue;
        const upTo = Math.max(toSeq, session.cursor);
        session.send({ ...emptyBatch(session.cursor, upTo), purges, snapshots, events: events.map(envelope), ...companions, forget, rows, ...(anew ? { rowsReset: true } : {}) });
        session.cursor = upTo;
      }
    } finally {
      this.#flushing = false;
    }
    if ([...this.#sessions].some((s) => s.events.length + s.grants.size + s.purges.size + s.forget.length + s.ownRows.size > 0)) this.#urgent = true;
    if (this.#urgent) this.#schedule(true);
    if (this.#rowsWait || this.#rows.hasDirty) this.#schedule(false);
  }
}
