import type { Command } from '../../shared/commands/index.ts';
import { frozenReplySchema } from '../../shared/domain/reply.ts';
import { CHANGED } from './approvals.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { AgentRow, QueueRow } from '../../shared/domain/rows.ts';
import { isFinished, type OutboxItem } from '../../shared/sync/outbox-state.ts';
import type { DeskHost } from './desk-host.ts';
import type { Dice } from './dice.ts';
import { OtherActs } from './other-acts.ts';
import type { Platform } from './platform.ts';
import type { Referee } from './referee.ts';
import { isCodedError } from '../../shared/util/errors.ts';
import { Crashed, type Scheduler } from './scheduler.ts';

export interface PeopleParts {
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly platform: Platform;
  readonly referee: Referee;
  readonly desks: readonly DeskHost[];
  readonly meanMs: number;
  readonly note: (text: () => string) => void;
}

/** A person who decides about an unclear reply has waited this long: nothing can be on its way any more, ms. */
const LATEST_EFFECT_MS = 75_000;

const STOCK_ANSWERS = ['Gern geschehen!', 'Wir kümmern uns darum.'];

/** People at their desks: they see what the desk shows and do what it offers, at random. */
export class People {
  readonly #p: PeopleParts;
  #count = 0;
  readonly #open = new Map<string, () => void>();
  readonly #others: OtherActs;
  active = true;

  constructor(parts: PeopleParts) {
    this.#p = parts;
    this.#others = new OtherActs(parts);
    for (const desk of parts.desks) if (!desk.isHeadless) this.#plan(desk);
  }

