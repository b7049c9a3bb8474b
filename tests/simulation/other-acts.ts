import type { Command } from '../../shared/commands/index.ts';
import { openEscalation } from '../../shared/domain/escalation.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import { emptyDays, mondayOf, ROSTER_DAYS, rosterId, type Roster } from '../../shared/domain/roster.ts';
import type { AgentRow, QueueRow } from '../../shared/domain/rows.ts';
import { localDay } from '../../shared/domain/zone-time.ts';
import type { DeskHost } from './desk-host.ts';
import type { Dice } from './dice.ts';
import type { Scheduler } from './scheduler.ts';

const MINUTE = 60_000;
const ZONE = 'UTC';

export interface ActParts {
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly desks: readonly DeskHost[];
}

/** What people do beside answering: help, whispers, capacity, shifts, sleep, tickets, cases, calls. Gives one command, or nothing where none fits. */
export class OtherActs {
  readonly #p: ActParts;
  #count = 0;

  constructor(parts: ActParts) {
    this.#p = parts;
  }

  get #now(): number {
    return Math.floor(this.#p.sched.now);
  }

  #id(): string {
    return `x${(this.#count += 1)}`;
  }

  #soon(ms: number): number {
    return this.#now + 500 + Math.floor(this.#p.dice.stretch(ms));
  }

  /** Of whoever holds it. */
  ofHolder(desk: DeskHost, held: Conversation, others: readonly Conversation[]): Command | undefined {
    const { dice } = this.#p;
    const conversationId = held.id;
    const { workItemId } = held;
    const asked = openEscalation(held.escalations);
    const ticket = held.tickets?.find((one) => one.closed === undefined);
    const whisper = held.whispers?.find((one) => one.toAgentId === desk.person.id && one.seenAt === undefined);
    if (whisper !== undefined && dice.chance(0.6)) return { type: 'whisper.markSeen', data: { conversationId, whisperId: whisper.id } };
    if (held.callBack?.state === 'planned' && dice.chance(0.5)) return { type: 'callBack.report', data: { conversationId, outcome: dice.pick(['reached', 'notReached', 'cancelled'] as const), ...(dice.chance(0.4) ? { next: this.#window() } : {}) } };
    switch (dice.int(8)) {
      case 0:
        return asked === undefined ? { type: 'escalation.raise', data: { conversationId, id: this.#id(), reason: 'Ich komme nicht weiter' } } : { type: 'escalation.withdraw', data: { conversationId, id: asked.id } };
      case 1:
        return workItemId === undefined ? undefined : { type: 'workItem.snooze', data: { workItemId, untilAt: this.#soon(15_000), ...(held.lastInboundMessageId === undefined ? {} : { seenThroughMessageId: held.lastInboundMessageId }) } };
      case 2:
        return workItemId === undefined ? undefined : { type: 'workItem.wake', data: { workItemId } };
      case 3:
        return workItemId === undefined ? undefined : { type: 'workItem.handover', data: { workItemId, line: dice.chance(0.3) ? '' : `Zeile ${this.#id()}` } };
      case 4:
        if (ticket === undefined) return { type: 'ticket.open', data: { conversationId, number: this.#id(), owner: 'Technik', dueAt: this.#soon(20_000), rest: dice.chance(0.4) } };
        return dice.chance(0.5) ? { type: 'ticket.close', data: { conversationId, ticketId: ticket.id, outcome: dice.pick(['done', 'withdrawn'] as const) } } : { type: 'ticket.change', data: { conversationId, ticketId: ticket.id, number: ticket.number, owner: 'Technik 2', dueAt: this.#soon(20_000) } };
      case 5: {
        const other = others.find(({ id }) => id !== held.id);
        if (held.caseId !== undefined && dice.chance(0.4)) return { type: 'conversation.unlink', data: { conversationId } };
        return other === undefined ? undefined : { type: 'conversation.link', data: { conversationId, withConversationId: other.id } };
      }
      case 6:
        return { type: 'callBack.plan', data: { conversationId, number: '+49 30 1234567', about: 'Rückruf', window: this.#window(), own: dice.chance(0.5) } };
      default:
        return { type: 'agent.setEnd', data: { endAt: this.#now + (31 + dice.int(60)) * MINUTE, ...(dice.chance(0.5) ? { reason: 'Technik' } : {}) } };
    }
  }

  /** Calls come to somebody ten minutes before. */
  #window(): { fromAt: number; untilAt: number } {
    const fromAt = this.#soon(12 * MINUTE);
    return { fromAt, untilAt: fromAt + 30 * MINUTE };
  }

  /** Of a lead; `rows`: items that are open. */
  ofLead(desk: DeskHost, rows: readonly QueueRow[]): Command | undefined {
    const { dice, desks } = this.#p;
    const agents = desks.filter(({ person }) => person.role === 'agent').map(({ person }) => person.id);
    const agentId = dice.pick(agents);
    const asked = rows.find((row) => row.escalation !== undefined);
    if (asked?.escalation !== undefined && dice.chance(0.5)) {
      const ref = { conversationId: asked.conversationId, id: asked.escalation.id };
      return dice.chance(0.5) ? { type: 'escalation.takeOver', data: ref } : { type: 'escalation.giveBack', data: { ...ref, word: 'Frag nach der Kundennummer' } };
    }
    const held = rows.filter((row) => row.item.ownerAgentId !== undefined);
    switch (dice.int(6)) {
      case 0:
        return { type: 'agent.forceCapacity', data: { agentId, capacity: dice.pick([0, 10, 40, 200]), reason: 'relief', ...(dice.chance(0.6) ? { untilAt: this.#soon(20_000) } : {}) } };
      case 1:
        return { type: 'agent.liftCapacity', data: { agentId } };
      case 2:
        return held.length === 0 ? undefined : { type: 'whisper.send', data: { id: this.#id(), conversationId: dice.pick(held).conversationId, text: 'Sag ihm, bis wann' } };
      case 3:
        return rows.length === 0 ? undefined : { type: 'workItem.handover', data: { workItemId: dice.pick(rows).item.id, line: `Zeile ${this.#id()}` } };
      case 4:
        return dice.chance(0.5) ? { type: 'briefing.write', data: { id: 'b1', title: 'Störung', text: `Stand ${this.#id()}`, teamIds: [], mustRead: false, untilAt: this.#now + 60 * MINUTE, baseVersion: (desk.disk.rows.get('briefing b1')?.value as { version?: number } | undefined)?.version ?? 0 } } : this.#plan(desk, agentId);
      default:
        return { type: 'agent.forceState', data: { agentId, state: 'available' } };
    }
  }

  /** Today's shift of somebody, or none. */
  #plan(desk: DeskHost, agentId: string): Command {
    const { dice } = this.#p;
    const monday = mondayOf(ZONE, this.#now);
    const id = rosterId(agentId, monday);
    const before = (desk.disk.rows.get(`roster ${id}`)?.value as Roster | undefined) ?? null;
    const day = ROSTER_DAYS[(localDay(ZONE, this.#now) + 3) % 7] ?? 'mon';
    const minute = Math.floor((this.#now % (24 * 60 * MINUTE)) / MINUTE);
    const fromMinute = Math.max(0, minute - dice.int(60));
    const shifts = dice.chance(0.25) ? [] : [{ fromMinute, toMinute: minute + 32 + dice.int(120) }];
    return { type: 'house.change', data: { edits: [{ noun: 'roster', id, before, after: { id, agentId, monday, timeZone: ZONE, days: { ...(before?.days ?? emptyDays()), [day]: shifts } } }] } };
  }

  /** Of somebody about themselves. */
  ofMe(desk: DeskHost, me: AgentRow): Command | undefined {
    const briefing = desk.disk.rows.get('briefing b1')?.value as { version?: number } | undefined;
    if (briefing?.version !== undefined && this.#p.dice.chance(0.4)) return { type: 'briefing.read', data: { id: 'b1', version: briefing.version } };
    return me.shift === undefined ? undefined : { type: 'agent.setEnd', data: { endAt: this.#now + (31 + this.#p.dice.int(60)) * MINUTE } };
  }
}
