import { describe, expect, test } from 'vitest';
import { DEFAULT_ROUTING } from '../../server/routing/core/config.ts';
import { DEFAULT_STRATEGY, strategyRulesSchema, type StrategyRules } from '../../shared/domain/strategy.ts';
import { CALL_CHANNEL } from '../support/call-channel.ts';
import { kinds, MINUTE, RoutingWorld, START } from '../support/routing-world.ts';
import type { RoutingConfig } from '../../server/routing/core/config.ts';

const HOUR = 60 * MINUTE;

function world(config: Partial<RoutingConfig> = {}): RoutingWorld {
  const w = new RoutingWorld(config);
  w.queue('q');
  w.queue('chat', { distribution: 'offer' });
  return w;
}

function change(w: RoutingWorld, rules: Partial<StrategyRules>): void {
  const version = w.all('strategy.changed').length + 1;
  w.emit({ type: 'strategy.changed', data: { version, rules: { ...DEFAULT_STRATEGY, ...rules }, byAgentId: 'lead', at: w.now } });
}

describe('R2 when many come back at once', () => {
  /** Six posts with one person, all answered and parked, and all customers write again within a minute. */
  function flood(overflowPercent: number): RoutingWorld {
    const w = world({ overflowPercent, headStartMs: 0 });
    w.agent('a', {}, { capacity: 40 });
    for (let i = 0; i < 6; i += 1) {
      w.item(`${i}`);
      w.settle();
      expect(w.owner(`${i}`)).toBe('a');
      w.emit({ type: 'workItem.parked', data: w.ref(`${i}`) });
    }
    for (let i = 0; i < 6; i += 1) w.emit({ type: 'workItem.resumed', data: { ...w.ref(`${i}`), dueAt: w.now + 20 * MINUTE, cost: 10 } });
    return w;
  }

  test('up to the cap they stay with their owner, the rest overflows to the queue with its reason', () => {
    const w = flood(100);
    w.agent('b', {});
    const decided = w.settle();
    expect(decided.filter((e) => e.type === 'workItem.returned').map((e) => e.data)).toMatchObject([
      { workItemId: '4', fromAgentId: 'a', reason: 'overflow' },
      { workItemId: '5', fromAgentId: 'a', reason: 'overflow' },
    ]);
    expect([0, 1, 2, 3, 4, 5].map((i) => w.owner(`${i}`))).toEqual(['a', 'a', 'a', 'a', 'b', 'b']);
  });

  test('a higher cap lets more stay; what is being answered never goes', () => {
    expect(kinds(flood(150).settle())).toEqual([]);
    const w = flood(100);
    w.permit('4', 'r', 'a');
    expect(w.settle().map((e) => (e.type === 'workItem.returned' ? e.data.workItemId : e.type))).toEqual(['5']);
  });

  test('a restart in between changes nothing', () => {
    const w = flood(100);
    w.restart();
    expect(w.settle().map((e) => (e.type === 'workItem.returned' ? e.data.workItemId : e.type))).toEqual(['4', '5']);
  });

  test('a bulk is charged once; out of it an item costs its own again', () => {
    const w = world();
    w.agent('a', {}, { state: 'runOut' });
    for (const id of ['1', '2', '3']) w.item(id);
    for (const [n, id] of ['1', '2', '3'].entries())
      w.emit({ type: 'workItem.assigned', data: { ...w.ref(id), agentId: 'a', epoch: 1, reason: { by: 'self', personId: 'a', bulkId: 'b' }, ...(n === 0 ? {} : { cost: 0 }) } });
    expect(w.engine.loadOf('a')).toBe(10);
    w.state('a', 'offDuty');
    expect(w.settle().map((e) => (e.type === 'workItem.returned' ? e.data.cost : e.type))).toEqual([10, 10, 10]);
    expect(w.snapshot().items.map((i) => i.cost)).toEqual([10, 10, 10]);
  });

  test('a bulk costs as one until the last of it is closed, parked, asleep or gone, in whatever order', () => {
    const ends: readonly ((w: RoutingWorld, id: string) => void)[] = [
      (w, id) => w.close(id),
      (w, id) => w.emit({ type: 'workItem.parked', data: w.ref(id) }),
      (w, id) => w.emit({ type: 'workItem.snoozed', data: { ...w.ref(id), agentId: 'a', untilAt: w.now + HOUR } }),
      (w, id) => w.assignByHand(id, 'b'),
    ];
    for (const [n, end] of ends.entries()) {
      for (const order of [['1', '2', '3'], ['2', '1', '3'], ['3', '2', '1'], ['2', '3', '1']]) {
        const w = world();
        w.queue('chat', { distribution: 'offer' });
        w.agent('a', {}, { state: 'runOut' });
        w.agent('b', {}, { state: 'runOut' });
        // Of two kinds, so that what is passed on counts as what it is now carried by (R9).
        for (const id of ['1', '2', '3']) w.item(id, {}, { queue: id === '2' ? 'chat' : 'q' });
        for (const id of ['1', '2', '3'])
          w.emit({ type: 'workItem.assigned', data: { ...w.ref(id), agentId: 'a', epoch: 1, reason: { by: 'self', personId: 'a', bulkId: 'b' }, ...(id === '1' ? {} : { cost: 0 }) } });
        const loads = order.map((id) => {
          const before = w.engine.loadOf('a');
          end(w, id);
          return before;
        });
        expect([...loads, w.engine.loadOf('a')], `${n}: ${order.join()}`).toEqual([10, 10, 10, 0]);
        expect(w.snapshot().agents.find((agent) => agent.id === 'a')?.usedBy, `${n}: ${order.join()}`).toEqual([0, 0, 0, 0]);
      }
    }
  });
});