  #plan(desk: DeskHost): void {
    const { sched, dice, meanMs } = this.#p;
    sched.after(dice.stretch(meanMs), undefined, `person:${desk.name}`, () => {
      if (!this.active) return;
      if (desk.isUp) this.#act(desk);
      this.#plan(desk);
    });
  }

  /** Everybody puts down what they only looked at. */
  goHome(): void {
    this.active = false;
    for (const key of this.#open.keys()) this.#putDown(key);
  }

  #putDown(key: string): void {
    this.#open.get(key)?.();
    this.#open.delete(key);
  }

  #act(desk: DeskHost): void {
    if (desk.person.role !== 'agent' && this.#p.dice.chance(0.6)) return this.#lead(desk);
    this.#agent(desk);
  }

  #rows(desk: DeskHost): QueueRow[] {
    const rows: QueueRow[] = [];
    for (const row of desk.disk.rows.values()) if (row.kind === 'workItem') rows.push(row.value as QueueRow);
    return rows;
  }

  #agent(desk: DeskHost): void {
    const { dice } = this.#p;
    const me = desk.disk.rows.get(`agent ${desk.person.id}`)?.value as AgentRow | undefined;
    if (me === undefined) return;
    if (me.state !== 'available' ? dice.chance(0.5) : dice.chance(0.015)) return this.#run(desk, { type: 'agent.setState', data: me.state === 'available' ? dice.pick([{ state: 'onBreak', breakReason: 'break' } as const, { state: 'runOut' } as const, { state: 'offDuty' } as const]) : { state: 'available' } });
    const rows = this.#rows(desk);
    const offer = rows.find((row) => row.offer?.agentId === desk.person.id)?.offer;
    if (offer !== undefined && dice.chance(0.7)) return this.#run(desk, { type: dice.chance(0.8) ? 'reservation.accept' : 'reservation.decline', data: { reservationId: offer.reservationId } });
    if (dice.chance(0.25) && this.#outbox(desk)) return;
    const mine = rows.filter((row) => row.item.ownerAgentId === desk.person.id && row.item.state === 'assigned');
    const held = mine.flatMap((row) => desk.sync?.view.get('conversation', row.conversationId) ?? []);
    if (dice.chance(0.14)) {
      const other = held.length > 0 && dice.chance(0.9) ? this.#others.ofHolder(desk, dice.pick(held), held) : this.#others.ofMe(desk, me);
      if (other !== undefined) return this.#run(desk, other);
    }
    const unanswered = held.filter((conversation) => conversation.openTurn !== undefined && !this.#isBusy(desk, conversation));
    if (unanswered.length > 0 && dice.chance(0.7)) return this.#answer(desk, dice.pick(unanswered));
    if (held.length > 0 && dice.chance(0.8)) return this.#tidy(desk, dice.pick(held));
    if (dice.chance(0.3)) this.#browse(desk, rows);
  }

  /** A reply of this desk is on its way there. */
  #isBusy(desk: DeskHost, conversation: Conversation): boolean {
    return desk.sync?.book.ofConversation(conversation.id).some(({ state }) => !isFinished(state)) === true;
  }

  #answer(desk: DeskHost, conversation: Conversation): void {
    if (this.#p.dice.chance(0.9)) return this.#reply(desk, conversation, false);
    const workItemId = conversation.workItemId;
    if (workItemId !== undefined) this.#close(desk, { type: 'workItem.close', data: { workItemId, disposition: { kind: 'noAnswerNeeded', reason: this.#p.dice.pick(['thanks', 'noise', 'spam'] as const) }, ...seenIn(conversation) } });
  }

  #tidy(desk: DeskHost, conversation: Conversation): void {
    const { dice, desks } = this.#p;
    const waiting = conversation.openTurn !== undefined;
    // Most people leave alone what they have just answered.
    if (this.#isBusy(desk, conversation) && dice.chance(0.7)) return;
    const luck = dice.next();
    const workItemId = conversation.workItemId;
    if (luck < 0.1) return this.#reply(desk, conversation, !waiting);
    if (luck < 0.45 && !waiting && workItemId !== undefined) return this.#close(desk, { type: 'workItem.close', data: { workItemId, disposition: { kind: 'resolved' }, ...seenIn(conversation) } });
    if (luck < 0.55 && !waiting && workItemId !== undefined) return this.#run(desk, { type: 'workItem.park', data: { workItemId, ...seenIn(conversation) } });
    if (luck < 0.63 && workItemId !== undefined) return this.#run(desk, { type: 'workItem.transfer', data: { workItemId, to: dice.chance(0.5) ? { kind: 'queue' } : { kind: 'agent', agentId: dice.pick(desks).person.id } } });
    if (luck < 0.72) return this.#run(desk, { type: 'note.add', data: { id: `n${(this.#count += 1)}`, conversationId: conversation.id, text: 'Kunde war schon einmal da' } });
    if (luck < 0.77) return this.#run(desk, { type: 'conversation.tag', data: { conversationId: conversation.id, tags: [dice.pick(['netz', 'rechnung', 'tv'])] } });
    if (luck < 0.81) return this.#run(desk, { type: 'contact.setAddressForm', data: { contactId: conversation.contactId, conversationId: conversation.id, addressForm: dice.pick(['du', 'sie'] as const) } });
    if (luck < 0.85 && conversation.reading !== undefined) return this.#run(desk, { type: 'message.correctReading', data: { messageId: conversation.reading.messageId, conversationId: conversation.id, task: 'sentiment', label: dice.pick(['negative', 'neutral', 'positive'] as const) } });
    this.#p.referee.draftTouched(conversation.id);
    desk.saveDraft(conversation.id, dice.chance(0.2) ? '' : `Entwurf ${(this.#count += 1)}`);
  }

  #reply(desk: DeskHost, conversation: Conversation, followUp: boolean): void {
    const { dice, referee, note } = this.#p;
    this.#count += 1;
    const text = dice.chance(0.12) ? dice.pick(STOCK_ANSWERS) : `Antwort ${this.#count} ${dice.chance(0.1) ? 'und noch viel mehr dazu. '.repeat(16) : ''}`.trim();
    const luck = dice.next();
    const then = luck < 0.5 ? { kind: 'wait' as const } : luck < 0.8 ? { kind: 'close' as const, disposition: { kind: 'resolved' as const } } : { kind: 'keep' as const };
    referee.draftTouched(conversation.id);
    const schedule = dice.chance(0.12) ? { sendAt: Math.floor(this.#p.sched.now) + 1_000 + Math.floor(dice.stretch(8_000)), executor: dice.chance(0.5) ? ('thisDesk' as const) : ('headless' as const) } : undefined;
    const answer = desk.send({ conversationId: conversation.id, text, visibility: conversation.visibility, followUp, then, ...(schedule === undefined ? {} : { schedule }) });
    note(() => `${desk.name} replies on ${conversation.id} (${then.kind}${followUp ? ', follow-up' : ''}${schedule === undefined ? '' : `, later by ${schedule.executor}`}): ${answer?.status === 'queued' ? answer.entry.replyId : (answer?.status ?? 'nothing')}`);
    if (answer?.status !== 'queued') return;
    referee.accept({ replyId: answer.entry.replyId, desk, conversationId: conversation.id, text });
    if (then.kind === 'close' && conversation.workItemId !== undefined) this.#sees(desk, conversation.workItemId);
  }

  /** Replies that ask for a person. */
  #outbox(desk: DeskHost): boolean {
    const { dice, referee } = this.#p;
    const open = desk.sync?.book.all().filter(({ state }) => state.kind === 'undoable' || (state.kind === 'queued' && state.reason === 'approval') || state.kind === 'scheduled' || state.kind === 'unclear' || state.kind === 'unknown' || state.kind === 'failed') ?? [];
    if (open.length === 0) return false;
    const item = dice.pick(open);
    const accepted = referee.accepted.get(item.replyId);
    if (accepted === undefined) return false;
    const settle = (decision: 'found' | 'discard' | 'sendAgain' | 'lookAgain'): void => this.#settle(desk, item, decision);
    if (item.state.kind === 'queued') {
      if (dice.chance(0.1) && desk.undo(item.replyId)) accepted.settledBy = 'undo';
    } else if (item.state.kind === 'undoable') {
      if (dice.chance(0.3) && desk.undo(item.replyId)) accepted.settledBy = 'undo';
    } else if (item.state.kind === 'scheduled') {
      const luck = dice.next();
      if (luck < 0.15 && desk.undo(item.replyId)) accepted.settledBy = 'undo';
      else if (luck > 0.7) desk.setExecutor(item.replyId, item.state.executor === 'headless' ? 'thisDesk' : 'headless');
    } else if (item.state.kind === 'failed') {
      if (dice.chance(0.4)) settle(dice.chance(0.5) ? 'sendAgain' : 'discard');
    } else if (referee.sinceAttemptMs(item.replyId) > LATEST_EFFECT_MS) {
      // A careful person looks at the platform first.
      if (referee.effectsOf(item.replyId) > 0) settle('found');
      else settle(dice.pick(['discard', 'sendAgain', 'lookAgain'] as const));
    } else return false;
    return true;
  }

  #settle(desk: DeskHost, item: OutboxItem, decision: 'found' | 'discard' | 'sendAgain' | 'lookAgain'): void {
    const { referee, note } = this.#p;
    const before = new Set(desk.sync?.book.all().map(({ replyId }) => replyId));
    if (!desk.settle({ replyId: item.replyId, decision })) return;
    note(() => `${desk.name} settles ${item.replyId} (${item.state.kind}): ${decision}`);
    const accepted = referee.accepted.get(item.replyId);
    if (accepted !== undefined && decision !== 'lookAgain') accepted.settledBy = decision;
    if (decision === 'discard' || decision === 'sendAgain') referee.ledger.letGo.add(item.replyId);
    if (decision !== 'sendAgain') return;
    for (const { replyId, conversationId, reply } of desk.sync?.book.all() ?? []) if (!before.has(replyId)) referee.accept({ replyId, desk, conversationId, text: reply.typed });
  }

  #browse(desk: DeskHost, rows: readonly QueueRow[]): void {
    const { dice } = this.#p;
    if (rows.length === 0) return;
    const row = dice.pick(rows);
    const luck = dice.next();
    if (luck < 0.35 && row.item.state === 'queued') return this.#run(desk, { type: 'workItem.take', data: { workItemId: row.item.id } });
    if (luck < 0.5 && row.item.state === 'closed') return this.#run(desk, { type: 'workItem.reopen', data: { workItemId: row.item.id } });
    if (luck < 0.8) {
      this.#p.note(() => `${desk.name} opens ${row.conversationId}`);
      desk.open(row.conversationId);
      this.#open.set(`${desk.name} ${row.conversationId}`, () => desk.close(row.conversationId));
      this.#p.sched.after(dice.stretch(3_000), undefined, 'person:closes', () => this.#putDown(`${desk.name} ${row.conversationId}`));
    }
  }

  #lead(desk: DeskHost): void {
    const { dice, desks } = this.#p;
    const rows = this.#rows(desk).filter((row) => row.item.state !== 'closed');
    if (dice.chance(rows.some((row) => row.escalation !== undefined) ? 0.4 : 0.22)) {
      const other = this.#others.ofLead(desk, rows);
      if (other !== undefined) return this.#run(desk, other);
    }
    const luck = dice.next();
    const waiting = rows.find((row) => row.approval !== undefined);
    if (waiting?.approval !== undefined && dice.chance(0.5)) return this.#look(desk, waiting.conversationId, waiting.approval.replyId);
    if (luck > 0.97 && rows.length > 0) return this.#run(desk, { type: 'approval.flag', data: { conversationId: dice.pick(rows).conversationId, wanted: dice.chance(0.4) } });
    if (luck < 0.14 && rows.length > 0) {
      const workItemIds = dice.shuffle(rows).slice(0, 1 + dice.int(2)).map((row) => row.item.id);
      return this.#run(desk, { type: 'workItem.reassign', data: { workItemIds, to: dice.chance(0.3) ? { kind: 'queue' } : { kind: 'agent', agentId: dice.pick(desks).person.id }, force: dice.chance(0.4) } });
    }
    if (luck < 0.16) return this.#run(desk, { type: 'agent.forceState', data: { agentId: dice.pick(desks).person.id, state: dice.pick(['available', 'runOut', 'offDuty'] as const) } });
    const accountId = dice.pick(['sandbox', 'sandbox-chat']);
    const stopped = (desk.disk.rows.get(`account ${accountId}`)?.value as { stopped?: unknown } | undefined)?.stopped !== undefined;
    if (luck < 0.18 && !stopped) return this.#run(desk, { type: 'account.stop', data: { accountId, reason: 'probe' } });
    if (luck < 0.5 && stopped) return this.#run(desk, { type: 'account.resume', data: { accountId } });
    const held = rows.length === 0 ? undefined : desk.sync?.view.get('conversation', dice.pick(rows).conversationId);
    if (luck < 0.25 && held?.workItemId !== undefined && held.lastInboundMessageId !== undefined)
      return this.#close(desk, { type: 'workItem.close', data: { workItemId: held.workItemId, disposition: { kind: 'noAnswerNeeded', reason: 'duplicate' }, ...seenIn(held) } });
    if (luck < 0.4) this.#browse(desk, rows);
  }

  /** S2: lets it go as it is, in other words where these are at hand, or sends it back. */
  #look(desk: DeskHost, conversationId: string, replyId: string): void {
    const { dice } = this.#p;
    const ref = { conversationId, replyId };
    const luck = dice.next();
    if (luck < 0.15) return this.#run(desk, { type: 'approval.sendBack', data: { ...ref, word: 'Bitte mit Gruß' } });
    const bodyRef = desk.sync?.view.get('conversation', conversationId)?.approvals?.find((one) => one.replyId === replyId)?.bodyRef;
    const text = bodyRef === undefined ? undefined : desk.disk.bodies.get(bodyRef)?.text;
    if (luck < 0.5 && text === undefined) return this.#browse(desk, this.#rows(desk).filter((row) => row.conversationId === conversationId));
    if (luck > 0.7 && text !== undefined) {
      const written = frozenReplySchema.parse(JSON.parse(text));
      return this.#run(desk, { type: 'approval.give', data: { ...ref, words: { ...written, parts: written.parts.map((part, i) => (i === 0 ? `${part}${CHANGED}` : part)) } } });
    }
    this.#run(desk, { type: 'approval.give', data: ref });
  }

  #close(desk: DeskHost, command: Command & { type: 'workItem.close' }): void {
    this.#sees(desk, command.data.workItemId);
    this.#run(desk, command);
  }

  /** A message that comes after this moment was not seen by who closes. */
  #sees(desk: DeskHost, workItemId: string): void {
    this.#p.referee.closes(workItemId, desk, Number(desk.disk.meta.get('cursor') ?? 0));
  }

  #run(desk: DeskHost, command: Command): void {
    const done = desk.run(command);
    this.#p.note(() => `${desk.name} ${command.type} ${JSON.stringify(command.data)}`);
    done?.then(
      (result) => {
        if (result.status === 'refused') this.#p.note(() => `${desk.name} ${command.type} refused: ${result.code}`);
      },
      (error: unknown) => {
        if (!(error instanceof Crashed) && !isCodedError(error)) this.#p.referee.problem(error, `${desk.name} ${command.type}`, false);
      },
    );
  }
}

function seenIn({ lastInboundMessageId }: Conversation): { seenThroughMessageId?: string } {
  return lastInboundMessageId === undefined ? {} : { seenThroughMessageId: lastInboundMessageId };
}
