import type { CenterEvent, EventOf } from '../../shared/events/index.ts';
import type { Effect } from './platform.ts';

// The referee's own reading of the log: none of the product's reducers, so that a mistake in them shows.

export interface Said {
  readonly id: string;
  readonly conversationId: string | undefined;
  readonly direction: 'in' | 'out';
  readonly remoteId: string;
  readonly seq: number;
  /** Every text it ever had. */
  readonly refs: string[];
  deleted: boolean;
  /** The reply that answered it on the platform, and not as a declared follow-up. */
  answeredBy?: string | undefined;
}

export interface Talk {
  readonly id: string;
  readonly threadId: string;
  readonly accountId: string;
  readonly contactId: string;
  /** Its person was forgotten. */
  erased: boolean;
  epoch: number;
  owner: string | undefined;
  itemId: string | undefined;
  /** Customer's messages in the order of the log. */
  readonly inbound: Said[];
  /** Not answered, not dismissed, not deleted. */
  unanswered: Said[];
  lock: string | undefined;
  /** Answers that are to go out later. */
  readonly planned: Set<string>;
  /** A lead took it while an answer could be out. */
  forcedAtEpoch: number;
  /** Where its item was last closed: that ends the hold without a change of owner. */
  closedAt: number;
}

export interface Item {
  readonly id: string;
  readonly talkId: string;
  state: 'queued' | 'offered' | 'assigned' | 'closed';
  owner: string | undefined;
  cost: number;
  waitingFor: 'us' | 'customer';
}

export interface Permit {
  readonly replyId: string;
  readonly talkId: string;
  readonly agentId: string;
  readonly replicaId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly followUp: boolean;
  readonly parts: number;
  readonly through: string | undefined;
  readonly covers: readonly Said[];
  state: 'permitted' | 'delivered' | 'failed' | 'unconfirmed' | 'discarded';
  deliveredSeq?: number | undefined;
}

const CALL_COST = 100;
const LIVE_COST = 20;

export type Complain = (rule: string, detail: string) => void;

/** What the log says, folded by hand. */
export class Ledger {
  readonly said = new Map<string, Said>();
  readonly byRemote = new Map<string, Said>();
  readonly talks = new Map<string, Talk>();
  readonly items = new Map<string, Item>();
  readonly permits = new Map<string, Permit>();
  readonly scheduled = new Map<string, { readonly sendAt: number; readonly executor: { readonly kind: 'headless' } | { readonly kind: 'desk'; readonly replicaId: string } }>();
  readonly headlessReplicas = new Set<string>();
  readonly offers = new Map<string, { readonly agentId: string; readonly cost: number; readonly itemId: string }>();
  readonly capacity = new Map<string, number>();
  /** A lead's word, in place of it. */
  readonly forcedCapacity = new Map<string, number>();
  readonly notes = new Map<string, number>();
  readonly drafts = new Map<string, { readonly agentId: string; readonly bodyRef: string; readonly fromReplyId: string | undefined }>();
  /** Replies that a person let go of: what they do afterwards is that person's word, counted apart. */
  readonly letGo = new Set<string>();
  readonly touched = new Set<Talk>();
  /** Where a text belongs. */
  readonly homes = new Map<string, { readonly talkId?: string | undefined; readonly threadId?: string | undefined; readonly contactId?: string | undefined; readonly isPublic?: boolean | undefined }>();
  /** Texts of people who asked to be forgotten: nowhere, any more. */
  readonly erasedRefs = new Set<string>();
  readonly erasedContacts = new Set<string>();
  /** Identity → posts of theirs up to then need not be known. */
  readonly #erasedUntil = new Map<string, number>();
  readonly #identities = new Map<string, readonly string[]>();
  readonly #threads = new Map<string, string>();
  readonly #complain: Complain;
  /** Seq up to which the closing desk had seen, for a close that the log is about to show. */
  seenWhenClosing: (itemId: string, agentId: string) => number = () => Number.MAX_SAFE_INTEGER;
  forcedDoubles = 0;
  seq = 0;

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  /** `comes`: cost of what comes. A call puts aside what is not live, which costs nothing meanwhile (R9). */
  loadOf(agentId: string, comes: number): number {
    let load = 0;
    const add = (cost: number): void => void (load += comes < CALL_COST || cost >= LIVE_COST ? cost : 0);
    for (const item of this.items.values()) if (item.state === 'assigned' && item.owner === agentId) add(item.cost);
    for (const offer of this.offers.values()) if (offer.agentId === agentId) add(offer.cost);
    return load;
  }

