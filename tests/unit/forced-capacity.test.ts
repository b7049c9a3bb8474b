import { describe, expect, test } from 'vitest';
import { capacityOf } from '../../shared/domain/agent.ts';
import { MINUTE, NO_START, RoutingWorld } from '../support/routing-world.ts';
import { outcome, SharedCenter } from '../support/shared-center.ts';

const HOUR = 60 * MINUTE;

function world(): RoutingWorld {
  const w = new RoutingWorld({ headStartMs: 0, shift: NO_START });
  w.queue('q');
  w.agent('a', {}, { capacity: 10 });
  return w;
}
const force = (w: RoutingWorld, capacity: number, untilAt?: number): void => w.emit({ type: 'agent.capacityForced', data: { agentId: 'a', capacity, reason: 'relief', byAgentId: 'lea', at: w.now, ...(untilAt === undefined ? {} : { untilAt }) } });

describe('a capacity a lead forces', () => {
  test('CAP-1 holds at once, up and down: what is held stays, and nothing new comes beyond it', () => {
    const w = world();
    force(w, 20);
    for (const id of ['1', '2', '3']) w.item(id);
    w.settle();
    expect(['1', '2', '3'].map((id) => w.owner(id))).toEqual(['a', 'a', undefined]);
    force(w, 0);
    w.close('1');
    w.settle();
    expect(w.owner('2'), 'kept').toBe('a');
    expect(w.owner('3'), 'nobody is given more').toBeUndefined();
    expect(JSON.stringify(w.engine.why('3', w.now))).toContain('"because":"capacity","used":10,"capacity":0');
  });

  test('CAP-2 runs out by itself at its hour, also where nothing else happens and after the log was folded anew; the own capacity holds again', () => {
    const w = world();
    force(w, 0, w.now + HOUR);
    w.item('1');
    w.settle();
    expect(w.owner('1')).toBeUndefined();
    expect(w.pass(HOUR - 1)).toEqual([]);
    expect(w.pass(1)).toMatchObject([{ type: 'agent.capacityLifted', data: { agentId: 'a', at: w.now } }, { type: 'workItem.assigned', data: { workItemId: '1', agentId: 'a' } }]);
  });

  test('CAP-2 changed master data wait beneath it', () => {
    const w = world();
    force(w, 0);
    w.agent('a', {}, { capacity: 10 });
    w.item('1');
    w.settle();
    expect(w.owner('1')).toBeUndefined();
    w.emit({ type: 'agent.capacityLifted', data: { agentId: 'a', byAgentId: 'lea', at: w.now } });
    w.settle();
    expect(w.owner('1')).toBe('a');
  });

  test('CAP-1 CAP-3 says by whom, why and until when; lifting it twice is no error, and who is registered anew keeps it', () => {
    const c = new SharedCenter();
    const untilAt = c.now + HOUR;
    const forced = { agentId: 'ann', capacity: 40, reason: 'onboarding' as const, untilAt };
    expect(outcome(c.run({ type: 'agent.forceCapacity', data: forced }, { by: 'lea' }))).toBe('agent.capacityForced');
    expect(outcome(c.run({ type: 'agent.forceCapacity', data: forced }, { by: 'lea' })), 'the same once more').toBe('nothing');
    expect(c.must('agent', 'ann')).toMatchObject({ capacity: 100, forcedCapacity: { capacity: 40, reason: 'onboarding', byAgentId: 'lea', at: c.now, untilAt } });
    c.emit({ type: 'agent.registered', data: { ...c.must('agent', 'ann'), capacity: 80 } });
    expect(capacityOf(c.must('agent', 'ann'))).toBe(40);
    // By hand it counts and warns, against what holds now.
    const { itemId } = c.given();
    expect(c.run({ type: 'workItem.reassign', data: { workItemIds: [itemId], to: { kind: 'agent', agentId: 'ann' }, force: false } }, { by: 'lea' })).toMatchObject({ kind: 'accepted' });
    expect(outcome(c.run({ type: 'agent.liftCapacity', data: { agentId: 'ann' } }, { by: 'ada' }))).toBe('agent.capacityLifted');
    expect(outcome(c.run({ type: 'agent.liftCapacity', data: { agentId: 'ann' } }, { by: 'lea' }))).toBe('nothing');
    expect(capacityOf(c.must('agent', 'ann'))).toBe(80);
  });
});
