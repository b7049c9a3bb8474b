import { describe, expect, test } from 'vitest';
import { kinds, MINUTE, RoutingWorld, START } from '../support/routing-world.ts';

function world(config: ConstructorParameters<typeof RoutingWorld>[0] = {}): RoutingWorld {
  const w = new RoutingWorld(config);
  w.queue('q');
  w.queue('chat', { distribution: 'offer' });
  return w;
}

describe('R7 home office', () => {
  const SAFE = 135_000;
  function held(more: { dueIn?: number } = {}): RoutingWorld {
    const w = world();
    w.agent('a', {});
    w.item('1', {}, more);
    w.settle();
    w.agent('b', {});
    return w;
  }

  test('longer where a begun answer lies on the server for whoever comes next', () => {
    const returnsAt = (...acts: ('saved' | 'cleared')[]): number | undefined => {
      const w = world({ draftHandlingMs: MINUTE });
      w.agent('a', {});
      w.item('1', {}, { dueIn: 8 * MINUTE });
      w.settle();
      const saved = { conversationId: 'c-1', agentId: 'a', bodyRef: 'b', savedAt: w.now };
      for (const act of acts) w.emit(act === 'saved' ? { type: 'draft.saved', data: saved } : { type: 'draft.cleared', data: { conversationId: 'c-1' } });
      w.drop('a');
      return w.engine.why('1', w.now)?.returns?.at;
    };
    expect(returnsAt()).toBe(START + 3 * MINUTE);
    expect(returnsAt('saved')).toBe(START + 7 * MINUTE);
    expect(returnsAt('saved', 'cleared')).toBe(START + 3 * MINUTE);
  });

  test('a dropped desk keeps its item until the last moment someone else can make it', () => {
    const w = held({ dueIn: 12 * MINUTE });
    w.drop('a');
    w.now += 7 * MINUTE - 1;
    expect(w.settle()).toEqual([]);
    w.now += 1;
    expect(w.settle()).toMatchObject([
      { type: 'workItem.returned', data: { fromAgentId: 'a', reason: 'deskDropped', epoch: 2 } },
      { type: 'workItem.assigned', data: { agentId: 'b', epoch: 3 } },
    ]);
  });

  test('never before the lease has ended plus margin, however late; at the longest for the grace', () => {
    const urgent = held({ dueIn: MINUTE });
    urgent.drop('a');
    urgent.settle();
    expect(urgent.engine.nextWakeAt(urgent.now)).toBe(urgent.now + SAFE);
    const easy = held({ dueIn: 600 * MINUTE });
    easy.drop('a');
    easy.settle();
    expect(easy.engine.nextWakeAt(easy.now)).toBe(easy.now + 10 * MINUTE);
  });

  test('back in time, nothing happened', () => {
    const w = held();
    w.drop('a');
    w.now += 5 * MINUTE;
    w.settle();
    w.connect('a');
    expect(w.pass(30 * MINUTE)).toEqual([]);
    expect(w.owner('1')).toBe('a');
  });

  test('with an answer out it stays, also when nobody knows; a certain failure ends that', () => {
    const w = held();
    w.permit('1', 'reply', 'a');
    w.drop('a');
    expect(w.pass(60 * MINUTE)).toEqual([]);
    w.outcome('1', 'reply', 'unconfirmed');
    expect(w.pass(60 * MINUTE)).toEqual([]);
    w.outcome('1', 'reply', 'failed');
    expect(kinds(w.settle())).toEqual(['workItem.returned', 'workItem.assigned']);
  });

  test('returned by force while an answer may be out: nobody new before the outcome is known or the watchdog spoke', () => {
    const w = held();
    w.permit('1', 'reply', 'a');
    w.emit({ type: 'workItem.returned', data: { ...w.ref('1'), fromAgentId: 'a', epoch: 2, reason: 'reassigned', forced: true } });
    expect(w.settle()).toEqual([]);
    expect(w.engine.why('1', w.now)?.blockedBy).toBe('answerOut');
    w.outcome('1', 'reply', 'unconfirmed');
    expect(w.settle()).toMatchObject([{ type: 'workItem.assigned', data: { agentId: 'b' } }]);
  });

  test('off duty by choice: back at once, parked ones when the customer writes', () => {
    const w = held();
    w.item('parked');
    w.assignByHand('parked', 'a');
    w.emit({ type: 'workItem.parked', data: w.ref('parked') });
    w.state('a', 'offDuty');
    expect(w.settle()).toMatchObject([
      { type: 'workItem.returned', data: { workItemId: '1', reason: 'offDuty' } },
      { type: 'workItem.assigned', data: { agentId: 'b' } },
    ]);
    w.now += 60 * MINUTE;
    w.emit({ type: 'workItem.resumed', data: { ...w.ref('parked'), dueAt: w.now + 20 * MINUTE, cost: 10 } });
    expect(kinds(w.settle())).toEqual(['workItem.returned', 'workItem.assigned']);
    expect(w.owner('parked')).toBe('b');
  });

  test('no new work but finish what is open: items stay; on a break they go when they must', () => {
    const w = held();
    w.state('a', 'runOut');
    expect(w.pass(5 * MINUTE)).toEqual([]);
    w.state('a', 'onBreak');
    expect(w.engine.nextWakeAt(w.now)).toBe(w.now + 10 * MINUTE);
    expect(w.pass(10 * MINUTE)).toMatchObject([{ type: 'workItem.returned', data: { reason: 'idle' } }, { type: 'workItem.assigned' }]);
  });

  test('what is taken or given by hand after going off duty or on a break stays, as long as a desk is there', () => {
    const w = world();
    w.agent('lead', {}, { state: 'offDuty' });
    w.item('1', {}, { dueIn: MINUTE });
    w.assignByHand('1', 'lead');
    expect(w.pass(60 * MINUTE)).toEqual([]);
    w.drop('lead');
    expect(w.pass(SAFE)).toMatchObject([{ type: 'workItem.returned', data: { reason: 'deskDropped' } }]);
  });

  test('given by hand to someone who is not there: kept a while for them, then back', () => {
    const w = world();
    w.agent('away', {}, { connected: false });
    w.item('1', {}, { dueIn: 60 * MINUTE });
    w.now += MINUTE;
    w.assignByHand('1', 'away');
    w.settle();
    expect(w.engine.nextWakeAt(w.now)).toBe(w.now + 10 * MINUTE);
  });

  test('a disabled person’s items go back', () => {
    const w = held();
    w.agent('a', {}, { disabled: true });
    expect(w.settle()).toMatchObject([{ type: 'workItem.returned', data: { reason: 'agentDisabled' } }, { data: { agentId: 'b' } }]);
  });
});

describe('R7 restart', () => {
  test('offers that ran out meanwhile are rescinded, not missed', () => {
    const w = world();
    w.agent('a', {});
    w.item('1', {}, { queue: 'chat' });
    w.settle();
    w.restart();
    w.now += 60 * MINUTE;
    w.emit({ type: 'server.resumed', data: { at: w.now } });
    w.connect('a');
    expect(kinds(w.settle())).toEqual(['reservation.rescinded', 'reservation.offered']);
    expect(w.snapshot().agents[0]?.missedOffers).toBe(0);
  });

  test('nobody is there until they connect, and grace starts anew', () => {
    const w = world();
    w.agent('a', {});
    w.item('1', {}, { dueIn: 600 * MINUTE });
    w.settle();
    w.now += 60 * MINUTE;
    w.restart();
    w.emit({ type: 'server.resumed', data: { at: w.now } });
    w.item('2');
    expect(w.settle()).toEqual([]);
    expect(w.engine.nextWakeAt(w.now)).toBe(w.now + 10 * MINUTE);
    w.now += MINUTE;
    w.connect('a');
    expect(w.settle()).toMatchObject([{ data: { workItemId: '2', agentId: 'a' } }]);
    expect(w.owner('1')).toBe('a');
  });
});
