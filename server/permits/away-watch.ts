import { getChannel, peopleOf } from '../../shared/channels/index.ts';
import { ended, isOver } from '../../shared/deciders/away-notice.ts';
import { mayAnswer } from '../../shared/domain/account-rights.ts';
import { awayWords, type AwayNoticeRecord } from '../../shared/domain/away-notice.ts';
import { isOpen, nextOpenAt } from '../../shared/domain/business-time.ts';
import { contactProfileSchema } from '../../shared/domain/contact.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import { addressOfPerson } from '../../shared/domain/person.ts';
import { addressIn } from '../../shared/domain/reading-summary.ts';
import { frozenReplySchema, type FrozenReply } from '../../shared/domain/reply.ts';
import { DANGER_PRIORITY } from '../../shared/domain/work-item.ts';
import { answerTo } from '../../shared/channels/letter-head.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { IdSource } from '../../shared/util/ports.ts';
import type { Center, Committed } from '../center/center.ts';
import { openWords } from './open-words.ts';
import type { SendingDesk } from './port.ts';

export interface AwayParts {
  readonly center: Center;
  readonly ids: IdSource;
  readonly desks: () => Iterable<SendingDesk>;
  /** The keyed digest under which leave for words is asked. */
  readonly digestOf: (frozen: FrozenReply) => string;
  readonly readTexts: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** How long a permitted one may be under way before it counts as unclear, ms. */
  readonly underWayMs: number;
  readonly onProblem: (error: unknown) => void;
}

/** A desk that was named and did not ask for leave in this time: the next one is named. */
const TAKES_MS = 20_000;

/**
 * AWAY-2: tells whoever writes while we are closed, once per person and closed period. What is to be told is in the log before a desk hears of it, so a restart
 * goes on where it stood; only the desk that is named gets leave, and only once.
 */
export class AwayWatch {
  readonly #p: AwayParts;
  /** Conversations in which somebody may have to be told; in memory: found again from the open items. */
  readonly #waiting = new Set<string>();
  /** Desks that were named for a notice and when the last was, ms. */
  readonly #named = new Map<string, { readonly desks: Set<string>; at: number }>();
  #turn: Promise<void> = Promise.resolve();
  /** A round that has not begun yet. */
  #next: Promise<void> | undefined;
  #started = false;