describe('R7 read but not begun', () => {
  test('returns at its share of the deadline, to somebody else, once', () => {
    const w = world({ untouchedPercent: 75, untouchedMinMs: 10 * MINUTE });
    w.agent('a', {});
    w.item('1', {}, { dueIn: 40 * MINUTE });
    w.settle();
    w.agent('b', {});
    expect(w.engine.why('1', w.now)?.returns).toEqual({ at: START + 30 * MINUTE, reason: 'untouched' });
    expect(w.pass(30 * MINUTE - 1)).toEqual([]);
    expect(w.pass(1)).toMatchObject([{ type: 'workItem.returned', data: { reason: 'untouched', fromAgentId: 'a' } }, { data: { agentId: 'b' } }]);
    expect(w.pass(HOUR), 'too late for anybody else: it stays').toEqual([]);
  });

  test('a draft, a note or an answer is a beginning; so is taking it by hand', () => {
    const begun = (begin: (w: RoutingWorld) => void): unknown[] => {
      const w = world({ untouchedPercent: 75 });
      w.agent('a', {});
      w.item('1', {}, { dueIn: 40 * MINUTE });
      w.settle();
      begin(w);
      return w.pass(HOUR);
    };
    expect(begun((w) => w.emit({ type: 'draft.saved', data: { conversationId: 'c-1', agentId: 'a', bodyRef: 'b', savedAt: w.now } }))).toEqual([]);
    expect(begun((w) => w.emit({ type: 'note.added', data: { id: 'n', conversationId: 'c-1', agentId: 'a', bodyRef: 'b', at: w.now } }))).toEqual([]);
    expect(begun((w) => w.assignByHand('1', 'a'))).toEqual([]);
    expect(begun((w) => w.permit('1', 'r', 'a'))).toEqual([]);
    expect(begun((w) => w.emit({ type: 'draft.saved', data: { conversationId: 'c-1', agentId: 'somebody', bodyRef: 'b', savedAt: w.now } }))).not.toEqual([]);
  });
});

