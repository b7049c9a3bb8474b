import { describe, expect, test } from 'vitest';
import { deadlines, resolutionAfterPause, resolutionDueAt } from '../../shared/domain/deadlines.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import { MINUTE, NO_START, RoutingWorld, START } from '../support/routing-world.ts';
import { QUEUE, SharedCenter } from '../support/shared-center.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SOLVED_IN: Queue = { ...QUEUE, targets: { ...QUEUE.targets, resolutionMs: 8 * HOUR } };
/** Ten to five every day, UTC; START is a Friday, 08:00. */
const OFFICE: Queue = { ...SOLVED_IN, hours: { ...ALWAYS_OPEN, timeZone: 'UTC', week: Array.from({ length: 7 }, () => [{ fromMinute: 600, toMinute: 1020 }]) } };

describe('R1 by when it is solved', () => {
  test('in the business hours of the queue, by the channel where it has a target of its own, and only where one is promised', () => {
    expect(resolutionDueAt(QUEUE, 'sandbox', START)).toBeUndefined();
    expect(resolutionDueAt(SOLVED_IN, 'sandbox', START)).toBe(START + 8 * HOUR);
    expect(resolutionDueAt({ ...SOLVED_IN, channelTargets: { sandbox: { firstResponseMs: 1, nextResponseMs: 1, resolutionMs: HOUR } } }, 'sandbox', START)).toBe(START + HOUR);
    const due = resolutionDueAt(OFFICE, 'sandbox', START) ?? 0;
    expect(new Date(START).toISOString()).toBe('2027-01-15T08:00:00.000Z');
    expect(new Date(due).toISOString(), 'seven hours on the first day').toBe('2027-01-16T11:00:00.000Z');
  });

  test('it stands still while the customer is asked, in business hours, and what was overdue stays so', () => {
    const item = { resolutionDueAt: START + 8 * HOUR, parkedAt: START + 2 * HOUR };
    expect(resolutionAfterPause(SOLVED_IN, item, START + 3 * DAY)).toBe(START + 3 * DAY + 6 * HOUR);
    expect(resolutionAfterPause(SOLVED_IN, { ...item, parkedAt: START + 9 * HOUR }, START + 3 * DAY)).toBe(START + 8 * HOUR);
    expect(resolutionAfterPause(SOLVED_IN, { resolutionDueAt: START }, START + DAY), 'it never stood still').toBe(START);
    expect(resolutionAfterPause(SOLVED_IN, { parkedAt: START }, START + DAY)).toBeUndefined();
    // Parked at 16:00 with two hours left: one today, one tomorrow from ten. Woken at eight in the morning two days later.
    const office = resolutionAfterPause(OFFICE, { resolutionDueAt: START + DAY + 3 * HOUR, parkedAt: START + 8 * HOUR }, START + 2 * DAY) ?? 0;
    expect(new Date(office).toISOString()).toBe('2027-01-17T12:00:00.000Z');
    expect(deadlines(7, undefined)).toEqual({ dueAt: 7 });
    expect(deadlines(7, 5)).toEqual({ dueAt: 5, resolutionDueAt: 5 });
  });

  test('from the first word through an answer, a wait, a further word and a reopening the nearer deadline is the one that counts', () => {
    const c = new SharedCenter();
    c.emit({ type: 'queue.defined', data: { ...SOLVED_IN, targets: { ...SOLVED_IN.targets, resolutionMs: 45 * MINUTE } } });
    const { itemId } = c.given('ann', { who: 'kim' });
    const item = () => c.state.get('workItem', itemId);
    const start = c.now;
    expect(item()).toMatchObject({ dueAt: start + 20 * MINUTE, resolutionDueAt: start + 45 * MINUTE });
    c.now = start + 10 * MINUTE;
    c.run({ type: 'workItem.park', data: { workItemId: itemId } }, { by: 'ann' });
    c.now = start + DAY;
    c.customerWrites('kim');
    expect(item(), 'thirty-five minutes are left, the next answer would have forty').toMatchObject({ dueAt: c.now + 35 * MINUTE, resolutionDueAt: c.now + 35 * MINUTE });
    expect(item()?.parkedAt).toBeUndefined();
    c.now += 5 * MINUTE;
    c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by: 'ann' });
    c.now += DAY;
    c.run({ type: 'workItem.reopen', data: { workItemId: itemId } }, { by: 'ann' });
    expect(item()).toMatchObject({ dueAt: c.now + 30 * MINUTE, resolutionDueAt: c.now + 30 * MINUTE });
  });

  test('routing goes by the nearer one, says both, and wakes a promise by it', () => {
    const w = new RoutingWorld({ shift: NO_START, headStartMs: 0 });
    w.queue('q', { targets: { firstResponseMs: 20 * MINUTE, nextResponseMs: 20 * MINUTE, resolutionMs: 8 * HOUR } });
    const { type, data } = { type: 'workItem.queued', data: { id: 'i', conversationId: 'c-i', contactId: 'k', accountId: 'account', channel: 'sandbox', queueId: 'q', needs: [], priority: 0, cost: 10, createdAt: w.now, queuedAt: w.now, dueAt: w.now + 20 * MINUTE, resolutionDueAt: w.now + 8 * HOUR } } as const;
    w.emit({ type, data: { ...data, needs: [] } });
    w.agent('a', {});
    w.settle();
    expect(w.engine.why('i', w.now)).toMatchObject({ dueAt: START + 20 * MINUTE, resolutionDueAt: START + 8 * HOUR });
    w.emit({ type: 'workItem.parked', data: { ...w.ref('i'), promise: { dueAt: START + 2 * DAY, byAgentId: 'a' } } });
    expect(w.pass(2 * DAY)).toMatchObject([{ type: 'workItem.resumed', data: { because: 'promise', dueAt: START + 2 * DAY, resolutionDueAt: START + 2 * DAY - 30 * MINUTE + 8 * HOUR } }]);
  });
});
