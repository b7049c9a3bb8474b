import { beforeEach, describe, expect, test } from 'vitest';
import { CaseIndex } from '../../server/center/case-index.ts';
import { callChannel, CHANNELS, getChannel } from '../../shared/channels/index.ts';
import { OVERDUE_PRIORITY, overdueTicket } from '../../shared/deciders/ticket.ts';
import { CALL_LEAD_MS, callBackBodySchema } from '../../shared/domain/call-back.ts';
import { nextTicket } from '../../shared/domain/ticket.ts';
import { compareForPick } from '../../server/routing/core/order.ts';
import type { ItemView } from '../../server/routing/core/state.ts';
import { outcome, SharedCenter } from '../support/shared-center.ts';

const HOUR = 3_600_000;
let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});
const facts = () => ({ get: c.state.get.bind(c.state), agentIdByInitials: () => undefined, messageIdByRemote: () => undefined }) as Parameters<typeof overdueTicket>[0];
const itemOf = (conversationId: string) => c.item(c.conversation(conversationId).workItemId ?? '');
function openTicket(conversationId: string, dueMs = HOUR, rest = true): string {
  const decision = c.run({ type: 'ticket.open', data: { conversationId, number: 'BO-4711', owner: 'Technik Nord', dueAt: c.now + dueMs, rest } }, { by: 'ann' });
  return decision.kind === 'accepted' ? String(decision.result?.['ticketId']) : decision.code;
}
function fallDue(conversationId: string, ticketId: string): string {
  const events = overdueTicket(facts(), conversationId, ticketId, c.now);
  c.emit(...events);
  return events.map((one) => one.type).join(' ');
}

describe('back-office tickets', () => {
  test('CASE-3 a ticket makes the case, lets it sleep until it is due, and tells number, owner and due', () => {
    const { conversationId, itemId } = c.given('ann');
    const ticketId = openTicket(conversationId);
    expect(c.conversation(conversationId)).toMatchObject({ caseId: conversationId, tickets: [{ id: ticketId, number: 'BO-4711', owner: 'Technik Nord', dueAt: c.now + HOUR, byAgentId: 'ann' }] });
    expect(c.item(itemId)).toMatchObject({ cost: 0, snooze: { untilAt: c.now + HOUR } });
    expect(nextTicket(c.conversation(conversationId).tickets)?.id).toBe(ticketId);
  });

  test('CASE-4 overdue it comes back before the customer asks: asleep, waiting for the customer, and ended; each due time once', () => {
    const asleep = c.given('ann').conversationId;
    const parked = c.given('ann').conversationId;
    const ended = c.given('ann').conversationId;
    const ids = new Map([asleep, parked, ended].map((id) => [id, openTicket(id, HOUR, id === asleep)]));
    c.run({ type: 'workItem.park', data: { workItemId: itemOf(parked).id } }, { by: 'ann' });
    c.run({ type: 'workItem.close', data: { workItemId: itemOf(ended).id, disposition: { kind: 'handedOver' } } }, { by: 'ann' });
    expect(fallDue(asleep, ids.get(asleep) ?? '')).toBe('');
    const due = c.now + HOUR;
    c.now = due;
    for (const [id, ticketId] of ids) {
      expect(fallDue(id, ticketId)).toContain('ticket.overdue');
      expect(itemOf(id)).toMatchObject({ waitingFor: 'us', dueAt: due, cost: 10, priority: OVERDUE_PRIORITY });
      expect(itemOf(id).snooze).toBeUndefined();
      expect(fallDue(id, ticketId)).toBe('');
    }
    expect(itemOf(asleep).ownerAgentId).toBe('ann');
    expect(itemOf(ended)).toMatchObject({ state: 'queued', reopened: 1 });
    expect(c.conversation(ended).ownerAgentId).toBeUndefined();
  });

  test('CASE-4 it is picked before everything but danger, however late the others are', () => {
    const view = (priority: number, dueAt: number, ord: number): { view: ItemView; late: boolean } => ({ view: { priority, dueAt, queuedAt: dueAt, ord } as ItemView, late: dueAt < 100 });
    const [danger, overdue, urgent, old] = [view(9, 200, 3), view(OVERDUE_PRIORITY, 90, 2), view(5, 101, 1), view(0, 1, 0)];
    expect([old, urgent, overdue, danger].toSorted(compareForPick)).toEqual([danger, overdue, urgent, old]);
  });

  test('CASE-4 another due time makes it wait again; done or withdrawn it never comes back', () => {
    const { conversationId } = c.given('ann');
    const ticketId = openTicket(conversationId);
    c.now += HOUR;
    fallDue(conversationId, ticketId);
    expect(outcome(c.run({ type: 'ticket.change', data: { conversationId, ticketId, number: 'BO-4711', owner: 'Technik West', dueAt: c.now + HOUR } }, { by: 'ann' }))).toBe('ticket.changed');
    expect(c.conversation(conversationId).tickets?.[0]?.overdueAt).toBeUndefined();
    expect(outcome(c.run({ type: 'ticket.close', data: { conversationId, ticketId, outcome: 'done' } }, { by: 'ann' }))).toBe('ticket.closed');
    c.now += 2 * HOUR;
    expect(fallDue(conversationId, ticketId)).toBe('');
    expect(nextTicket(c.conversation(conversationId).tickets)).toBeUndefined();
  });

  test('CASE-4 who waits for others is found again from the state alone', () => {
    const index = new CaseIndex();
    const { conversationId } = c.given('ann');
    const ticketId = openTicket(conversationId);
    index.follow(c.conversation(conversationId));
    expect([...index.awaiting()]).toEqual([conversationId]);
    c.now += HOUR;
    fallDue(conversationId, ticketId);
    index.follow(c.conversation(conversationId));
    expect([...index.awaiting()]).toEqual([]);
  });
});

