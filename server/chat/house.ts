import { mayAnswer } from '../../shared/domain/account-rights.ts';
import { createHash } from 'node:crypto';
import { chatChannel } from '../../shared/channels/chat.ts';
import { isOpen, nextOpenAt } from '../../shared/domain/business-time.ts';
import type { IngestResult } from '../../shared/domain/inbound.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { Availability } from '../../shared/protocol/visitor.ts';
import type { Clock, IdSource, Timers } from '../../shared/util/ports.ts';
import type { Center, Committed } from '../center/center.ts';
import { ChatRefusal, type ChatBrand, type ChatHouse, type Said, type ThreadNews, type VisitorRef, type VisitorView } from '../channels/chat/ports.ts';
import type { MailQueue } from '../mail/port.ts';
import type { AgentSign } from './agent-sign.ts';
import { lateAnswerMail, transcriptMail } from './mails.ts';
import type { AgentPresence, VisitorNews } from './port.ts';
import type { ChatThreads } from './threads.ts';
import type { Visits } from './visits.ts';

export interface HouseParts {
  readonly center: Center;
  readonly threads: ChatThreads;
  readonly visits: Visits;
  readonly ingest: { take(messages: readonly unknown[], source: string): Promise<IngestResult[]> };
  /** undefined: no mail sender is configured. */
  readonly mail: MailQueue | undefined;
  /** Where this account's chats go first. */
  readonly queueOf: (accountId: string) => Queue | undefined;
  readonly tellDesks: (news: VisitorNews) => void;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timers: Timers;
  /** A visit that was quiet for so long is over. */
  readonly visitMs: number;
  /** An answer that was not seen for so long goes by mail, where an address was left. */
  readonly lateAfterMs: number;
  readonly timeZone: string;
  readonly onResult: (status: string) => void;
  readonly onProblem: (error: unknown) => void;
}

const FLUSH_MS = 3_000;
const PURGE_MS = 6 * 3_600_000;
const RATE_WITHIN_MS = 3_600_000;

type Presence = Parameters<ChatHouse['presence']>[1];

/** Our own platform's house: visitors' words go to ingest, what the log has of their threads is told to them. */
export class Chat implements ChatHouse, AgentPresence {
  readonly #p: HouseParts;
  readonly #listeners = new Set<(key: string, news: ThreadNews) => void>();
  readonly #here = new Map<string, Presence>();
  /** Who a visitor was last told to be talking to. */
  readonly #owners = new Map<string, string | undefined>();
  /** News are told in the order of the log, though texts take a moment to be read. */
  #telling: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: HouseParts) {
    this.#p = parts;
    parts.center.onCommitted((committed) => this.#committed(committed));
    this.#repeat(FLUSH_MS, () => parts.visits.flush());
    this.#repeat(PURGE_MS, () => this.#purge());
    this.#purge();
  }

  get canMail(): boolean {
    return this.#p.mail !== undefined;
  }

  brand(handle: string): ChatBrand | undefined {
    return this.#p.threads.brand(handle);
  }

  ref(brand: ChatBrand, token: string): VisitorRef {
    return this.#p.threads.ref(brand, token);
  }

  look(visitor: VisitorRef): VisitorView {
    const { visits, threads, center, clock, visitMs } = this.#p;
    const visit = visits.get(visitor.key);
    const none = { readSeq: 0, seenSeq: 0, emailKept: false, rated: false };
    if (visit === undefined) return { state: threads.threadOf(visitor) === undefined ? 'new' : 'over', ...none };
    const conversationId = threads.conversationOf(visitor);
    const agent = threads.nameOf(visitor.brand, conversationId === undefined ? undefined : center.committed.get('conversation', conversationId)?.ownerAgentId);
    const isOver = visit.endedAt !== undefined || clock.now() - visit.lastAt > visitMs;
    return { state: isOver ? 'over' : 'open', readSeq: visit.readSeq, seenSeq: visit.seenSeq, emailKept: visit.email !== undefined, rated: visit.stars !== undefined, ...(agent === undefined ? {} : { agent }) };
  }

