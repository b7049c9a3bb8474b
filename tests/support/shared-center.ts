import { customerPost, type Placement } from '../../server/ingest/inbound-events.ts';
import type { Command } from '../../shared/commands/index.ts';
import { DECIDERS, decide, textsOf, type DecideContext, type Decision, type Facts } from '../../shared/deciders/index.ts';
import type { Agent, Role } from '../../shared/domain/agent.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { Entity, Noun } from '../../shared/domain/entity.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';
import { placeEvent, type CenterEvent, type NewEvent } from '../../shared/events/index.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { applyEvent } from '../../shared/reducers/index.ts';

export const START = 1_800_000_000_000;
export const MINUTE = 60_000;
const ANSWER_IN = 20 * MINUTE;

export const QUEUE: Queue = { id: 'mobile', name: { de: 'Mobilfunk', en: 'Mobile' }, teamIds: [], needs: [], match: { accountIds: [], terms: [] }, order: 1, priority: 0, targets: { firstResponseMs: ANSWER_IN, nextResponseMs: 2 * ANSWER_IN }, hours: ALWAYS_OPEN, distribution: 'assign', offerMs: 30_000 };

/** ann and ben (team north), sue (team south), lea the lead, ada the admin; everybody present. */
const PEOPLE: readonly { id: string; initials: string; role: Role; teamIds: string[] }[] = [
  { id: 'ann', initials: 'AB', role: 'agent', teamIds: ['north'] },
  { id: 'ben', initials: 'BC', role: 'agent', teamIds: ['north'] },
  { id: 'sue', initials: 'SD', role: 'agent', teamIds: ['south'] },
  { id: 'lea', initials: 'LE', role: 'supervisor', teamIds: [] },
  { id: 'ada', initials: 'AF', role: 'admin', teamIds: [] },
];

export interface Giver {
  readonly by: string;
  readonly replicaId?: string | undefined;
}

/** Deciders, reducers and nothing else: a center without log, network or clock of its own. Every decision is folded at once, each event checked. */
export class SharedCenter {
  readonly state = new EntityMaps();
  readonly log: CenterEvent[] = [];
  now = START;
  /** Per conversation; 0: nobody can be sending. */
  readonly sendingUntil = new Map<string, number>();
  budget: { ok: true } | { ok: false; retryAfterMs: number } = { ok: true };
  spent = 0;
  /** These words went out on the channel a short while ago. */
  said = false;
  /** The command comes from a desk without a screen; such a desk is connected. */
  headless = false;
  hasHeadless = false;
  readonly outboxes = new Map<string, { waiting: number; unclear: number; asOf: number }>();
  #ids = 0;

  readonly id = (): string => `id-${++this.#ids}`;

  constructor() {
    this.emit(
      { type: 'team.defined', data: { id: 'north', name: 'North' } },
      { type: 'queue.defined', data: QUEUE },
      { type: 'queue.defined', data: { ...QUEUE, id: 'tv', order: 0, match: { accountIds: [], terms: ['tv'] }, needs: [{ skillId: 'tv', minLevel: 2 }] } },
      ...(['open', 'north', 'chat'] as const).map((id): NewEvent => ({ type: 'account.registered', data: { id, channel: id === 'chat' ? 'sandbox-chat' : 'sandbox', handle: id, name: id, brand: 'Musterkom', credentialId: 'c', teamIds: id === 'north' ? ['north'] : [], budget: { capacity: 10, refillPerMinute: 10 } } })),
      ...PEOPLE.map((p): NewEvent => ({ type: 'agent.registered', data: { ...p, name: p.id, place: 'office', skills: [], capacity: 100, disabled: false } })),
      ...PEOPLE.flatMap((p): NewEvent[] => [{ type: 'agent.connected', data: { agentId: p.id, at: START } }, { type: 'agent.stateChanged', data: { agentId: p.id, state: 'available', at: START } }]),
    );
  }

  emit(...events: readonly NewEvent[]): void {
    for (const event of events) {
      const placed = placeEvent(event, { seq: this.log.length + 1, at: this.now, actor: 'test' });
      this.log.push(placed);
      applyEvent(this.state, placed, this.state.all('agent').keys());
    }
  }