  fold(event: CenterEvent): void {
    if (event.seq !== this.seq + 1) this.#complain('SIM-21', `event ${event.seq} follows ${this.seq}`);
    this.seq = event.seq;
    switch (event.type) {
      case 'agent.registered':
        this.capacity.set(event.data.id, event.data.capacity);
        return;
      case 'agent.capacityForced':
        this.forcedCapacity.set(event.data.agentId, event.data.capacity);
        return;
      case 'agent.capacityLifted':
        this.forcedCapacity.delete(event.data.agentId);
        return;
      case 'escalation.raised':
        this.homes.set(event.data.reasonRef, { talkId: event.data.conversationId });
        return;
      case 'callBack.planned':
        this.homes.set(event.data.callBack.bodyRef, { talkId: event.data.conversationId });
        return;
      case 'whisper.sent':
        this.homes.set(event.data.bodyRef, { talkId: event.data.conversationId });
        return;
      case 'thread.opened':
        this.#threads.set(event.data.id, event.data.accountId);
        return;
      case 'conversation.opened':
        this.talks.set(event.data.id, { id: event.data.id, threadId: event.data.threadId, accountId: event.data.accountId, contactId: event.data.contactId, erased: false, epoch: 0, owner: undefined, itemId: undefined, inbound: [], unanswered: [], lock: undefined, planned: new Set(), forcedAtEpoch: 0, closedAt: 0 });
        return;
      case 'message.received':
        return this.#hear(event.data, event.seq);
      case 'message.edited': {
        const said = this.said.get(event.data.messageId);
        const home = this.homes.get(said?.refs[0] ?? '');
        said?.refs.push(event.data.bodyRef);
        if (home !== undefined) this.homes.set(event.data.bodyRef, home);
        return;
      }
      case 'contact.erased':
        return this.#forget(event.data.contactId, event.data.cutoffAt);
      case 'contact.created':
        this.#identities.set(event.data.id, event.data.identityKeys);
        this.homes.set(event.data.profileRef, { contactId: event.data.id });
        return;
      case 'contact.profileChanged':
        this.homes.set(event.data.profileRef, { contactId: event.data.contactId });
        return;
      case 'message.deleted': {
        const said = this.said.get(event.data.messageId);
        if (said === undefined) return;
        said.deleted = true;
        const talk = this.#talk(said.conversationId);
        if (talk !== undefined) talk.unanswered = talk.unanswered.filter((other) => other !== said);
        return;
      }
      case 'conversation.answeredElsewhere': {
        const talk = this.#talk(event.data.conversationId);
        if (talk !== undefined) this.#answered(talk, event.data.throughMessageId);
        return;
      }
      case 'note.added':
        this.homes.set(event.data.bodyRef, { talkId: event.data.conversationId });
        this.notes.set(event.data.id, (this.notes.get(event.data.id) ?? 0) + 1);
        if (this.notes.get(event.data.id) !== 1) this.#complain('SIM-12', `note ${event.data.id} was written twice`);
        return;
      case 'draft.saved':
        this.homes.set(event.data.bodyRef, { talkId: event.data.conversationId });
        this.drafts.set(event.data.conversationId, { agentId: event.data.agentId, bodyRef: event.data.bodyRef, fromReplyId: event.data.fromReplyId });
        return;
      case 'approval.asked':
        this.homes.set(event.data.bodyRef, { talkId: event.data.conversationId });
        return;
      case 'approval.given':
        if (event.data.changedRef !== undefined) this.homes.set(event.data.changedRef, { talkId: event.data.conversationId });
        return;
      case 'approval.sentBack':
        this.homes.set(event.data.wordRef, { talkId: event.data.conversationId });
        return;
      case 'draft.cleared':
        this.drafts.delete(event.data.conversationId);
        return;
      default:
        if (event.type.startsWith('reply.')) this.#reply(event);
        else this.#work(event);
    }
  }