describe('R3 nobody misses an offer while composing', () => {
  test('it is taken back without blame', () => {
    const w = world();
    w.agent('a', {});
    w.item('work');
    w.settle();
    for (let n = 0; n < 3; n += 1) {
      w.item(`chat${n}`, {}, { queue: 'chat', dueIn: 10 * MINUTE });
      w.settle();
      w.now += 5_000;
      w.emit({ type: 'draft.saved', data: { conversationId: 'c-work', agentId: 'a', bodyRef: 'b', savedAt: w.now } });
      w.now = w.offer(`chat${n}`).expiresAt;
      const [ended] = w.engine.decide(w.now);
      expect(ended?.type).toBe('reservation.rescinded');
      w.emit(ended!);
      w.close(`chat${n}`);
    }
    expect(w.snapshot().agents[0]).toMatchObject({ state: 'available', missedOffers: 0 });
  });
});

describe('R8 no dump, no cliff', () => {
  const shift = { ...DEFAULT_ROUTING.shift, startMs: 30 * MINUTE, perHour: 20, atOnce: 4 };

  test('61 items waiting at the start of a shift swamp nobody: some at once, then as many as the hour allows', () => {
    const w = world({ shift });
    for (let i = 0; i < 61; i += 1) w.item(`${i}`, {}, { dueIn: -MINUTE });
    for (const id of ['a', 'b', 'c']) w.agent(id, {});
    w.settle();
    expect(w.snapshot().agents.map((a) => a.used)).toEqual([40, 40, 40]);
    const why = w.engine.why('60', w.now);
    expect(why?.candidates[0]?.excluded).toEqual([{ rule: 'R8', because: 'shiftStart', given: 4, perHour: 20, atOnce: 4, untilAt: START + 15 * MINUTE }]);
    w.pass(15 * MINUTE - 1);
    expect(w.snapshot().agents.map((a) => a.given)).toEqual([4, 4, 4]);
    w.pass(1);
    expect(w.snapshot().agents.map((a) => a.given)).toEqual([5, 5, 5]);
    w.pass(15 * MINUTE);
    // The start is over: capacity alone decides.
    expect(w.snapshot().agents.map((a) => a.used)).toEqual([100, 100, 100]);
  });

  test('danger passes the start of a shift and the run-out', () => {
    const w = world({ shift: { ...shift, atOnce: 1 } });
    w.agent('a', {});
    w.item('1');
    w.item('2');
    w.settle();
    w.item('danger', {}, { priority: 9 });
    w.settle();
    expect([w.owner('1'), w.owner('2'), w.owner('danger')]).toEqual(['a', undefined, 'a']);
  });

  test('in the last minutes of a planned shift nothing new comes, and it says so', () => {
    const w = world();
    w.agent('a', {});
    w.emit({ type: 'agent.shiftPlanned', data: { agentId: 'a', shift: { startAt: START, endAt: START + HOUR, nextStartAt: START + 20 * HOUR }, at: w.now } });
    w.pass(45 * MINUTE - 1);
    w.item('before');
    w.settle();
    w.pass(1);
    w.item('after');
    w.settle();
    expect([w.owner('before'), w.owner('after')]).toEqual(['a', undefined]);
    expect(w.engine.why('after', w.now)?.candidates[0]?.excluded).toEqual([{ rule: 'R8', because: 'runOut', shiftEndsAt: START + HOUR }]);
    w.restart();
    expect(w.settle()).toEqual([]);
    w.pass(20 * HOUR);
    expect(w.owner('after'), 'the next shift').toBe('a');
  });

  test('at the end open items are handed over with their line, unless the next shift begins before they are due', () => {
    const w = world();
    w.agent('a', {}, { state: 'runOut' });
    w.emit({ type: 'agent.shiftPlanned', data: { agentId: 'a', shift: { startAt: START, endAt: START + HOUR, nextStartAt: START + 16 * HOUR }, at: w.now } });
    for (const [id, dueIn] of [['soon', 2 * HOUR], ['later', 20 * HOUR]] as const) {
      w.item(id, {}, { dueIn });
      w.assignByHand(id, 'a');
    }
    w.emit({ type: 'workItem.handoverNoted', data: { ...w.ref('soon'), agentId: 'a', line: 'Techniker kommt um drei' } });
    w.now += MINUTE;
    w.state('a', 'offDuty');
    expect(w.settle()).toMatchObject([{ type: 'workItem.returned', data: { workItemId: 'soon', reason: 'shiftEnd', note: 'Techniker kommt um drei' } }]);
    expect(w.owner('later')).toBe('a');
    // They do not come back: at the last moment somebody else gets it after all.
    const late = w.pass(20 * HOUR);
    expect(late).toMatchObject([{ data: { workItemId: 'later', reason: 'shiftEnd', at: START + 20 * HOUR - 5 * MINUTE } }]);
  });

  test("an absent owner's promise moves to the team before it is due; a present one keeps it", () => {
    for (const there of [true, false]) {
      const w = world();
      w.agent('a', {});
      w.item('1');
      w.settle();
      w.emit({ type: 'workItem.parked', data: { ...w.ref('1'), promise: { dueAt: START + 5 * HOUR, byAgentId: 'a' } } });
      w.agent('b', {});
      if (!there) w.state('a', 'offDuty');
      const decided = w.pass(5 * HOUR - 30 * MINUTE);
      expect(decided[0]).toMatchObject({ type: 'workItem.resumed', data: { because: 'promise', dueAt: START + 5 * HOUR, at: START + 4.5 * HOUR } });
      expect(w.owner('1')).toBe(there ? 'a' : 'b');
      if (!there) expect(decided[1]).toMatchObject({ type: 'workItem.returned', data: { reason: 'promise' } });
    }
  });
});

