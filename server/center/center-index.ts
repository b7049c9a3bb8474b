import type { CenterEvent } from '../../shared/events/index.ts';
import type { EntityRef } from '../../shared/reducers/index.ts';
import { CaseIndex } from './case-index.ts';
import { PersonIndex } from './person-index.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

const NONE: ReadonlySet<string> = new Set();

/** Most keys have one id only, and of these there are hundreds of thousands: a Set is made for the second. */
class FewIds {
  readonly #of = new Map<string, string | Set<string>>();

  add(key: string, id: string): void {
    const there = this.#of.get(key);
    if (there === undefined) this.#of.set(key, id);
    else if (typeof there !== 'string') there.add(id);
    else if (there !== id) this.#of.set(key, new Set([there, id]));
  }

  /** As of now. */
  get(key: string): ReadonlySet<string> {
    const there = this.#of.get(key);
    return there === undefined ? NONE : typeof there === 'string' ? new Set([there]) : there;
  }
}

/** Ways to find entities by something other than their id. Follows the folded state; holds nothing of its own. */
export class CenterIndex {
  readonly #messageByRemote = new Map<string, string>();
  readonly #threadBySubject = new Map<string, { threadId: string; sentAt: number }>();
  readonly #threadByRemote = new Map<string, string>();
  readonly #contactByIdentity = new Map<string, string>();
  readonly #conversationByThreadContact = new Map<string, string>();
  readonly #accountByHandle = new Map<string, string>();
  readonly #agentByInitials = new Map<string, string>();
  readonly #replyByPlatformKey = new Map<string, string>();
  readonly #messagesByThread = new Map<string, Set<string>>();
  readonly #conversationsByThread = new Map<string, Set<string>>();
  readonly #conversationsByContact = new Map<string, Set<string>>();
  readonly #repliesByConversation = new Map<string, Set<string>>();
  readonly #notesByConversation = new Map<string, Set<string>>();
  readonly #itemsByConversation = new FewIds();
  readonly #itemsByAgent = new Map<string, Set<string>>();
  readonly #ownerOfItem = new Map<string, string>();
  readonly #clusterMembers = new Map<string, readonly string[]>();
  readonly #clusterByConversation = new Map<string, string>();
  readonly #openReplies = new Set<string>();
  readonly #scheduledReplies = new Set<string>();
  readonly #erasedUntil = new Map<string, number>();
  readonly #erasedMessages = new Set<string>();
  readonly #people = new PersonIndex();
  readonly #cases = new CaseIndex();