  /** A post of somebody who asked to be forgotten since: it need not be known. */
  isForgotten(channel: string, authorRemoteId: string, sentAt: number): boolean {
    return sentAt <= (this.#erasedUntil.get(`${channel}:${authorRemoteId}`) ?? 0);
  }

  #forget(contactId: string, cutoffAt: number): void {
    this.erasedContacts.add(contactId);
    for (const key of this.#identities.get(contactId) ?? []) this.#erasedUntil.set(key, cutoffAt);
    for (const talk of this.talks.values()) if (talk.contactId === contactId) talk.erased = true;
    for (const [ref, home] of this.homes) if (home.contactId === contactId || this.talks.get(home.talkId ?? '')?.contactId === contactId) this.erasedRefs.add(ref);
  }

  /** A customer can see this now. */
  effect(effect: Effect): void {
    const permit = this.permits.get(effect.replyId);
    if (permit === undefined || permit.followUp || effect.part > 0) return;
    for (const said of permit.covers) {
      if (said.answeredBy === undefined || said.answeredBy === effect.replyId) said.answeredBy = effect.replyId;
      else if (this.letGo.has(said.answeredBy) || this.letGo.has(effect.replyId)) this.forcedDoubles += 1;
      else this.#complain('SIM-5', `message ${said.id} was answered by ${said.answeredBy} and by ${effect.replyId}`);
    }
  }

  #hear(data: { id: string; threadId: string; conversationId?: string | undefined; direction: 'in' | 'out'; visibility: 'public' | 'private'; remoteId: string; bodyRef: string }, seq: number): void {
    this.homes.set(data.bodyRef, { talkId: data.conversationId, threadId: data.threadId, isPublic: data.visibility === 'public' });
    const said: Said = { id: data.id, conversationId: data.conversationId, direction: data.direction, remoteId: data.remoteId, seq, refs: [data.bodyRef], deleted: false };
    const at = `${this.#threads.get(data.threadId) ?? '?'} ${data.remoteId}`;
    if (this.byRemote.has(at)) this.#complain('SIM-2', `${at} is in the log twice (${this.byRemote.get(at)?.id} and ${data.id})`);
    this.byRemote.set(at, said);
    this.said.set(data.id, said);
    const talk = this.#talk(data.conversationId);
    if (talk === undefined || data.direction !== 'in') return;
    talk.inbound.push(said);
    talk.unanswered.push(said);
  }

