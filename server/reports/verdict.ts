import type { CenterEvent } from '../../shared/events/index.ts';

/** What became of what came in, told by the log alone, without trusting the state it was folded into. */
export interface Verdict {
  /** Customers' messages. */
  messages: number;
  /** Of these: covered by an answer, here or elsewhere. */
  answered: number;
  /** Dismissed with a reason, or deleted at the source. */
  dismissed: number;
  /** T11: ended with a wave, or of somebody kept out; no share of what was left unanswered. */
  spam: number;
  /** In an item that waits or is held by somebody. */
  waiting: number;
  /** None of these. */
  lost: number;
  /** Assigned while somebody else held it, or without a higher epoch. */
  ownedTwice: number;
  /** The router gave somebody more than their capacity. */
  capacityExceeded: number;
  /** Answers found delivered. */
  replies: number;
  /** Turns with two delivered answers that were not declared follow-ups. */
  doubled: number;
  /** ms from receiving a message to the delivery of its answer. */
  waits: number[];
}

interface Turn {
  readonly messages: Map<string, number>;
  item?: string | undefined;
  lockThrough?: string | undefined;
}

/** Folds the log into a verdict. `fromSeq`: what came in before does not count, but is known. */
export class VerdictFold {
  readonly #fromSeq: number;
  readonly #turns = new Map<string, Turn>();
  readonly #owner = new Map<string, { agentId: string; epoch: number }>();
  readonly #epoch = new Map<string, number>();
  readonly #cost = new Map<string, number>();
  readonly #load = new Map<string, number>();
  readonly #capacity = new Map<string, number>();
  /** Instead of it, by a lead's word. */
  readonly #forced = new Map<string, number>();
  readonly #open = new Set<string>();
  readonly #replies = new Map<string, { conversationId: string; through: string | undefined; followUp: boolean }>();
  readonly #answeredThrough = new Set<string>();
  readonly #counted = new Set<string>();
  readonly #verdict: Verdict = { messages: 0, answered: 0, dismissed: 0, spam: 0, waiting: 0, lost: 0, ownedTwice: 0, capacityExceeded: 0, replies: 0, doubled: 0, waits: [] };

  constructor(fromSeq = 0) {
    this.#fromSeq = fromSeq;
  }