  messageByRemote(accountId: string, remoteId: string): string | undefined {
    return this.#messageByRemote.get(`${accountId}\n${remoteId}`);
  }
  threadByRemote(accountId: string, remoteId: string): string | undefined {
    return this.#threadByRemote.get(`${accountId}\n${remoteId}`);
  }
  /** The thread of the last message with this subject key. */
  threadBySubject(key: string): { readonly threadId: string; readonly sentAt: number } | undefined {
    return this.#threadBySubject.get(key);
  }
  contactByIdentity(key: string): string | undefined {
    return this.#contactByIdentity.get(key);
  }
  conversationOf(threadId: string, contactId: string): string | undefined {
    return this.#conversationByThreadContact.get(`${threadId}\n${contactId}`);
  }
  accountByHandle(channel: string, handle: string): string | undefined {
    return this.#accountByHandle.get(`${channel}\n${handle.toLowerCase()}`);
  }
  agentByInitials(initials: string): string | undefined {
    return this.#agentByInitials.get(initials);
  }
  replyByPlatformKey(key: string): string | undefined {
    return this.#replyByPlatformKey.get(key);
  }
  messagesOf(threadId: string): ReadonlySet<string> {
    return this.#messagesByThread.get(threadId) ?? NONE;
  }
  conversationsOf(threadId: string): ReadonlySet<string> {
    return this.#conversationsByThread.get(threadId) ?? NONE;
  }
  conversationsOfContact(contactId: string): ReadonlySet<string> {
    return this.#conversationsByContact.get(contactId) ?? NONE;
  }
  /** Of all contacts that are this person (D16). */
  conversationsOfPerson(contactId: string): ReadonlySet<string> {
    const contacts = this.#people.contactsOf(contactId);
    return contacts.length === 1 ? this.conversationsOfContact(contactId) : new Set(contacts.flatMap((id) => [...this.conversationsOfContact(id)]));
  }
  /** Conversations of one case. */
  partsOfCase(caseId: string): ReadonlySet<string> {
    return this.#cases.partsOf(caseId);
  }
  /** Conversations with a ticket that is open and was not overdue yet. */
  awaitingOthers(): ReadonlySet<string> {
    return this.#cases.awaiting();
  }
  /** All contacts that are this person, this one first. */
  contactsOfPerson(contactId: string): readonly string[] {
    return this.#people.contactsOf(contactId);
  }
  /** Contacts whose profile is called alike, by the key they share. */
  contactsAlike(likenessKey: string): ReadonlySet<string> {
    return this.#people.alike(likenessKey);
  }
  repliesOf(conversationId: string): ReadonlySet<string> {
    return this.#repliesByConversation.get(conversationId) ?? NONE;
  }
  notesOf(conversationId: string): ReadonlySet<string> {
    return this.#notesByConversation.get(conversationId) ?? NONE;
  }
  /** Items the conversation has raised, closed ones included. */
  itemsOfConversation(conversationId: string): ReadonlySet<string> {
    return this.#itemsByConversation.get(conversationId);
  }
  /** The open question (T6) a conversation is a member of. */
  clusterOf(conversationId: string): string | undefined {
    return this.#clusterByConversation.get(conversationId);
  }
  /** Items an agent holds. */
  itemsOf(agentId: string): ReadonlySet<string> {
    return this.#itemsByAgent.get(agentId) ?? NONE;
  }
  /** ms; posts of this identity up to then are not heard: the person was erased. */
  erasedUntil(identityKey: string): number | undefined {
    return this.#erasedUntil.get(identityKey);
  }
  /** HMACs of the remote ids of erased people's posts. */
  erasedMessages(): ReadonlySet<string> {
    return this.#erasedMessages;
  }
  /** Replies permitted whose outcome is not known. */
  openReplies(): ReadonlySet<string> {
    return this.#openReplies;
  }
  /** Replies that are to go out later. */
  scheduledReplies(): ReadonlySet<string> {
    return this.#scheduledReplies;
  }

  /** Takes in what one event changed. */
  follow(state: EntityMaps, refs: readonly EntityRef[]): void {
    for (const [noun, id] of refs) this.#followOne(state, noun, id);
  }

  /** Builds the index over a loaded snapshot. */
  rebuild(state: EntityMaps): void {
    for (const [id, { conversationId }] of state.all('workItem')) this.#itemsByConversation.add(conversationId, id);
    for (const noun of ['account', 'agent', 'contact', 'thread', 'conversation', 'message', 'workItem', 'reply', 'note', 'cluster'] as const) for (const id of state.all(noun).keys()) this.#followOne(state, noun, id);
  }