describe('call-backs', () => {
  const window = (fromMs: number, spanMs = HOUR) => ({ fromAt: c.now + fromMs, untilAt: c.now + fromMs + spanMs });
  function plan(conversationId: string, own: boolean, fromMs = 2 * HOUR): string {
    const decision = c.run({ type: 'callBack.plan', data: { conversationId, number: '0431 123456', about: 'Router', window: window(fromMs), own } }, { by: 'ann' });
    return decision.kind === 'accepted' ? String(decision.result?.['conversationId']) : decision.code;
  }

  test('CALL-1 a promised call is work of its own: a whole person’s, offered, asleep until shortly before, due at its end, part of the case', () => {
    const { conversationId } = c.given('ann');
    const call = plan(conversationId, false);
    const origin = c.conversation(conversationId);
    expect(c.conversation(call)).toMatchObject({ contactId: origin.contactId, accountId: origin.accountId, visibility: 'private', caseId: conversationId, callBack: { originConversationId: conversationId, state: 'planned', byAgentId: 'ann' } });
    expect(itemOf(call)).toMatchObject({ state: 'queued', channel: callChannel.name, dueAt: c.now + 3 * HOUR, snooze: { untilAt: c.now + 2 * HOUR - CALL_LEAD_MS } });
    expect(origin.caseId).toBe(conversationId);
    expect(getChannel(callChannel.name)).toMatchObject({ capacityCost: 100, distribution: 'offer', byVoice: true });
    expect([...CHANNELS.keys()], 'nothing to connect').not.toContain(callChannel.name);
    const mine = plan(conversationId, true, 60_000);
    expect(itemOf(mine)).toMatchObject({ state: 'assigned', ownerAgentId: 'ann', cost: 100 });
    expect(itemOf(mine).snooze, 'it is nearly time').toBeUndefined();
  });

  test('CALL-2 nobody reached: another time is promised and the item sleeps until then; reached or called off it ends; twice is once', () => {
    const call = plan(c.given('ann').conversationId, true);
    c.now += 2 * HOUR;
    const next = window(24 * HOUR);
    expect(outcome(c.run({ type: 'callBack.report', data: { conversationId: call, outcome: 'notReached', next } }, { by: 'ann' }))).toBe('callBack.tried workItem.resumed workItem.snoozed');
    expect(c.conversation(call).callBack).toMatchObject({ state: 'planned', ...next, tries: [{ outcome: 'notReached' }] });
    expect(itemOf(call)).toMatchObject({ dueAt: next.untilAt, snooze: { untilAt: next.fromAt - CALL_LEAD_MS } });
    expect(outcome(c.run({ type: 'callBack.report', data: { conversationId: call, outcome: 'reached' } }, { by: 'ann' }))).toBe('callBack.tried workItem.closed');
    expect(itemOf(call)).toMatchObject({ state: 'closed', disposition: { kind: 'resolved' } });
    expect(outcome(c.run({ type: 'callBack.report', data: { conversationId: call, outcome: 'reached' } }, { by: 'ann' }))).toBe('nothing');
  });

  test('CALL-3 the number is sealed with the person’s key: no event holds it, and it looks like a number', () => {
    plan(c.given('ann').conversationId, false);
    expect(JSON.stringify(c.log)).not.toContain('123456');
    expect(callBackBodySchema.safeParse({ number: '+49 (431) 12-34/56', about: '' }).success).toBe(true);
    for (const number of ['', '123', 'ruf mich an', '+49 431 123456; DROP']) expect(callBackBodySchema.safeParse({ number, about: '' }).success, number).toBe(false);
  });
});

