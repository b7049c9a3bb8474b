import { businessTimeBetween } from '../../shared/domain/business-time.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { ReadingSummary } from '../../shared/domain/reading.ts';
import { summaryOf } from '../../shared/domain/reading-summary.ts';
import { CHASED_AFTER_MS, THANKS_WITHIN_MS } from '../../shared/domain/service-report.ts';
import type { CenterEvent, EventOf } from '../../shared/events/index.ts';
import type { FigureBook, HelpFact, OpenItem, OpenTurn, Tally, TurnEnd } from './figure-facts.ts';

const TURN_CAP = 1_000;
const STANDING_CAP = 50;

/** Kinds of events that change a figure: the others need not be read. */
export const COUNTED: ReadonlySet<CenterEvent['type']> = new Set<CenterEvent['type']>([
  'agent.registered', 'queue.defined', 'conversation.opened', 'conversation.answeredElsewhere', 'conversation.erased', 'message.received', 'message.deleted', 'message.read', 'message.marked', 'message.readingCorrected',
  'reply.permitted', 'reply.delivered', 'reply.failed', 'reply.discarded',
  'escalation.raised', 'escalation.ended', 'workItem.assigned', 'workItem.returned',
  'workItem.queued', 'workItem.moved', 'workItem.parked', 'workItem.resumed', 'workItem.closed', 'workItem.reopened',
]);

/** Counts one event of the log into the book. The same turns as `shared/reducers/conversation.ts` has them, with how each of them ended. */
export function countEvent(book: FigureBook, event: CenterEvent): void {
  switch (event.type) {
    case 'agent.registered':
      return book.putTeams(event.data.id, event.data.teamIds);
    case 'queue.defined':
      return book.putQueue(event.data.id, { hours: event.data.hours, teamIds: event.data.teamIds });
    case 'conversation.opened': {
      const { id, accountId, channel } = event.data;
      if (book.tally(id) === undefined) book.putTally(id, { accountId, channel, senders: {}, standing: [], undone: [] });
      return;
    }
    default:
  }
  const conversationId = event.type === 'message.deleted' ? book.placeOf(event.data.messageId) : 'conversationId' in event.data ? event.data.conversationId : undefined;
  const tally = conversationId === undefined ? undefined : book.tally(conversationId);
  if (conversationId === undefined || tally === undefined) return;
  new Counting(book, conversationId, tally).count(event);
  book.putTally(conversationId, tally);
}

class Counting {
  readonly #book: FigureBook;
  readonly #id: string;
  readonly #tally: Tally;

  constructor(book: FigureBook, id: string, tally: Tally) {
    this.#book = book;
    this.#id = id;
    this.#tally = tally;
  }