describe('R9 blending', () => {
  test('a call interrupts posts, a post never interrupts a call', () => {
    const w = world();
    w.agent('a', {});
    for (const id of ['1', '2', '3']) w.item(id);
    w.settle();
    w.item('call', {}, { queue: 'chat', cost: 100, channel: CALL_CHANNEL });
    expect(w.settle()).toMatchObject([{ type: 'reservation.offered', data: { workItemId: 'call', agentId: 'a' } }]);
    w.accept('call');
    w.item('4');
    w.item('live', {}, { queue: 'chat', cost: 20 });
    expect(w.settle()).toEqual([]);
    expect(w.engine.why('4', w.now)?.candidates[0]?.excluded).toContainEqual({ rule: 'R9', because: 'blending', holds: 'call', comes: 'async' });
    w.close('call');
    expect(w.settle().length).toBe(2);
  });

  test('a call waits for a chat to end', () => {
    const w = world();
    w.agent('a', {});
    w.item('live', {}, { queue: 'chat', cost: 20 });
    w.settle();
    w.accept('live');
    w.item('call', {}, { queue: 'chat', cost: 100, channel: CALL_CHANNEL });
    expect(w.settle()).toEqual([]);
    w.close('live');
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'call' } }]);
  });

  test('each team may have its own matrix, from the strategy, and a change holds at once', () => {
    const w = world();
    w.agent('a', {}, { teams: ['phone'] });
    w.item('1');
    w.settle();
    const [never] = [strategyRulesSchema.parse({ blending: { teams: { phone: { call: { async: 'waits' } } } } })];
    change(w, { blending: never!.blending, shift: { ...DEFAULT_STRATEGY.shift, startMs: 0 } });
    w.item('call', {}, { queue: 'chat', cost: 100, channel: CALL_CHANNEL });
    expect(w.settle()).toEqual([]);
    change(w, { shift: { ...DEFAULT_STRATEGY.shift, startMs: 0 } });
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'call' } }]);
  });
});