describe('what belongs together', () => {
  const link = (conversationId: string, withConversationId: string): string => outcome(c.run({ type: 'conversation.link', data: { conversationId, withConversationId } }, { by: 'ann' }));

  test('CASE-1 linked conversations are one case; two cases become one with all their parts; one goes out again', () => {
    const [a, b, d, e] = ['a', 'b', 'd', 'e'].map((who) => c.given('ann', { who }).conversationId) as [string, string, string, string];
    expect(link(a, b)).toBe('conversation.linked conversation.linked');
    link(d, e);
    expect(link(b, e)).toBe('conversation.linked conversation.linked');
    expect(new Set([a, b, d, e].map((id) => c.conversation(id).caseId))).toEqual(new Set([a]));
    expect(link(a, e)).toBe('nothing');
    expect(outcome(c.run({ type: 'conversation.unlink', data: { conversationId: d } }, { by: 'ann' }))).toBe('conversation.unlinked');
    expect(c.conversation(d).caseId).toBeUndefined();
    expect(outcome(c.run({ type: 'conversation.unlink', data: { conversationId: d } }, { by: 'ann' }))).toBe('nothing');
  });

  const two = (): readonly [string, string] => {
    const first = c.given('ann', { who: 'kim' }).conversationId;
    c.customerWrites('kim', { thread: 'second' });
    c.assign(c.conversation('conv-kim-second').workItemId ?? '', 'ann');
    return ['conv-kim-second', first];
  };
  const merge = (a: string, b: string): string => outcome(c.run({ type: 'conversation.merge', data: { conversationId: a, intoConversationId: b } }, { by: 'ann' }));

  test('CMERGE-1 two conversations of one person become one piece of work; what comes in the other comes to whoever has it', () => {
    const [second, first] = two();
    expect(merge(second, first)).toBe('conversation.linked conversation.linked conversation.merged workItem.closed');
    expect(itemOf(second)).toMatchObject({ state: 'closed', disposition: { kind: 'merged' } });
    expect(c.conversation(second)).toMatchObject({ caseId: first, mergedInto: { conversationId: first } });
    expect(merge(second, first)).toBe('nothing');
    c.run({ type: 'workItem.reassign', data: { workItemIds: [itemOf(first).id], to: { kind: 'agent', agentId: 'ben' }, force: true } }, { by: 'lea' });
    c.customerWrites('kim', { thread: 'second' });
    expect(itemOf(second)).toMatchObject({ state: 'assigned', ownerAgentId: 'ben' });
    expect(c.conversation(second).ownerAgentId).toBe('ben');
  });

  test('CMERGE-3 what waits there is waited for here: asleep, waiting for the customer or ended this one is work again, due no later; answered already it changes nothing', () => {
    const close = (conversationId: string): void => void c.run({ type: 'workItem.close', data: { workItemId: itemOf(conversationId).id, disposition: { kind: 'noAnswerNeeded', reason: 'thanks' } } }, { by: 'ann' });
    const rests: readonly [string, (conversationId: string) => void][] = [
      ['workItem.reopened', close],
      ['workItem.resumed', (id) => void c.run({ type: 'workItem.snooze', data: { workItemId: itemOf(id).id, untilAt: c.now + 50 * HOUR } }, { by: 'ann' })],
      ['workItem.resumed', (id) => c.emit({ type: 'workItem.parked', data: { workItemId: itemOf(id).id, conversationId: id, at: c.now } })],
    ];
    for (const [event, rest] of rests) {
      c = new SharedCenter();
      const [second, first] = two();
      const { dueAt } = itemOf(second);
      rest(first);
      expect(merge(second, first)).toBe(`conversation.linked conversation.linked conversation.merged workItem.closed ${event}`);
      expect(itemOf(first)).toMatchObject({ waitingFor: 'us', dueAt });
      expect([itemOf(first).state === 'closed', itemOf(first).snooze]).toEqual([false, undefined]);
    }
    c = new SharedCenter();
    const [second, first] = two();
    close(second);
    close(first);
    expect(merge(second, first)).toBe('conversation.linked conversation.linked conversation.merged');
    expect(itemOf(first).state).toBe('closed');
  });

  test('CMERGE-2 taken apart, what was waiting there waits again', () => {
    const [second, first] = two();
    const open = c.conversation(second).openTurn;
    merge(second, first);
    expect(outcome(c.run({ type: 'conversation.unmerge', data: { conversationId: second } }, { by: 'ann' }))).toBe('conversation.unmerged workItem.reopened');
    expect(c.conversation(second).openTurn).toEqual(open);
    expect(c.conversation(second).mergedInto).toBeUndefined();
    expect(itemOf(second)).toMatchObject({ state: 'queued' });
  });
});