  count(event: CenterEvent): void {
    const tally = this.#tally;
    switch (event.type) {
      case 'message.received':
        return this.#received(event.data);
      case 'message.deleted':
        return this.#deleted(event.data.messageId);
      case 'message.read':
        return this.#read(event.data.messageId, summaryOf(event.data.reading, event.data.visibility), event.data.at);
      case 'message.marked':
      case 'message.readingCorrected':
        return this.#read(event.data.messageId, event.data.summary, event.data.at);
      case 'workItem.queued':
        return this.#queued(event.data);
      case 'workItem.moved':
        if (tally.item?.id !== event.data.workItemId) return;
        tally.item.queueId = event.data.queueId;
        return this.#put(tally.turn);
      case 'workItem.parked':
        return this.#parked(event.data.at);
      case 'workItem.resumed':
        if (tally.item !== undefined && !tally.item.closed) tally.item.since ??= event.data.at;
        return;
      case 'workItem.closed':
        this.#helped(event.data.at, 'withdrawn', undefined);
        return this.#closed(event.data, event.seq);
      case 'workItem.reopened':
        return this.#reopened(event.data);
      case 'reply.permitted': {
        const { id, agentId, answersThroughMessageId } = event.data;
        tally.senders[id] = agentId;
        tally.lock = { replyId: id, through: answersThroughMessageId ?? tally.lock?.through };
        return;
      }
      case 'reply.delivered': {
        const { replyId, at, answersThroughMessageId } = event.data;
        const agentId = tally.senders[replyId];
        const through = tally.lock?.replyId === replyId ? tally.lock.through : answersThroughMessageId;
        this.#over(replyId);
        if (agentId !== undefined) tally.lastAnswer = { agentId, at };
        return this.#answered(through, at, 'answered', agentId);
      }
      case 'reply.failed':
      case 'reply.discarded':
        return this.#over(event.data.replyId);
      case 'conversation.answeredElsewhere':
        return this.#answered(event.data.throughMessageId, event.data.at, 'elsewhere', undefined);
      case 'escalation.raised':
        return this.#asked(event.data, event.seq);
      case 'escalation.ended':
        if (tally.help?.escalationId === event.data.id) this.#helped(event.data.at, event.data.how, event.data.byAgentId);
        return;
      // Help is for whoever has it now.
      case 'workItem.assigned':
        if (tally.help !== undefined && tally.help.fact.agentId !== event.data.agentId) this.#helped(event.data.at, 'withdrawn', undefined);
        return;
      case 'workItem.returned':
        return this.#helped(event.data.at, 'withdrawn', undefined);
      case 'conversation.erased':
        this.#helped(event.data.at, 'withdrawn', undefined);
        return this.#book.dropThanksOf(this.#id);
      default:
    }
  }