  apply(event: CenterEvent): void {
    switch (event.type) {
      case 'agent.registered':
        this.#capacity.set(event.data.id, event.data.capacity);
        return;
      case 'agent.capacityForced':
        this.#forced.set(event.data.agentId, event.data.capacity);
        return;
      case 'agent.capacityLifted':
        this.#forced.delete(event.data.agentId);
        return;
      case 'message.received': {
        const { data } = event;
        if (data.direction !== 'in' || data.conversationId === undefined || (data.automatic !== undefined && data.automatic !== 'bounce')) return;
        this.#turn(data.conversationId).messages.set(data.id, data.receivedAt);
        if (event.seq > this.#fromSeq) {
          this.#counted.add(data.id);
          this.#verdict.messages += 1;
        }
        return;
      }
      case 'workItem.queued':
        this.#turn(event.data.conversationId).item = event.data.id;
        this.#cost.set(event.data.id, event.data.cost);
        this.#open.add(event.data.id);
        return;
      case 'workItem.assigned':
        this.#assigned(event.data, event.actor);
        return;
      case 'workItem.returned':
        this.#let(event.data.workItemId);
        this.#epoch.set(event.data.conversationId, Math.max(this.#epoch.get(event.data.conversationId) ?? 0, event.data.epoch));
        return;
      case 'workItem.parked':
        this.#setCost(event.data.workItemId, 0);
        return;
      case 'workItem.resumed':
      case 'workItem.reopened':
        this.#setCost(event.data.workItemId, event.data.cost);
        this.#open.add(event.data.workItemId);
        return;
      case 'workItem.closed': {
        this.#let(event.data.workItemId);
        this.#open.delete(event.data.workItemId);
        const { kind } = event.data.disposition;
        if (kind === 'noAnswerNeeded' || kind === 'deletedAtSource' || kind === 'automatic') this.#settle(event.data.conversationId, undefined, 'dismissed', event.at);
        else if (kind === 'spam') this.#settle(event.data.conversationId, undefined, 'spam', event.at);
        return;
      }
      case 'reply.permitted':
        this.#replies.set(event.data.id, { conversationId: event.data.conversationId, through: event.data.answersThroughMessageId, followUp: event.data.followUp });
        return;
      case 'reply.delivered': {
        const reply = this.#replies.get(event.data.replyId);
        if (reply === undefined) return;
        const counts = event.seq > this.#fromSeq;
        if (counts) this.#verdict.replies += 1;
        if (reply.through !== undefined && !reply.followUp) {
          if (counts && this.#answeredThrough.has(reply.through)) this.#verdict.doubled += 1;
          this.#answeredThrough.add(reply.through);
        }
        this.#settle(reply.conversationId, reply.through, 'answered', event.at);
        return;
      }
      case 'conversation.answeredElsewhere':
        this.#settle(event.data.conversationId, event.data.throughMessageId, 'answered', event.at);
        return;
      default:
    }
  }

  result(): Verdict {
    const verdict = { ...this.#verdict, waits: [...this.#verdict.waits] };
    for (const turn of this.#turns.values()) {
      const isVisible = turn.item !== undefined && this.#open.has(turn.item);
      for (const id of turn.messages.keys()) {
        if (!this.#counted.has(id)) continue;
        if (isVisible) verdict.waiting += 1;
        else verdict.lost += 1;
      }
    }
    return verdict;
  }

  #turn(conversationId: string): Turn {
    const turn = this.#turns.get(conversationId) ?? { messages: new Map<string, number>() };
    this.#turns.set(conversationId, turn);
    return turn;
  }

  #settle(conversationId: string, through: string | undefined, how: 'answered' | 'dismissed' | 'spam', at: number): void {
    const turn = this.#turn(conversationId);
    if (through !== undefined && !turn.messages.has(through)) return;
    for (const [id, receivedAt] of turn.messages) {
      turn.messages.delete(id);
      if (this.#counted.has(id)) {
        this.#verdict[how] += 1;
        if (how === 'answered') this.#verdict.waits.push(at - receivedAt);
      }
      if (id === through) return;
    }
  }

  #assigned(data: { workItemId: string; conversationId: string; agentId: string; epoch: number; reason: { by: string } }, actor: string): void {
    const before = this.#owner.get(data.workItemId);
    if (data.epoch <= (this.#epoch.get(data.conversationId) ?? 0) || (actor === 'router' && before !== undefined)) this.#verdict.ownedTwice += 1;
    this.#epoch.set(data.conversationId, data.epoch);
    this.#let(data.workItemId);
    this.#owner.set(data.workItemId, { agentId: data.agentId, epoch: data.epoch });
    const load = (this.#load.get(data.agentId) ?? 0) + (this.#cost.get(data.workItemId) ?? 0);
    this.#load.set(data.agentId, load);
    if (actor === 'router' && data.reason.by === 'router' && load > (this.#forced.get(data.agentId) ?? this.#capacity.get(data.agentId) ?? Infinity)) this.#verdict.capacityExceeded += 1;
  }

  #let(workItemId: string): void {
    const owner = this.#owner.get(workItemId);
    if (owner === undefined) return;
    this.#owner.delete(workItemId);
    this.#load.set(owner.agentId, (this.#load.get(owner.agentId) ?? 0) - (this.#cost.get(workItemId) ?? 0));
  }

  #setCost(workItemId: string, cost: number): void {
    const owner = this.#owner.get(workItemId);
    if (owner !== undefined) this.#load.set(owner.agentId, (this.#load.get(owner.agentId) ?? 0) - (this.#cost.get(workItemId) ?? 0) + cost);
    this.#cost.set(workItemId, cost);
  }
}