  #followOne(state: EntityMaps, noun: EntityRef[0], id: string): void {
    switch (noun) {
      case 'message': {
        const message = state.get('message', id);
        if (message === undefined) return;
        const thread = state.get('thread', message.threadId);
        if (thread !== undefined) this.#messageByRemote.set(`${thread.accountId}\n${message.remoteId}`, id);
        if (message.subjectKey !== undefined && (this.#threadBySubject.get(message.subjectKey)?.sentAt ?? -1) <= message.sentAt) this.#threadBySubject.set(message.subjectKey, { threadId: message.threadId, sentAt: message.sentAt });
        put(this.#messagesByThread, message.threadId, id);
        return;
      }
      case 'thread': {
        const thread = state.get('thread', id);
        if (thread !== undefined) this.#threadByRemote.set(`${thread.accountId}\n${thread.remoteId}`, id);
        return;
      }
      case 'contact': {
        const contact = state.get('contact', id);
        for (const key of contact?.identityKeys ?? []) {
          if (contact?.tombstone === undefined) this.#contactByIdentity.set(key, id);
          else {
            this.#erasedUntil.set(key, Math.max(contact.tombstone.cutoffAt, this.#erasedUntil.get(key) ?? 0));
            // A new message of the same person made a new contact, which stays theirs.
            if (this.#contactByIdentity.get(key) === id) this.#contactByIdentity.delete(key);
          }
        }
        if (contact !== undefined) this.#people.follow(contact);
        for (const key of contact?.tombstone?.remoteKeys ?? []) this.#erasedMessages.add(key);
        return;
      }
      case 'conversation': {
        const conversation = state.get('conversation', id);
        if (conversation === undefined) return;
        this.#conversationByThreadContact.set(`${conversation.threadId}\n${conversation.contactId}`, id);
        put(this.#conversationsByThread, conversation.threadId, id);
        put(this.#conversationsByContact, conversation.contactId, id);
        this.#cases.follow(conversation);
        return;
      }
      case 'workItem': {
        const item = state.get('workItem', id);
        const before = this.#ownerOfItem.get(id);
        // Once is enough: an item stays in its conversation.
        if (item?.state === 'queued') this.#itemsByConversation.add(item.conversationId, id);
        const owner = item?.state === 'assigned' ? item.ownerAgentId : undefined;
        if (before === owner) return;
        if (before !== undefined) this.#itemsByAgent.get(before)?.delete(id);
        if (owner === undefined) this.#ownerOfItem.delete(id);
        else {
          this.#ownerOfItem.set(id, owner);
          put(this.#itemsByAgent, owner, id);
        }
        return;
      }
      case 'reply': {
        const reply = state.get('reply', id);
        if (reply === undefined) return;
        this.#replyByPlatformKey.set(reply.platformKey, id);
        put(this.#repliesByConversation, reply.conversationId, id);
        if (reply.state === 'permitted' || reply.state === 'unconfirmed') this.#openReplies.add(id);
        else this.#openReplies.delete(id);
        if (reply.state === 'scheduled') this.#scheduledReplies.add(id);
        else this.#scheduledReplies.delete(id);
        return;
      }
      case 'note': {
        const note = state.get('note', id);
        if (note !== undefined) put(this.#notesByConversation, note.conversationId, id);
        return;
      }
      case 'cluster': {
        const cluster = state.get('cluster', id);
        for (const one of this.#clusterMembers.get(id) ?? []) if (this.#clusterByConversation.get(one) === id) this.#clusterByConversation.delete(one);
        const isOpen = cluster !== undefined && cluster.kind === 'question' && (cluster.state === 'proposed' || cluster.state === 'confirmed');
        if (!isOpen) this.#clusterMembers.delete(id);
        else {
          this.#clusterMembers.set(id, cluster.conversationIds);
          for (const one of cluster.conversationIds) this.#clusterByConversation.set(one, id);
        }
        return;
      }
      case 'account': {
        const account = state.get('account', id);
        if (account !== undefined) this.#accountByHandle.set(`${account.channel}\n${account.handle.toLowerCase()}`, id);
        return;
      }
      case 'agent': {
        const agent = state.get('agent', id);
        // Each assignment changes the person, hardly ever what they are called.
        if (agent !== undefined && this.#agentByInitials.get(agent.initials) !== id) this.#agentByInitials.set(agent.initials, id);
        return;
      }
      default:
    }
  }
}

/** The conversation and thread an event speaks about: decides which desks may see it. */
export function scopeOf(event: CenterEvent, state: EntityMaps): { readonly conversationId?: string | undefined; readonly threadId?: string | undefined; readonly public: boolean } {
  switch (event.type) {
    case 'message.received':
    case 'message.read':
    case 'message.marked':
    case 'message.readingCorrected':
      return { conversationId: event.data.conversationId, threadId: event.data.threadId, public: event.data.visibility === 'public' };
    case 'message.edited':
    case 'message.changeAllowed':
    case 'message.changeEnded':
    case 'message.deleted': {
      const message = state.get('message', event.data.messageId);
      return { conversationId: message?.conversationId, threadId: message?.threadId, public: message?.visibility === 'public' };
    }
    case 'reply.delivered': {
      const message = event.data.messages[0];
      return { conversationId: event.data.conversationId, threadId: message?.threadId, public: message?.visibility === 'public' };
    }
    case 'thread.opened':
      return { threadId: event.data.id, public: event.data.visibility === 'public' };
    case 'conversation.opened':
      return { conversationId: event.data.id, threadId: event.data.threadId, public: event.data.visibility === 'public' };
    case 'conversation.erased':
      return { conversationId: event.data.conversationId, threadId: event.data.threadId, public: event.data.visibility === 'public' };
    case 'contact.created':
    case 'contact.profileChanged':
    case 'contact.blocked':
    case 'contact.unblocked':
    case 'contact.addressFormSet':
    case 'contact.identityChecked':
    case 'contact.identityCheckWithdrawn':
    case 'contact.consentNoted':
    case 'contact.merged':
    case 'contact.unmerged':
    case 'contact.erased':
    case 'account.registered':
    case 'account.stopped':
    case 'account.resumed':
    case 'queue.defined':
    case 'skill.defined':
    case 'team.defined':
    case 'awayNotice.due':
    case 'awayNotice.worded':
    case 'awayNotice.handedOn':
    case 'awayNotice.permitted':
    case 'awayNotice.ended':
    case 'calendar.defined':
    case 'house.removed':
    case 'house.changed':
    case 'workItem.dueMoved':
    case 'account.feedSwitched':
    case 'figures.switched':
    case 'tag.defined':
    case 'houseSetting.defined':
    case 'roster.defined':
    case 'invitation.made':
    case 'invitation.revoked':
    case 'invitation.used':
    case 'terms.changed':
    case 'savedView.saved':
    case 'savedView.removed':
    case 'deskSetup.changed':
    case 'briefing.written':
    case 'briefing.ended':
    case 'briefing.read':
    case 'strategy.proposed':
    case 'strategy.changed':
    case 'cluster.proposed':
    case 'cluster.grown':
    case 'cluster.confirmed':
    case 'cluster.split':
    case 'cluster.merged':
    case 'cluster.dismissed':
    case 'cluster.membersPut':
    case 'cluster.membersTaken':
    case 'cluster.ended':
    case 'situation.opened':
    case 'situation.changed':
    case 'situation.closed':
    case 'volume.counted':
    case 'spike.raised':
    case 'spike.seen':
    case 'spike.ended':
    case 'agent.capacityForced':
    case 'agent.capacityLifted':
    case 'agent.shiftPlanned':
    case 'agent.wishesSet':
    case 'agent.traineeSet':
    case 'article.saved':
    case 'article.proposed':
    case 'article.proposalDropped':
    case 'article.published':
    case 'article.retired':
    case 'server.resumed':
    case 'agent.registered':
    case 'agent.stateChanged':
    case 'agent.connected':
    case 'agent.dropped':
    case 'bulkAnswer.started':
    case 'bulkAnswer.joined':
    case 'bulkAnswer.written':
    case 'bulkAnswer.confirmed':
    case 'bulkAnswer.skipped':
    case 'bulkAnswer.handedOut':
    case 'bulkAnswer.failed':
    case 'bulkAnswer.paused':
    case 'bulkAnswer.resumed':
    case 'bulkAnswer.stopped':
    case 'bulkAnswer.statusPosted':
      return { public: false };
    default:
      return { conversationId: event.data.conversationId, public: false };
  }
}