  /** Decides, and folds what was accepted. */
  run(command: Command, { by, replicaId = `desk-${by}` }: Giver, role: Role = this.agent(by)?.role ?? 'agent'): Decision {
    const decision = decide(this.facts(command), command, this.context(command, { by, replicaId }, role));
    if (decision.kind === 'accepted') this.emit(...decision.events);
    return decision;
  }

  /** Throws when a decider looks at a noun it has not declared: a desk would then predict on what it lacks. */
  facts(command: Command): Facts {
    const declared: readonly Noun[] = DECIDERS[command.type].facts;
    const check = (noun: Noun): void => {
      if (!declared.includes(noun)) throw new Error(`${command.type} looks at ${noun} without declaring it`);
    };
    return {
      get: (noun, id) => {
        check(noun);
        return this.state.get(noun, id);
      },
      agentIdByInitials: (initials) => {
        check('agent');
        return [...this.state.all('agent').values()].find((a) => a.initials === initials)?.id;
      },
      messageIdByRemote: (accountId, remoteId) => {
        check('message');
        return [...this.state.all('message').values()].find((m) => m.remoteId === remoteId && this.state.get('thread', m.threadId)?.accountId === accountId)?.id;
      },
    };
  }

  context(command: Command, { by, replicaId }: { by: string; replicaId: string }, role: Role): DecideContext {
    return {
      now: this.now,
      agentId: by,
      role,
      replicaId,
      nextId: this.id,
      accountsOf: (brand) => [...this.state.all('account').values()].filter((account) => account.brand === brand),
      all: (noun) => {
        if (!(DECIDERS[command.type].facts as readonly Noun[]).includes(noun)) throw new Error(`${command.type} lists ${noun} without declaring it`);
        return this.state.all(noun).values();
      },
      partsOfCase: (caseId) => [...this.state.all('conversation').values()].filter((one) => one.caseId === caseId).map((one) => one.id),
      accountsOfContact: (contactId) => [...this.state.all('conversation').values()].filter((one) => one.contactId === contactId).map((one) => one.accountId),
      bodyRefs: (textsOf(command)?.texts ?? []).map(() => `body-${this.id()}`),
      ...(command.type === 'reply.requestPermit' || command.type === 'reply.schedule' ? { wordsDigest: JSON.stringify(command.data.frozen.parts) } : command.type === 'approval.give' && command.data.words !== undefined ? { wordsDigest: JSON.stringify(command.data.words.parts) } : {}),
      sendingPossibleUntil: (conversationId) => this.sendingUntil.get(conversationId) ?? 0,
      isHeadless: this.headless,
      hasHeadlessDesk: () => this.hasHeadless,
      outboxOf: (agentId) => this.outboxes.get(agentId),
      wasSaid: () => this.said,
      spend: () => {
        if (this.budget.ok) this.spent += 1;
        return this.budget;
      },
    };
  }

  /** A customer writes; the post makes, joins or wakes the item, as ingest does it. Gives the message's id. */
  customerWrites(who: string, options: { thread?: string; account?: string; summoned?: boolean } = {}): string {
    const { thread = `thread-${who}`, account = 'open', summoned } = options;
    const conversationId = `conv-${who}-${thread}`;
    const contactId = `contact-${who}`;
    const channel = this.must('account', account).channel;
    if (this.state.get('contact', contactId) === undefined) this.emit({ type: 'contact.created', data: { id: contactId, profileRef: `profile-${who}`, identityKeys: [`key-${who}`], createdAt: this.now } });
    const messageId = this.id();
    const place: Placement = { accountId: account, threadId: thread, newThread: this.state.get('thread', thread) === undefined, threadRemoteId: thread, conversationId, newConversation: this.state.get('conversation', conversationId) === undefined, contactId, messageId, bodyRef: `body-${messageId}` };
    const post = { v: 1, kind: 'post', channel, account, remoteId: `remote-${messageId}`, direction: 'in', author: { remoteId: who, handle: who }, text: 'Hallo', visibility: channel === 'sandbox' ? 'public' : 'private', sentAt: this.now, ...(summoned === undefined ? {} : { summoned }) } as const;
    const facts: Facts = { get: (noun, id) => this.state.get(noun, id), agentIdByInitials: () => undefined, messageIdByRemote: () => undefined };
    this.emit(...customerPost(facts, post, place, this.state.get('queue', 'mobile'), this.id(), this.now));
    return messageId;
  }