describe('R11 danger to a person', () => {
  test('leads are told at once, and again until one has seen it, whoever holds it meanwhile', () => {
    const w = world();
    w.agent('untrained', {});
    w.item('1', { care: 3 }, { priority: 9 });
    expect(w.settle()).toMatchObject([{ type: 'alert.raised', data: { workItemId: '1', reminder: 0, at: START } }]);
    expect(w.pass(4 * MINUTE)).toMatchObject([{ data: { reminder: 1, at: START + 2 * MINUTE } }, { data: { reminder: 2 } }]);
    expect(w.owner('1'), 'only trained people get it').toBeUndefined();
    w.restart();
    w.agent('trained', { care: 3 });
    expect(kinds(w.settle())).toEqual(['workItem.assigned']);
    expect(kinds(w.pass(2 * MINUTE))).toEqual(['alert.raised']);
    w.emit({ type: 'alert.seen', data: { ...w.ref('1'), agentId: 'lead' } });
    expect(w.pass(60 * MINUTE)).toEqual([]);
  });

  test('puts everything aside but a call, and does not count against nobody', () => {
    const w = world();
    w.agent('a', { care: 3 }, { capacity: 20 });
    w.item('1');
    w.item('2');
    w.settle();
    w.item('danger', { care: 3 }, { priority: 9, cost: 10 });
    w.settle();
    expect(w.owner('danger')).toBe('a');
    w.close('1');
    w.close('2');
    w.item('3');
    w.item('4');
    w.settle();
    expect([w.owner('3'), w.owner('4')], 'danger itself counts').toEqual(['a', undefined]);
  });

  test('an item found to be danger while it waits is danger from then on', () => {
    const w = world();
    w.agent('untrained', {}, { capacity: 0 });
    w.item('1');
    w.emit({ type: 'workItem.moved', data: { ...w.ref('1'), queueId: 'q', needs: [{ skillId: 'care', minLevel: 1 }], priority: 9 } }, { type: 'alert.raised', data: { ...w.ref('1'), reminder: 0, byAgentId: 'x' } });
    expect(w.engine.why('1', w.now)).toMatchObject({ kind: 'danger', priority: 9 });
    expect(w.settle()).toEqual([]);
  });
});

describe('R4 rings from the strategy', () => {
  test('hold from the change on, for what waits as well; never for a language, legal or care need', () => {
    const w = world();
    for (const [id, kind] of [['tv', 'topic'], ['german', 'language'], ['law', 'legal'], ['care', 'care']] as const) w.emit({ type: 'skill.defined', data: { id, name: { de: id, en: id }, kind } });
    w.agent('a', {});
    for (const id of ['tv', 'german', 'law', 'care']) w.item(id, { [id]: 2 }, { age: 10 * MINUTE });
    expect(w.settle()).toEqual([]);
    change(w, { queues: { q: { rings: [{ afterMs: 5 * MINUTE, drop: ['tv', 'german', 'law', 'care'], lower: [] }] } } });
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'tv', agentId: 'a', reason: { ring: 1 } } }]);
    expect(w.engine.why('german', w.now)?.rings).toEqual({ open: 1, of: 1 });
    w.restart();
    expect(w.settle()).toEqual([]);
    expect(w.engine.config.rings['q']).toHaveLength(1);
  });
});

describe('R1 memory', () => {
  test('closed items are forgotten; one reopened later is known again, and the epoch goes on', () => {
    const w = world();
    w.agent('a', {});
    for (let i = 0; i < 1_300; i += 1) {
      w.item(`${i}`);
      w.settle();
      w.close(`${i}`);
    }
    expect(w.snapshot().items.length).toBe(1_000);
    expect(w.snapshot().items.some((i) => i.id === '0')).toBe(false);
    const item = { contactId: 'contact-0', accountId: 'account', channel: 'sandbox', queueId: 'q', needs: [], priority: 0 };
    w.emit({ type: 'workItem.reopened', data: { ...w.ref('0'), dueAt: w.now + HOUR, cost: 10, item } });
    expect(w.settle()).toMatchObject([{ type: 'workItem.assigned', data: { workItemId: '0', epoch: 2 } }]);
    w.restart();
    expect(w.owner('0')).toBe('a');
  });
});