  constructor(parts: AwayParts) {
    this.#p = parts;
    parts.center.onCommitted((committed) => this.#committed(committed));
  }

  start(): void {
    this.#started = true;
    for (const item of this.#p.center.live.all('workItem').values()) if (item.state !== 'closed' && item.waitingFor === 'us') this.#waiting.add(item.conversationId);
    void this.look();
  }

  /** Everything that waits is looked at; called again and again. Never rejects. */
  look(): Promise<void> {
    // All desks may come back at once, and each asks: a round that is still to begin serves all of them.
    if (this.#next === undefined) {
      this.#next = this.#turn.then(() => {
        this.#next = undefined;
        return this.#round();
      }).catch(this.#p.onProblem);
      this.#turn = this.#next;
    }
    return this.#next;
  }

  /** What this desk was named to send and has not asked leave for: said anew when it connects. */
  async greet(desk: SendingDesk): Promise<void> {
    for (const notice of this.#p.center.committed.all('awayNotice').values()) if (notice.state === 'due' && notice.replicaId === desk.replicaId && notice.agentId === desk.agentId) await this.#tell(notice, desk);
    await this.look();
  }

  #committed({ events }: Committed): void {
    let some = false;
    for (const event of events) {
      if (event.type === 'workItem.queued' || event.type === 'workItem.resumed' || event.type === 'workItem.chased' || event.type === 'workItem.reopened') this.#waiting.add(event.data.conversationId);
      else if (event.type === 'queue.defined' || event.type === 'calendar.defined') for (const item of this.#p.center.live.all('workItem').values()) {
        if (item.state !== 'closed' && item.waitingFor === 'us') this.#waiting.add(item.conversationId);
      }
      else continue;
      some = true;
    }
    if (some && this.#started) void this.look();
  }

  async #round(): Promise<void> {
    const { center } = this.#p;
    for (const conversationId of [...this.#waiting]) {
      if (this.#wish(conversationId) === undefined) this.#waiting.delete(conversationId);
      else if (await this.#name(conversationId)) this.#waiting.delete(conversationId);
    }
    for (const notice of center.committed.all('awayNotice').values()) {
      if (notice.state === 'due') await this.#due(notice);
      else if (notice.state === 'permitted' && center.now() > (notice.permittedAt ?? 0) + this.#p.underWayMs) await this.#end(notice.id, 'permitted', 'unclear');
    }
  }

  /** Who should be told in this conversation, by the state of this moment; undefined: nobody. */
  #wish(conversationId: string): { readonly conversation: Conversation; readonly messageId: string; readonly untilAt: number } | undefined {
    const { center } = this.#p;
    const { live } = center;
    const conversation = live.get('conversation', conversationId);
    const item = conversation?.workItemId === undefined ? undefined : live.get('workItem', conversation.workItemId);
    const queue = item === undefined ? undefined : live.get('queue', item.queueId);
    const calendar = queue?.calendarId === undefined ? undefined : live.get('calendar', queue.calendarId);
    if (conversation === undefined || item === undefined || queue === undefined || calendar?.away?.enabled !== true) return undefined;
    const now = center.now();
    const messageId = conversation.openTurn?.at(-1)?.messageId;
    const mayBe = conversation.visibility === 'private' && conversation.erasedAt === undefined && getChannel(conversation.channel)?.automaticReply === 'allowed' && messageId !== undefined && item.state !== 'closed' && item.waitingFor === 'us';
    // R11: nobody in danger is told that we are closed. R14: nobody who did not address us is told anything.
    if (!mayBe || item.priority >= DANGER_PRIORITY || item.unsummoned !== undefined || isOpen(now, queue.hours)) return undefined;
    const contact = live.get('contact', conversation.contactId);
    if (contact === undefined || contact.erasedAt !== undefined || contact.blocked !== undefined) return undefined;
    // Once per person, on whatever channel: those who are known to be one count as one.
    const person = new Set([contact.id, ...(contact.parts ?? []), ...(contact.mergedInto === undefined ? [] : [contact.mergedInto.contactId, ...(live.get('contact', contact.mergedInto.contactId)?.parts ?? [])])]);
    for (const id of person) if ((live.get('contact', id)?.awayUntilAt ?? 0) > now) return undefined;
    // What came while we were open waits for us anyway.
    const cameAt = live.get('message', messageId)?.receivedAt;
    if (cameAt === undefined || isOpen(cameAt, queue.hours)) return undefined;
    return { conversation, messageId, untilAt: nextOpenAt(now, queue.hours) };
  }

  async #name(conversationId: string): Promise<boolean> {
    const { center, ids } = this.#p;
    const wished = this.#wish(conversationId);
    const desk = wished === undefined ? undefined : this.#deskFor(wished.conversation.accountId, new Set());
    if (desk === undefined) return false;
    const id = ids.next();
    await center.submit('system', () => {
      // Decided on the state of the moment it is written in: two looks cannot both tell.
      const wish = this.#wish(conversationId);
      if (wish === undefined) return { events: [] };
      const { conversation, messageId, untilAt } = wish;
      return { events: [{ type: 'awayNotice.due', data: { id, conversationId, contactId: conversation.contactId, accountId: conversation.accountId, messageId, untilAt, dueAt: center.now(), agentId: desk.agentId, replicaId: desk.replicaId } }] };
    });
    const notice = center.committed.get('awayNotice', id);
    if (notice !== undefined) {
      this.#named.set(id, { desks: new Set([desk.replicaId]), at: center.now() });
      await this.#tell(notice, desk);
    }
    return true;
  }

  /** One that nobody has asked leave for. */
  async #due(notice: AwayNoticeRecord): Promise<void> {
    const { center } = this.#p;
    const now = center.now();
    if (isOver(center.facts, notice, now)) return this.#end(notice.id, 'due', 'over');
    const named = this.#named.get(notice.id) ?? { desks: new Set([notice.replicaId]), at: notice.dueAt };
    if (now - named.at < TAKES_MS) return;
    const next = this.#deskFor(notice.accountId, named.desks) ?? this.#deskFor(notice.accountId, new Set());
    if (next === undefined) return;
    this.#named.set(notice.id, { desks: named.desks.has(next.replicaId) ? new Set([next.replicaId]) : named.desks.add(next.replicaId), at: now });
    if (next.replicaId !== notice.replicaId || next.agentId !== notice.agentId)
      await center.submit('system', () => ({ events: center.live.get('awayNotice', notice.id)?.state === 'due' ? [{ type: 'awayNotice.handedOn', data: { id: notice.id, conversationId: notice.conversationId, agentId: next.agentId, replicaId: next.replicaId, at: now } }] : [] }));
    const current = center.committed.get('awayNotice', notice.id);
    if (current?.state === 'due') await this.#tell(current, next);
  }

  async #end(id: string, from: AwayNoticeRecord['state'], outcome: 'over' | 'unclear'): Promise<void> {
    const { center } = this.#p;
    this.#named.delete(id);
    await center.submit('system', () => {
      const notice = center.live.get('awayNotice', id);
      return { events: notice?.state === from ? [ended(notice, outcome, center.now())] : [] };
    });
  }

  /** Office machines first: they are there while people are not. */
  #deskFor(accountId: string, but: ReadonlySet<string>): SendingDesk | undefined {
    const { live } = this.#p.center;
    const account = live.get('account', accountId);
    if (account === undefined) return undefined;
    const able = [...this.#p.desks()].filter(({ agentId, replicaId }) => {
      const agent = live.get('agent', agentId);
      return !but.has(replicaId) && agent !== undefined && !agent.disabled && agent.trainee === undefined && mayAnswer(account, { agentId, role: agent.role, teamIds: agent.teamIds });
    });
    return able.find(({ isHeadless }) => isHeadless) ?? able[0];
  }

  async #tell(notice: AwayNoticeRecord, desk: SendingDesk): Promise<void> {
    const { center, readTexts } = this.#p;
    const conversation = center.committed.get('conversation', notice.conversationId);
    const message = center.committed.get('message', notice.messageId);
    const contact = center.committed.get('contact', notice.contactId);
    const account = center.committed.get('account', notice.accountId);
    const item = conversation?.workItemId === undefined ? undefined : center.committed.get('workItem', conversation.workItemId);
    const queue = item === undefined ? undefined : center.committed.get('queue', item.queueId);
    const calendar = queue?.calendarId === undefined ? undefined : center.committed.get('calendar', queue.calendarId);
    if (conversation === undefined || message === undefined || contact === undefined || account === undefined || queue === undefined || calendar?.away === undefined) return;
    const texts = await readTexts([contact.profileRef, message.bodyRef]);
    const profile = contactProfileSchema.safeParse(JSON.parse(texts.get(contact.profileRef) ?? 'null'));
    const body = messageBodySchema.safeParse(JSON.parse(texts.get(message.bodyRef) ?? 'null'));
    const identity = profile.success ? (profile.data.identities.find(({ channel }) => channel === conversation.channel) ?? profile.data.identities.find(({ channel }) => peopleOf(channel) === peopleOf(conversation.channel))) : undefined;
    const language = conversation.reading?.language === 'en' ? 'en' : 'de';
    const open = openWords(notice.untilAt, center.now(), queue.hours.timeZone, language);
    const text = awayWords(calendar.away, { language, form: addressIn(conversation, addressOfPerson(center.committed, contact.id))?.form, brand: account.brand, open });
    if (text === undefined) return this.#end(notice.id, 'due', 'over');
    const channel = getChannel(conversation.channel);
    const subject = channel?.subject === true && body.success && body.data.subject !== undefined && body.data.subject.trim() !== '' ? answerTo(body.data.subject) : undefined;
    const references = channel?.subject === true && body.success ? [...(body.data.references ?? []), message.remoteId].slice(-100) : [];
    const thread = center.committed.get('thread', conversation.threadId);
    const frozen = frozenReplySchema.parse({
      parts: [text],
      visibility: 'private',
      inReplyToRemoteId: message.remoteId,
      language,
      automatic: true,
      ...(identity === undefined ? {} : { recipientRemoteId: identity.remoteId, recipientHandle: identity.handle }),
      ...(thread === undefined ? {} : { rootRemoteId: thread.remoteId }),
      ...(subject === undefined ? {} : { subject }),
      ...(references.length === 0 ? {} : { references }),
    });
    // The words first: leave is for these alone, whoever asks and whenever.
    const digest = this.#p.digestOf(frozen);
    await center.submit('system', () => {
      const known = center.live.get('awayNotice', notice.id);
      return { events: known?.state !== 'due' || known.digests?.at(-1) === digest ? [] : [{ type: 'awayNotice.worded', data: { id: notice.id, conversationId: conversation.id, digest, at: center.now() } }] };
    });
    if (center.committed.get('awayNotice', notice.id)?.state !== 'due') return;
    desk.tell({ id: notice.id, conversationId: conversation.id, accountId: account.id, channel: conversation.channel, epoch: conversation.epoch, dueAt: notice.dueAt, frozen });
  }
}