  /** A fresh conversation with one open message; held by `owner` where one is named. */
  given(owner?: string, options: { account?: string; who?: string } = {}): { itemId: string; conversationId: string; messageId: string } {
    const who = options.who ?? this.id();
    const messageId = this.customerWrites(who, options);
    const conversationId = `conv-${who}-thread-${who}`;
    const itemId = this.conversation(conversationId).workItemId ?? '';
    if (owner !== undefined) this.assign(itemId, owner);
    return { itemId, conversationId, messageId };
  }

  assign(itemId: string, agentId: string): void {
    const item = this.item(itemId);
    this.emit({ type: 'workItem.assigned', data: { workItemId: itemId, conversationId: item.conversationId, agentId, epoch: this.conversation(item.conversationId).epoch + 1, at: this.now, reason: { by: 'router' } } });
  }

  offer(itemId: string, agentId: string): string {
    const reservationId = this.id();
    this.emit({ type: 'reservation.offered', data: { reservationId, workItemId: itemId, conversationId: this.item(itemId).conversationId, agentId, at: this.now, expiresAt: this.now + 30_000 } });
    return reservationId;
  }

  /** Asks leave to answer everything that is open. */
  permit(conversationId: string, replyId: string, giver: Giver, more: { followUp?: boolean; through?: string | undefined; epoch?: number; parts?: string[]; frozen?: Partial<FrozenReply>; frozenAt?: number; workItemId?: string } = {}): Decision {
    const conversation = this.state.get('conversation', conversationId);
    const through = 'through' in more ? more.through : conversation?.openTurn?.at(-1)?.messageId;
    return this.run(
      {
        type: 'reply.requestPermit',
        data: {
          replyId,
          conversationId,
          epoch: more.epoch ?? conversation?.epoch ?? 0,
          frozen: { parts: more.parts ?? ['Guten Tag ^AB'], visibility: 'public', ...more.frozen },
          followUp: more.followUp ?? false,
          platformKey: `key-${replyId}`,
          frozenAt: more.frozenAt ?? this.now,
          ...(through === undefined ? {} : { answersThroughMessageId: through }),
          ...(more.workItemId === undefined ? {} : { workItemId: more.workItemId }),
        },
      },
      giver,
    );
  }

  report(replyId: string, giver: Giver, remoteIds: string[] = [`out-${replyId}`]): Decision {
    return this.run({ type: 'reply.report', data: { replyId, outcome: { kind: 'delivered', by: 'desk', remoteIds, sentAt: this.now } } }, giver);
  }

  reportFailed(replyId: string, giver: Giver): Decision {
    return this.run({ type: 'reply.report', data: { replyId, outcome: { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'no', retryable: false } } } }, giver);
  }

  unconfirmed(replyId: string): void {
    this.emit({ type: 'reply.unconfirmed', data: { replyId, conversationId: this.must('reply', replyId).conversationId, at: this.now, reason: 'deskSilent' } });
  }

  conversation(id: string): Conversation {
    return this.must('conversation', id);
  }
  item(id: string): WorkItem {
    return this.must('workItem', id);
  }
  agent(id: string): Agent | undefined {
    return this.state.get('agent', id);
  }
  must<N extends Noun>(noun: N, id: string): Entity<N> {
    const found = this.state.get(noun, id);
    if (found === undefined) throw new Error(`no ${noun} ${id}`);
    return found;
  }
}

/** The types of accepted events, or the code of a refusal: what a test says of a decision at a glance. */
export function outcome(decision: Decision): string {
  return decision.kind === 'refused' ? decision.code : decision.events.map((e) => e.type).join(' ') || 'nothing';
}