  availability(brand: ChatBrand): Availability {
    const { center, queueOf } = this.#p;
    const queue = queueOf(brand.accountId);
    const account = center.committed.get('account', brand.accountId);
    const now = center.now();
    const open = queue === undefined || isOpen(now, queue.hours);
    const staffed = [...center.committed.all('agent').values()].some((agent) => agent.connected && !agent.disabled && agent.state === 'available' && (account === undefined || mayAnswer(account, { agentId: agent.id, role: agent.role, teamIds: agent.teamIds })));
    return { open, staffed, ...(open || queue === undefined ? {} : { opensAt: nextOpenAt(now, queue.hours) }) };
  }

  messages(visitor: VisitorRef, afterSeq: number): ReturnType<ChatHouse['messages']> {
    return this.#p.threads.since(visitor, afterSeq);
  }

  async say(visitor: VisitorRef, message: Parameters<ChatHouse['say']>[1]): Promise<Said> {
    const { visits, threads, ingest, center, clock } = this.#p;
    if (this.look(visitor).state === 'over') throw new ChatRefusal('CHAT_OVER');
    const at = clock.now();
    // Where somebody first asks from is context for whoever answers; every further page is only shown while they are there.
    const isFirst = visits.get(visitor.key) === undefined;
    visits.touch({ key: visitor.key, accountId: visitor.brand.accountId, lang: message.lang, at, email: message.email });
    const remoteId = threads.remoteIdOf(visitor, message.id);
    const name = guestName(visitor.key, message.lang);
    const [result] = await ingest.take(
      [{ v: 1, kind: 'post', channel: chatChannel.name, account: visitor.brand.handle, remoteId, direction: 'in', author: { remoteId: visitor.key, handle: name, displayName: name }, text: message.text, visibility: 'private', sentAt: at, threadRemoteId: visitor.key, language: message.lang, ...(message.page === undefined || !isFirst ? {} : { media: [{ kind: 'link', url: message.page, title: message.page.replace(/^https?:\/\//, '').slice(0, 200) }] }) }],
      `ingest:${chatChannel.name}`,
    );
    this.#p.onResult(result?.status ?? 'rejected');
    if (result === undefined || result.status === 'rejected') throw new ChatRefusal('SERVER_RECOVERING', 2_000);
    const id = center.index.messageByRemote(visitor.brand.accountId, remoteId);
    const stored = id === undefined ? undefined : center.committed.get('message', id);
    // Known and yet not there: of somebody who was erased.
    if (stored === undefined) throw new ChatRefusal('CHAT_OVER');
    return { seq: stored.seq };
  }

  presence(visitor: VisitorRef, presence: Presence): void {
    if (presence.here) this.#here.set(visitor.key, presence);
    else this.#here.delete(visitor.key);
    this.#tellDesks(visitor);
  }

  seen(visitor: VisitorRef, seq: number): void {
    const { visits, threads, mail } = this.#p;
    const visit = visits.get(visitor.key);
    const upTo = Math.min(seq, threads.lastSeq(visitor));
    if (visit === undefined || upTo <= visit.seenSeq) return;
    visits.mark(visitor.key, { seenSeq: upTo });
    mail?.cancel(lateAbout(visitor.key));
    this.#tellDesks(visitor);
  }

  async transcript(visitor: VisitorRef, email: string, lang: string): Promise<void> {
    const { mail, threads, ids, clock, timeZone } = this.#p;
    if (mail === undefined) throw new ChatRefusal('MAIL_NOT_CONFIGURED');
    const { messages } = await threads.since(visitor, 0);
    // Without a word of ours it would be a way to mail anything to anybody.
    if (!messages.some((message) => message.from === 'agent' && message.gone !== true)) throw new ChatRefusal('CHAT_NOTHING_SAID');
    mail.put(ids.next(), transcriptMail({ to: email, lang, brand: visitor.brand.brand, timeZone, messages }), { dueAt: clock.now(), about: `visit:${visitor.key}` });
  }

  async end(visitor: VisitorRef): Promise<void> {
    const { visits, clock } = this.#p;
    visits.end(visitor.key, clock.now());
    this.#tell(visitor.key, { kind: 'over' });
    this.#tellDesks(visitor);
  }

  async rate(visitor: VisitorRef, stars: number): Promise<void> {
    const { visits, clock } = this.#p;
    const visit = visits.get(visitor.key);
    if (!visitor.brand.settings.rating || visit === undefined || (visit.endedAt !== undefined && clock.now() - visit.endedAt > RATE_WITHIN_MS)) throw new ChatRefusal('CHAT_OVER');
    if (!visits.rate(visitor.key, stars)) return;
    await this.#tag(visitor, `★ ${stars}`);
  }

  onNews(listener: (key: string, news: ThreadNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  sign({ conversationId, agentId, typing }: AgentSign): void {
    const { center, threads, visits } = this.#p;
    const conversation = center.committed.get('conversation', conversationId);
    const visitor = conversation === undefined || conversation.ownerAgentId !== agentId ? undefined : threads.visitorOf(conversation.threadId);
    if (visitor === undefined) return;
    const name = threads.nameOf(visitor.brand, agentId);
    this.#tell(visitor.key, { kind: 'typing', on: typing, ...(name === undefined ? {} : { name }) });
    this.#read(visitor, threads.lastSeq(visitor, 'in'), visits.get(visitor.key)?.readSeq ?? 0);
  }

  newsOf(conversationId: string): VisitorNews | undefined {
    const threadId = this.#p.center.committed.get('conversation', conversationId)?.threadId;
    const visitor = threadId === undefined ? undefined : this.#p.threads.visitorOf(threadId);
    return visitor === undefined ? undefined : this.#newsOf(visitor, conversationId);
  }

  async close(): Promise<void> {
    this.#stopped = true;
    await this.#telling;
    this.#p.visits.close();
  }

  #newsOf(visitor: VisitorRef, conversationId: string): VisitorNews {
    const here = this.#here.get(visitor.key);
    const view = this.look(visitor);
    return { conversationId, here: here !== undefined, typing: here?.typing ?? false, seenSeq: this.#p.visits.get(visitor.key)?.seenSeq ?? 0, over: view.state === 'over', ...(here?.page === undefined ? {} : { page: here.page }), ...(here?.lang === undefined ? {} : { lang: here.lang }) };
  }

  #tellDesks(visitor: VisitorRef): void {
    const conversationId = this.#p.threads.conversationOf(visitor);
    if (conversationId !== undefined) this.#p.tellDesks(this.#newsOf(visitor, conversationId));
  }

  #tell(key: string, news: ThreadNews): void {
    for (const listener of this.#listeners) listener(key, news);
  }

  #read(visitor: VisitorRef, seq: number, before: number): void {
    if (seq <= before) return;
    this.#p.visits.mark(visitor.key, { readSeq: seq });
    this.#tell(visitor.key, { kind: 'read', seq });
  }

  #committed({ events, changed }: Committed): void {
    const { center, threads } = this.#p;
    for (const event of events) if (event.type === 'conversation.erased') this.#erased(event.data.threadId);
    const messages = new Map<string, Message>();
    for (const [noun, id] of changed) {
      if (noun === 'message') {
        const message = center.committed.get('message', id);
        if (message !== undefined) messages.set(id, message);
      } else if (noun === 'conversation') this.#ownerOf(id);
    }
    for (const message of [...messages.values()].sort((a, b) => a.seq - b.seq)) {
      const visitor = threads.visitorOf(message.threadId);
      if (visitor !== undefined) this.#telling = this.#telling.then(() => this.#tellMessage(visitor, message)).catch(this.#p.onProblem);
    }
  }

  async #tellMessage(visitor: VisitorRef, message: Message): Promise<void> {
    if (this.#stopped) return;
    const { visits, threads } = this.#p;
    const [shown] = await threads.shown(visitor, [message]);
    if (shown === undefined) return;
    this.#tell(visitor.key, { kind: 'message', message: shown });
    if (message.direction === 'in' || message.deletedAt !== undefined || message.editedAt !== undefined) return;
    // Who answers has read what stands above.
    this.#read(visitor, threads.lastSeq(visitor, 'in'), visits.get(visitor.key)?.readSeq ?? 0);
    this.#late(visitor, message.seq, shown.name ?? visitor.brand.brand, shown.text);
  }

  #late(visitor: VisitorRef, seq: number, name: string, text: string): void {
    const { mail, visits, clock, lateAfterMs } = this.#p;
    const visit = visits.get(visitor.key);
    if (mail === undefined || visit?.email === undefined || visit.seenSeq >= seq) return;
    const id = createHash('sha256').update(`late\n${visitor.key}\n${seq}`).digest('hex').slice(0, 32);
    mail.put(id, lateAnswerMail({ to: visit.email, lang: visit.lang, brand: visitor.brand.brand, name, text }), { dueAt: clock.now() + lateAfterMs, about: lateAbout(visitor.key) });
  }

  #ownerOf(conversationId: string): void {
    const conversation = this.#p.center.committed.get('conversation', conversationId);
    const visitor = conversation === undefined ? undefined : this.#p.threads.visitorOf(conversation.threadId);
    if (conversation === undefined || visitor === undefined) return;
    const owner = conversation.ownerAgentId;
    if (this.#owners.get(visitor.key) === owner) return;
    this.#owners.set(visitor.key, owner);
    const name = this.#p.threads.nameOf(visitor.brand, owner);
    this.#telling = this.#telling.then(() => this.#tell(visitor.key, { kind: 'agent', ...(name === undefined ? {} : { name }) }));
  }

  #erased(threadId: string): void {
    const { threads, visits, mail, clock } = this.#p;
    const visitor = threads.visitorOf(threadId);
    if (visitor === undefined) return;
    visits.forget(visitor.key, clock.now());
    mail?.cancel(lateAbout(visitor.key));
    mail?.cancel(`visit:${visitor.key}`);
    this.#here.delete(visitor.key);
    this.#owners.delete(visitor.key);
    this.#telling = this.#telling.then(() => this.#tell(visitor.key, { kind: 'over' }));
  }

  async #tag(visitor: VisitorRef, tag: string): Promise<void> {
    const { center, threads } = this.#p;
    await center.submit('visitor', () => {
      const id = threads.conversationOf(visitor);
      const conversation = id === undefined ? undefined : center.live.get('conversation', id);
      if (conversation === undefined || conversation.erasedAt !== undefined) return { events: [] };
      return { events: [{ type: 'conversation.tagged', data: { conversationId: conversation.id, tags: [...(conversation.tags ?? []), tag].slice(-20) } }] };
    });
  }

  #purge(): void {
    this.#p.visits.purge(this.#p.clock.now() - this.#p.visitMs);
  }

  #repeat(everyMs: number, run: () => void): void {
    this.#p.timers.after(everyMs, () => {
      if (this.#stopped) return;
      try {
        run();
      } catch (error) {
        this.#p.onProblem(error);
      }
      this.#repeat(everyMs, run);
    });
  }
}

const lateAbout = (key: string): string => `late:${key}`;

/** Told apart without being told who: "Gast 4F2A". */
function guestName(key: string, lang: string): string {
  return `${lang === 'de' ? 'Gast' : 'Guest'} ${key.slice(1, 5).toUpperCase()}`;
}