  #talk(id: string | undefined): Talk | undefined {
    const talk = id === undefined ? undefined : this.talks.get(id);
    if (talk !== undefined) this.touched.add(talk);
    return talk;
  }

  #answered(talk: Talk, throughId: string | undefined): void {
    const at = talk.inbound.findIndex((said) => said.id === throughId);
    if (at < 0) return;
    const covered = new Set(talk.inbound.slice(0, at + 1));
    talk.unanswered = talk.unanswered.filter((said) => !covered.has(said));
  }

  #reply(event: CenterEvent): void {
    if (event.type === 'reply.permitted') {
      const d = event.data;
      const talk = this.#talk(d.conversationId);
      if (talk === undefined) return;
      if (this.permits.has(d.id)) this.#complain('SIM-7', `${d.id} was permitted twice`);
      this.#mustBeDue(event.at, event.data);
      if (talk.lock !== undefined) this.#complain('SIM-7', `${d.id} was permitted while ${talk.lock} was under way`);
      if (talk.owner !== d.agentId || talk.epoch !== d.epoch) this.#complain('SIM-7', `${d.id} was permitted to ${d.agentId} at epoch ${d.epoch}, but ${talk.owner ?? 'nobody'} holds it at ${talk.epoch}`);
      const at = talk.inbound.findIndex((said) => said.id === d.answersThroughMessageId);
      const upTo = new Set(talk.inbound.slice(0, at + 1));
      const covers = talk.unanswered.filter((said) => upTo.has(said));
      this.permits.set(d.id, { replyId: d.id, talkId: talk.id, agentId: d.agentId, replicaId: d.replicaId, epoch: d.epoch, seq: event.seq, followUp: d.followUp, parts: d.parts, through: d.answersThroughMessageId, covers, state: 'permitted' });
      talk.lock = d.id;
      talk.planned.delete(d.id);
      for (const ref of [d.bodyRef, ...d.partBodyRefs]) this.homes.set(ref, { talkId: talk.id });
      return;
    }
    if (event.type === 'reply.scheduled') {
      for (const ref of [event.data.bodyRef, ...event.data.partBodyRefs]) this.homes.set(ref, { talkId: event.data.conversationId });
      this.scheduled.set(event.data.id, { sendAt: event.data.sendAt, executor: event.data.executor });
      this.#talk(event.data.conversationId)?.planned.add(event.data.id);
      return;
    }
    if (event.type === 'reply.executorChanged') {
      const known = this.scheduled.get(event.data.replyId);
      if (this.permits.has(event.data.replyId)) this.#complain('SIM-24', `${event.data.replyId} got another executor although it had leave`);
      if (known !== undefined) this.scheduled.set(event.data.replyId, { ...known, executor: event.data.executor });
      return;
    }
    if (event.type !== 'reply.delivered' && event.type !== 'reply.failed' && event.type !== 'reply.discarded' && event.type !== 'reply.unconfirmed') return;
    const talk = this.#talk(event.data.conversationId);
    talk?.planned.delete(event.data.replyId);
    const permit = this.permits.get(event.data.replyId);
    if (talk === undefined || permit === undefined) return;
    if (event.type === 'reply.unconfirmed') {
      if (permit.state === 'permitted') permit.state = 'unconfirmed';
      return;
    }
    if (event.type === 'reply.delivered') {
      for (const message of event.data.messages) this.#hear(message, event.seq);
      this.#answered(talk, permit.through);
      permit.state = 'delivered';
      permit.deliveredSeq ??= event.seq;
    } else if (permit.state !== 'delivered') permit.state = event.type === 'reply.failed' ? 'failed' : 'discarded';
    if (event.type === 'reply.discarded') this.letGo.add(permit.replyId);
    if (talk.lock === permit.replyId) talk.lock = undefined;
  }

  /** What was scheduled gets leave not before its time, and only where it was to be sent from. */
  #mustBeDue(at: number, data: EventOf<'reply.permitted'>['data']): void {
    const planned = this.scheduled.get(data.id);
    if (planned === undefined) return;
    if (at < planned.sendAt) this.#complain('SIM-24', `${data.id} got leave ${planned.sendAt - at} ms before its time`);
    const right = planned.executor.kind === 'headless' ? this.headlessReplicas.has(data.replicaId) : planned.executor.replicaId === data.replicaId;
    if (!right) this.#complain('SIM-24', `${data.id} got leave for ${data.replicaId}, but ${JSON.stringify(planned.executor)} was to send it`);
  }

  #work(event: CenterEvent): void {
    if (!('workItemId' in event.data) && event.type !== 'workItem.queued') return;
    if (event.type === 'workItem.queued') {
      const d = event.data;
      const talk = this.#talk(d.conversationId);
      const before = talk?.itemId === undefined ? undefined : this.items.get(talk.itemId);
      if (before !== undefined && before.state !== 'closed') this.#complain('SIM-4', `${d.conversationId} raised ${d.id} while ${before.id} is ${before.state}`);
      this.items.set(d.id, { id: d.id, talkId: d.conversationId, state: 'queued', owner: undefined, cost: d.cost, waitingFor: 'us' });
      if (talk !== undefined) talk.itemId = d.id;
      return;
    }
    const item = this.items.get((event.data as { workItemId: string }).workItemId);
    const talk = this.#talk(item?.talkId);
    if (item === undefined || talk === undefined) return;
    switch (event.type) {
      case 'workItem.assigned':
        this.#newEpoch(talk, event.data.epoch);
        if (item.owner !== event.data.agentId && event.data.reason.forced === true) talk.forcedAtEpoch = event.data.epoch;
        if (event.actor === 'router') this.#mustFit(event.data.agentId, item.cost);
        item.state = 'assigned';
        item.owner = event.data.agentId;
        talk.owner = event.data.agentId;
        return;
      case 'workItem.returned':
        this.#newEpoch(talk, event.data.epoch);
        if (event.data.forced === true) talk.forcedAtEpoch = event.data.epoch;
        item.state = 'queued';
        item.owner = undefined;
        talk.owner = undefined;
        return;
      // Asleep it takes nothing of anybody's hands.
      case 'workItem.snoozed':
        item.cost = 0;
        return;
      case 'workItem.parked':
        item.waitingFor = 'customer';
        item.cost = 0;
        return;
      case 'workItem.resumed':
        item.waitingFor = 'us';
        item.cost = event.data.cost;
        return;
      case 'workItem.closed': {
        item.state = 'closed';
        talk.closedAt = event.seq;
        item.owner = undefined;
        talk.owner = undefined;
        item.cost = 0;
        const seen = event.data.agentId === undefined ? Number.MAX_SAFE_INTEGER : this.seenWhenClosing(item.id, event.data.agentId);
        // What is being answered waits for that; what was not seen is not dismissed.
        const answering = new Set(talk.lock === undefined ? [] : this.permits.get(talk.lock)?.covers);
        talk.unanswered = talk.unanswered.filter((said) => said.seq > seen || answering.has(said));
        return;
      }
      case 'workItem.reopened':
        talk.itemId = item.id;
        item.state = 'queued';
        item.waitingFor = 'us';
        item.cost = event.data.cost;
        return;
      case 'reservation.offered':
        this.#mustFit(event.data.agentId, item.cost);
        this.offers.set(event.data.reservationId, { agentId: event.data.agentId, cost: item.cost, itemId: item.id });
        item.state = 'offered';
        return;
      case 'reservation.accepted':
      case 'reservation.declined':
      case 'reservation.expired':
      case 'reservation.rescinded':
        this.offers.delete(event.data.reservationId);
        if (item.state === 'offered') item.state = 'queued';
        return;
      default:
    }
  }

  #newEpoch(talk: Talk, epoch: number): void {
    if (epoch !== talk.epoch + 1) this.#complain('SIM-9', `${talk.id} went from epoch ${talk.epoch} to ${epoch}`);
    talk.epoch = Math.max(epoch, talk.epoch);
  }

  #mustFit(agentId: string, cost: number): void {
    const load = this.loadOf(agentId, cost);
    const capacity = this.forcedCapacity.get(agentId) ?? this.capacity.get(agentId) ?? 0;
    if (load + cost > capacity) this.#complain('SIM-10', `${agentId} holds ${load} of ${capacity} and was given ${cost} more`);
  }
}
