import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { MINUTE, START, RoutingWorld, NO_START } from '../support/routing-world.ts';
import { SharedCenter } from '../support/shared-center.ts';

const HOUR = 60 * MINUTE;

function world(): RoutingWorld {
  const w = new RoutingWorld({ headStartMs: 0, shift: NO_START });
  w.queue('q');
  w.agent('a', {}, { capacity: 10 });
  w.item('1', {}, { dueIn: 4 * HOUR });
  w.settle();
  return w;
}
const sleep = (w: RoutingWorld, ms: number, id = '1'): void => w.emit({ type: 'workItem.snoozed', data: { ...w.ref(id), agentId: 'a', untilAt: w.now + ms } });

describe('R2 asleep', () => {
  test('it costs nothing, stays with its owner, and comes back at its hour with its age and its deadline', () => {
    const w = world();
    sleep(w, HOUR);
    w.item('2');
    w.settle();
    expect(w.owner('2'), 'there is room again').toBe('a');
    w.close('2');
    expect(w.engine.why('1', w.now)).toMatchObject({ blockedBy: 'asleep', asleepUntil: START + HOUR, cost: 0, owner: { agentId: 'a' } });
    expect(w.pass(HOUR - 1)).toEqual([]);
    expect(w.pass(1)).toMatchObject([{ type: 'workItem.resumed', data: { workItemId: '1', because: 'snooze', cost: 10, dueAt: START + 4 * HOUR } }]);
    expect(w.owner('1')).toBe('a');
    expect(w.engine.why('1', w.now)).toMatchObject({ cost: 10, waitedMs: HOUR, dueAt: START + 4 * HOUR });
    expect(w.engine.loadOf('a')).toBe(10);
  });

  test.each(['offDuty', 'disabled'] as const)('its owner %s at that hour: it goes to the queue and to somebody else', (how) => {
    const w = world();
    sleep(w, HOUR);
    if (how === 'offDuty') w.state('a', 'offDuty');
    else w.agent('a', {}, { capacity: 10, disabled: true });
    w.agent('b', {});
    expect(w.pass(HOUR - 1), 'asleep it stays where it is').toEqual([]);
    w.pass(10 * MINUTE);
    expect(w.owner('1')).toBe('b');
  });

  test('what nobody holds is given to nobody while it sleeps', () => {
    const w = new RoutingWorld({ shift: NO_START });
    w.queue('q');
    w.item('1');
    sleep(w, HOUR);
    w.agent('a', {});
    expect(w.settle()).toEqual([]);
    w.pass(HOUR);
    expect(w.owner('1')).toBe('a');
  });

  test('somebody else who takes it over wakes it; one that waits for the customer keeps its time and is due anew then', () => {
    const w = world();
    w.agent('b', {});
    sleep(w, HOUR);
    w.assignByHand('1', 'b');
    expect(w.engine.why('1', w.now)?.asleepUntil).toBeUndefined();

    const v = world();
    v.agent('b', {});
    v.emit({ type: 'workItem.parked', data: v.ref('1') });
    sleep(v, HOUR);
    v.assignByHand('1', 'b');
    expect(v.pass(HOUR)).toMatchObject([{ type: 'workItem.resumed', data: { because: 'snooze', dueAt: START + HOUR + 20 * MINUTE } }]);
    expect(v.owner('1')).toBe('b');
  });

  test('a restart in between changes nothing', () => {
    const w = world();
    sleep(w, HOUR);
    w.restart();
    w.settle();
    expect(w.engine.nextWakeAt(w.now)).toBe(START + HOUR);
    expect(w.pass(HOUR)).toMatchObject([{ type: 'workItem.resumed' }]);
  });
});

describe('R2 putting aside', () => {
  const snooze = (workItemId: string, untilAt: number): Command => ({ type: 'workItem.snooze', data: { workItemId, untilAt } });
  const types = (decision: Decision): unknown => (decision.kind === 'accepted' ? decision.events.map((e) => e.type) : decision.code);
  const held = (): { c: SharedCenter; itemId: string; conversationId: string } => {
    const c = new SharedCenter();
    return { c, ...c.given('ann', { who: 'kim' }) };
  };
  const item = (c: SharedCenter, id: string) => c.state.get('workItem', id);

  test('an owner or a lead may; the answer warns where it is due before, and the deadline stays', () => {
    const { c, itemId } = held();
    const due = item(c, itemId)?.dueAt ?? 0;
    expect(c.run(snooze(itemId, due), { by: 'ann' })).not.toHaveProperty('result');
    expect(c.run(snooze(itemId, due + HOUR), { by: 'lea' })).toMatchObject({ kind: 'accepted', result: { warnings: [{ workItemId: itemId, code: 'dueBefore', dueAt: due }] } });
    expect(item(c, itemId)).toMatchObject({ ownerAgentId: 'ann', cost: 0, dueAt: due, waitingFor: 'us', snooze: { untilAt: due + HOUR, byAgentId: 'lea' } });
    expect(types(c.run(snooze(itemId, due + HOUR), { by: 'ann' })), 'it is so already').toEqual([]);
  });

  test('a customer who writes wakes it: the clock stays as it was', () => {
    const { c, itemId } = held();
    const before = item(c, itemId);
    c.run(snooze(itemId, c.now + 5 * HOUR), { by: 'ann' });
    c.now += MINUTE;
    c.customerWrites('kim');
    expect(item(c, itemId)).toMatchObject({ ownerAgentId: 'ann', cost: 10, dueAt: before?.dueAt, queuedAt: before?.queuedAt });
    expect(item(c, itemId)?.snooze).toBeUndefined();
  });

  test('woken by hand, closed, parked, given away or given back it is awake and costs its own again', () => {
    const acts: readonly (readonly [Command, number])[] = [
      [{ type: 'workItem.wake', data: { workItemId: '' } }, 10],
      [{ type: 'workItem.park', data: { workItemId: '' } }, 0],
      [{ type: 'workItem.close', data: { workItemId: '', disposition: { kind: 'resolved' } } }, 0],
      [{ type: 'workItem.transfer', data: { workItemId: '', to: { kind: 'agent', agentId: 'ben' } } }, 10],
      [{ type: 'workItem.transfer', data: { workItemId: '', to: { kind: 'queue' } } }, 10],
    ];
    for (const [act, cost] of acts) {
      const { c, itemId } = held();
      c.run(snooze(itemId, c.now + HOUR), { by: 'ann' });
      expect(c.run({ ...act, data: { ...act.data, workItemId: itemId } } as Command, { by: 'ann' }).kind).toBe('accepted');
      expect(item(c, itemId)?.snooze, act.type).toBeUndefined();
      expect(item(c, itemId)?.cost, act.type).toBe(cost);
    }
  });

  test('written down offline for an hour that has passed: nothing happens, or it wakes', () => {
    const { c, itemId } = held();
    expect(types(c.run(snooze(itemId, c.now), { by: 'ann' }))).toEqual([]);
    c.run(snooze(itemId, c.now + HOUR), { by: 'ann' });
    c.now += MINUTE;
    expect(types(c.run(snooze(itemId, c.now), { by: 'ann' }))).toEqual(['workItem.resumed']);
  });

  test('R11 danger wakes it', () => {
    const { c, itemId } = held();
    c.run(snooze(itemId, c.now + HOUR), { by: 'ann' });
    expect(types(c.run({ type: 'alert.raise', data: { workItemId: itemId } }, { by: 'ben' }))).toEqual(['workItem.resumed', 'workItem.moved', 'alert.raised']);
    expect(item(c, itemId)?.snooze).toBeUndefined();
  });
});