  /** What the customer took back needs no answer, and was not said. What was answered stays said. */
  #deleted(messageId: string): void {
    const tally = this.#tally;
    const { lock, turn } = tally;
    if (lock?.through === messageId) {
      const before = turn?.messages[turn.messages.findIndex((m) => m.id === messageId) - 1]?.id;
      tally.lock = { replyId: lock.replyId, through: before };
    }
    this.#book.dropThanks(messageId);
    for (const which of ['turn', 'dismissed'] as const) {
      const open = tally[which];
      if (open === undefined || !open.messages.some((m) => m.id === messageId)) continue;
      const rest = open.messages.filter((m) => m.id !== messageId);
      this.#book.dropMessage(messageId);
      const first = rest[0];
      if (first === undefined || open.id === messageId) this.#book.dropTurn(open.id);
      tally[which] = first === undefined ? undefined : { ...open, id: open.id === messageId ? first.id : open.id, messages: rest };
      if (first !== undefined && open.id === messageId) this.#book.moveMessages(rest.map((m) => m.id), first.id);
      this.#put(tally[which]);
    }
  }

  #received({ id, direction, automatic, receivedAt }: EventOf<'message.received'>['data']): void {
    if (direction !== 'in' || (automatic !== undefined && automatic !== 'bounce')) return;
    const tally = this.#tally;
    const { item } = tally;
    tally.turn ??= { id, isFirst: item !== undefined && !item.closed && !item.answered, messages: [] };
    tally.turn.messages = [...tally.turn.messages, { id, at: receivedAt }].slice(-TURN_CAP);
    this.#book.putMessage({ id, turnId: tally.turn.id, at: receivedAt, caseType: undefined });
    this.#put(tally.turn);
  }

  #read(messageId: string, { caseType, flags }: ReadingSummary, at: number): void {
    this.#book.setCaseType(messageId, caseType);
    const known = this.#book.thanks(messageId);
    const isPraise = caseType === 'praise' || flags.includes('praise');
    if (!isPraise) {
      if (known?.byClose === false) this.#book.dropThanks(messageId);
      return;
    }
    const { lastAnswer } = this.#tally;
    if (known === undefined && lastAnswer !== undefined && at - lastAnswer.at <= THANKS_WITHIN_MS) this.#book.putThanks({ messageId, conversationId: this.#id, agentId: lastAnswer.agentId, at, byClose: false });
  }

  #queued({ id, queueId, createdAt }: EventOf<'workItem.queued'>['data']): void {
    const tally = this.#tally;
    this.#cameBack(createdAt);
    tally.dismissed = undefined;
    const { turn } = tally;
    if (turn !== undefined) turn.isFirst = true;
    tally.item = { id, queueId, turnId: turn?.id, answered: false, closed: false, since: turn?.messages[0]?.at ?? createdAt, wallMs: 0, openMs: 0 };
    this.#put(turn);
  }

  #parked(at: number): void {
    const { item } = this.#tally;
    if (item?.since === undefined || item.closed) return;
    this.#addWait(item, at);
    item.since = undefined;
  }

  #addWait(item: OpenItem, at: number): void {
    if (item.since === undefined) return;
    const { wallMs, openMs } = this.#spans(item.since, at);
    item.wallMs += wallMs;
    item.openMs += openMs;
  }

  #closed({ workItemId, disposition, agentId, at }: EventOf<'workItem.closed'>['data'], seq: number): void {
    const tally = this.#tally;
    const { item } = tally;
    if (item?.id !== workItemId || item.closed) return;
    this.#addWait(item, at);
    item.closed = true;
    item.since = undefined;
    const { kind } = disposition;
    const isThanks = kind === 'noAnswerNeeded' && disposition.reason === 'thanks';
    const isNoReturn = isThanks || kind === 'spam' || kind === 'automatic' || kind === 'deletedAtSource' || kind === 'merged';
    this.#book.putClose({ id: seq, conversationId: this.#id, turnId: item.turnId, accountId: tally.accountId, channel: tally.channel, queueId: item.queueId, teamIds: this.#teams(agentId), at, kind, agentId, wallMs: item.wallMs, openMs: item.openMs, backAt: undefined });
    // Who only says thank you has not come back with what was solved.
    if (isNoReturn) this.#book.setBack(tally.undone, undefined);
    tally.standing = [...(isNoReturn ? tally.undone : []), seq].slice(-STANDING_CAP);
    tally.undone = [];
    const said = tally.turn?.messages.at(-1);
    if (isThanks && said !== undefined && tally.lastAnswer !== undefined && at - tally.lastAnswer.at <= THANKS_WITHIN_MS && this.#book.thanks(said.id) === undefined)
      this.#book.putThanks({ messageId: said.id, conversationId: this.#id, agentId: tally.lastAnswer.agentId, at, byClose: true });
    // With an answer under way the turn stays until it is known what became of it.
    if (tally.lock !== undefined || tally.turn === undefined) return;
    tally.dismissed = { ...tally.turn, ended: { at, how: kind === 'spam' || kind === 'automatic' || kind === 'merged' ? kind : kind === 'deletedAtSource' ? 'deleted' : 'dismissed', agentId, teamIds: this.#teams(agentId) } };
    tally.turn = undefined;
    this.#put(tally.dismissed);
  }

  #reopened({ workItemId, at, item: again }: EventOf<'workItem.reopened'>['data']): void {
    const tally = this.#tally;
    this.#cameBack(at);
    const { dismissed, turn } = tally;
    if (dismissed !== undefined) {
      const later = turn?.messages ?? [];
      if (turn !== undefined) {
        this.#book.moveMessages(later.map((m) => m.id), dismissed.id);
        this.#book.dropTurn(turn.id);
      }
      tally.turn = { id: dismissed.id, isFirst: dismissed.isFirst, messages: [...dismissed.messages, ...later].slice(-TURN_CAP) };
      tally.dismissed = undefined;
      for (const { id } of tally.turn.messages) if (this.#book.thanks(id)?.byClose === true) this.#book.dropThanks(id);
    }
    const known = tally.item;
    tally.item = { id: workItemId, queueId: again?.queueId ?? known?.queueId ?? '', turnId: known?.turnId ?? tally.turn?.id, answered: known?.answered ?? false, closed: false, since: at, wallMs: 0, openMs: 0 };
    this.#put(tally.turn);
  }

  #cameBack(at: number): void {
    const tally = this.#tally;
    this.#book.setBack(tally.standing, at);
    tally.undone = [...tally.undone, ...tally.standing].slice(-STANDING_CAP);
    tally.standing = [];
  }

  #over(replyId: string): void {
    const tally = this.#tally;
    delete tally.senders[replyId];
    if (tally.lock?.replyId === replyId) tally.lock = undefined;
  }

  #asked({ id, agentId, dueAt, standInId, at }: EventOf<'escalation.raised'>['data'], seq: number): void {
    const tally = this.#tally;
    const { item, accountId, channel } = tally;
    const fact: HelpFact = { id: seq, conversationId: this.#id, turnId: item?.turnId, accountId, channel, queueId: item?.queueId, teamIds: this.#teams(agentId), agentId, at, dueAt, standInId, endedAt: undefined, how: undefined, byAgentId: undefined, wallMs: undefined, openMs: undefined };
    tally.help = { escalationId: id, fact };
    this.#book.putHelp(fact);
  }

  /** The first reaction ends it, and so does whatever takes the conversation away. */
  #helped(at: number, how: NonNullable<HelpFact['how']>, byAgentId: string | undefined): void {
    const { help } = this.#tally;
    if (help === undefined) return;
    this.#tally.help = undefined;
    this.#book.putHelp({ ...help.fact, endedAt: at, how, byAgentId, ...this.#spans(help.fact.at, at) });
  }

  /** An answer covers what had been said up to `through`; what came later is a turn of its own. */
  #answered(through: string | undefined, at: number, how: TurnEnd, agentId: string | undefined): void {
    const tally = this.#tally;
    if (through === undefined) return;
    for (const which of ['turn', 'dismissed'] as const) {
      const open = tally[which];
      const place = open?.messages.findIndex((m) => m.id === through) ?? -1;
      if (open === undefined || place < 0) continue;
      if (tally.item !== undefined) tally.item.answered = true;
      const rest = open.messages.slice(place + 1);
      this.#put({ ...open, messages: open.messages.slice(0, place + 1), ended: { at, how, agentId } });
      const first = rest[0];
      if (first === undefined) {
        tally[which] = undefined;
        continue;
      }
      const next: OpenTurn = { id: first.id, isFirst: false, messages: rest, ...(open.ended === undefined ? {} : { ended: open.ended }) };
      tally[which] = next;
      this.#book.moveMessages(rest.map((m) => m.id), next.id);
      this.#put(next);
    }
  }

  #put(turn: OpenTurn | undefined): void {
    const first = turn?.messages[0];
    if (turn === undefined || first === undefined) return;
    const { accountId, channel, item } = this.#tally;
    const { at, how, agentId, teamIds } = turn.ended ?? {};
    const isAnswer = how === 'answered' || how === 'elsewhere';
    const spans = at === undefined || !isAnswer ? undefined : this.#spans(first.at, at);
    const isChased = turn.messages.some((m, i) => i > 0 && m.at - (turn.messages[i - 1]?.at ?? m.at) >= CHASED_AFTER_MS);
    this.#book.putTurn({ id: turn.id, conversationId: this.#id, accountId, channel, queueId: item?.queueId, teamIds: teamIds ?? this.#teams(agentId), startedAt: first.at, isFirst: turn.isFirst, isChased, endedAt: at, how, agentId: isAnswer ? agentId : undefined, wallMs: spans?.wallMs, openMs: spans?.openMs });
  }

  #spans(from: number, to: number): { wallMs: number; openMs: number } {
    const end = Math.max(from, to);
    return { wallMs: end - from, openMs: businessTimeBetween(from, end, this.#book.queue(this.#tally.item?.queueId ?? '')?.hours ?? ALWAYS_OPEN) };
  }

  #teams(agentId: string | undefined): readonly string[] {
    return agentId === undefined ? (this.#book.queue(this.#tally.item?.queueId ?? '')?.teamIds ?? []) : this.#book.teamsOf(agentId);
  }
}
