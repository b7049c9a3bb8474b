import type { CenterEvent } from '../../shared/events/index.ts';
import { scopeOf } from '../center/center-index.ts';
import type { Center } from '../center/center.ts';
import { holds, mayRead, viewerOf, type Viewer } from '../center/visibility.ts';
import type { DeskBook } from './desk-book.ts';
import type { DeskSession } from './desk-session.ts';

/** Whom an event concerns, and how it moves the right to hold a conversation. What it costs grows with those concerned, not with the desks there are. */
export class DeskRights {
  readonly #center: Center;
  readonly #book: DeskBook;

  constructor(center: Center, book: DeskBook) {
    this.#center = center;
    this.#book = book;
  }

  mayRead(desk: DeskSession, conversationId: string): boolean {
    const center = this.#center;
    const contactId = center.committed.get('conversation', conversationId)?.contactId;
    return contactId !== undefined && mayRead(center.committed, desk.viewer, conversationId, center.index.conversationsOfPerson(contactId), center.now());
  }

  holds(desk: DeskSession, conversationId: string): boolean {
    return holds(this.#center.committed, desk.viewer, conversationId);
  }

  /** Grants and revokes follow the owner. */
  move(event: CenterEvent): void {
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
      case 'workItem.reopened':
        return this.#follow(event.data.conversationId);
      // What was open by the right to the other one's history ends with it.
      case 'contact.unmerged':
        for (const contactId of [event.data.contactId, event.data.fromContactId]) for (const id of this.#center.index.conversationsOfPerson(contactId)) this.#follow(id);
        return;
      default:
    }
  }

  #follow(id: string): void {
    const { committed, index } = this.#center;
    for (const agentId of this.#holdersOf(id)) for (const desk of this.#book.of(agentId)) if (this.holds(desk, id)) this.#book.grant(desk, id);
    for (const desk of [...this.#book.holding(id)]) if (desk.phase === 'live' && !desk.fetched.has(id) && !this.holds(desk, id)) this.#book.revoke(desk, id);
    // What was opened on request stays open as long as it may be read; the right may hang on another conversation of the same person.
    const contactId = committed.get('conversation', id)?.contactId;
    if (contactId === undefined) return;
    for (const other of index.conversationsOfPerson(contactId))
      for (const desk of [...this.#book.holding(other)]) if (desk.phase === 'live' && desk.fetched.has(other) && !this.mayRead(desk, other)) this.#book.revoke(desk, other);
  }

  /** The only people who can hold it: see `holds`. */
  #holdersOf(id: string): Set<string | undefined> {
    const { committed } = this.#center;
    const conversation = committed.get('conversation', id);
    const item = conversation?.workItemId === undefined ? undefined : committed.get('workItem', conversation.workItemId);
    const reservation = item?.reservationId === undefined ? undefined : committed.get('reservation', item.reservationId);
    return new Set([conversation?.ownerAgentId, item?.lastAgentId, reservation?.agentId]);
  }

  /** Somebody's role or teams changed: what their desks see is judged again, whole. Of those whose hello is being answered only the person is new. */
  judgeAnew(agent: { id: string; role: Viewer['role']; teamIds: readonly string[] }, desks: Iterable<DeskSession>): void {
    for (const desk of desks) {
      if (desk.viewer.agentId !== agent.id) continue;
      desk.viewer = viewerOf(this.#center.committed, agent, agent.role);
      if (desk.phase !== 'live') continue;
      desk.rowsAnew = true;
      this.#book.pending.add(desk);
      for (const id of [...desk.held]) if (!this.mayRead(desk, id)) this.#book.revoke(desk, id);
    }
  }

  /** The rights of an account changed: who is named alone, or no longer, sees other rows; what was opened on request ends with the right to it. */
  accountChanged(desks: Iterable<DeskSession>): void {
    const { committed } = this.#center;
    const all = [...desks];
    for (const desk of all) {
      const agent = committed.get('agent', desk.viewer.agentId);
      if (agent === undefined) continue;
      const { teamIds } = viewerOf(committed, agent, desk.viewer.role);
      if (teamIds.length !== desk.viewer.teamIds.length) this.judgeAnew({ ...agent, role: desk.viewer.role }, [desk]);
      else if (desk.phase === 'live') for (const id of [...desk.held]) if (!this.mayRead(desk, id)) this.#book.revoke(desk, id);
    }
  }

  /** Desks that are to hear of it, those still starting included. */
  audience(event: CenterEvent): ReadonlySet<DeskSession> {
    const found = new Set<DeskSession>();
    for (const id of this.scope(event)) for (const desk of this.#book.holding(id)) found.add(desk);
    return found;
  }

  concerns(desk: DeskSession, event: CenterEvent): boolean {
    for (const id of this.scope(event)) if (desk.held.has(id)) return true;
    return false;
  }

  /** Conversations whose holders are to hear of it. */
  *scope(event: CenterEvent): Iterable<string> {
    const { committed, index } = this.#center;
    const scope = scopeOf(event, committed);
    if (scope.conversationId !== undefined) yield scope.conversationId;
    if (scope.threadId !== undefined && scope.public) yield* index.conversationsOf(scope.threadId);
    if (event.type === 'contact.merged' || event.type === 'contact.unmerged') yield* this.#showingPerson(event.type === 'contact.merged' ? event.data.intoContactId : event.data.fromContactId);
    if (event.type.startsWith('contact.') && 'contactId' in event.data) yield* event.type === 'contact.unmerged' ? this.#showingPerson(event.data.contactId) : this.#showing(event.data.contactId);
  }

  /** The same of all contacts that are one person. */
  *#showingPerson(contactId: string): Iterable<string> {
    for (const id of this.#center.index.contactsOfPerson(contactId)) yield* this.#showing(id);
  }

  /** Conversations whose desks see this person: their own, and all of the public threads they speak in. */
  *#showing(contactId: string): Iterable<string> {
    const { committed, index } = this.#center;
    for (const id of index.conversationsOfContact(contactId)) {
      yield id;
      const conversation = committed.get('conversation', id);
      if (conversation?.visibility === 'public') yield* index.conversationsOf(conversation.threadId);
    }
  }

  /** What the person holds or is offered. */
  ownedBy(desk: DeskSession): string[] {
    const { committed, index } = this.#center;
    const ids: string[] = [];
    for (const itemId of index.itemsOf(desk.viewer.agentId)) {
      const item = committed.get('workItem', itemId);
      if (item !== undefined && this.holds(desk, item.conversationId)) ids.push(item.conversationId);
    }
    for (const reservation of committed.all('reservation').values()) if (reservation.state === 'pending' && reservation.agentId === desk.viewer.agentId) ids.push(reservation.conversationId);
    return ids;
  }
}
