import { describe, expect, test } from 'vitest';
import { MINUTE, RoutingWorld } from '../support/routing-world.ts';

function world(config: ConstructorParameters<typeof RoutingWorld>[0] = {}): RoutingWorld {
  const w = new RoutingWorld(config);
  w.queue('q');
  w.queue('chat', { distribution: 'offer' });
  return w;
}

describe('R4 relaxation', () => {
  const rings = {
    q: [
      { afterMs: 5 * MINUTE, drop: ['tariff'], lower: [] },
      { afterMs: 10 * MINUTE, drop: ['german', 'undefined'], lower: [{ skillId: 'roaming', minLevel: 1 }] },
    ],
  };
  function relaxed(): RoutingWorld {
    const w = world({ rings });
    const define = (id: string, kind: 'topic' | 'language'): void =>
      w.emit({ type: 'skill.defined', data: { id, name: { de: id, en: id }, kind } });
    define('tariff', 'topic');
    define('roaming', 'topic');
    define('german', 'language');
    return w;
  }

  test('a ring opens on the item’s own clock, at its instant', () => {
    const w = relaxed();
    w.agent('a', { german: 3 });
    w.item('1', { tariff: 4, german: 2 }, { age: MINUTE });
    expect(w.settle()).toEqual([]);
    expect(w.engine.nextWakeAt(w.now)).toBe(w.now + 4 * MINUTE);
    expect(w.pass(4 * MINUTE)).toMatchObject([
      { type: 'workItem.assigned', data: { reason: { skills: [{ skillId: 'german', need: 2, has: 3 }] } } },
    ]);
  });

  test('a level falls, a language or an undefined skill never', () => {
    const w = relaxed();
    w.agent('a', { roaming: 1 });
    w.item('topic', { roaming: 4 });
    w.item('language', { german: 1 });
    w.item('undefined', { undefined: 1 });
    w.pass(60 * MINUTE);
    expect([w.owner('topic'), w.owner('language'), w.owner('undefined')]).toEqual(['a', undefined, undefined]);
  });
});

describe('R5 last agent', () => {
  function helped(): RoutingWorld {
    const w = world();
    w.agent('last', {}, { capacity: 10 });
    w.item('before', {}, { contact: 'kim' });
    w.settle();
    w.agent('idle', {});
    return w;
  }

  test('who helped this contact before gets it, although others are idler', () => {
    const w = helped();
    w.close('before');
    w.item('again', {}, { contact: 'kim' });
    expect(w.settle()).toMatchObject([{ data: { agentId: 'last', reason: { lastAgent: true } } }]);
  });

  test('kept for them while they are there but full, then for anyone', () => {
    const w = helped();
    w.item('again', {}, { contact: 'kim' });
    expect(w.settle()).toEqual([]);
    w.now += 59_999;
    expect(w.settle()).toEqual([]);
    w.now += 1;
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'again', agentId: 'idle' } }]);
  });

  test('freed in time, they get it', () => {
    const w = helped();
    w.item('again', {}, { contact: 'kim' });
    w.settle();
    w.now += 30_000;
    w.close('before');
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'again', agentId: 'last' } }]);
  });

  test.each([
    ['not there', (w: RoutingWorld) => w.drop('last')],
    ['not available', (w: RoutingWorld) => w.state('last', 'onBreak')],
  ])('no head start: %s', (_name, happen) => {
    const w = helped();
    w.item('again', {}, { contact: 'kim' });
    w.settle();
    happen(w);
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'again', agentId: 'idle' } }]);
  });

  test('it never costs the deadline, and nothing behind it waits', () => {
    const w = helped();
    w.item('urgent', {}, { contact: 'kim', dueIn: 5 * MINUTE });
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'urgent', agentId: 'idle' } }]);
    const v = helped();
    v.item('kept', {}, { contact: 'kim' });
    v.item('behind');
    expect(v.settle()).toMatchObject([{ data: { workItemId: 'behind', agentId: 'idle' } }]);
  });
});

describe('R6 order', () => {
  const order = (w: RoutingWorld, n: number): string[] => {
    const taken: string[] = [];
    for (let i = 0; i < n; i += 1) {
      const event = w.settle()[0];
      if (event?.type !== 'workItem.assigned') break;
      taken.push(event.data.workItemId);
      w.close(event.data.workItemId);
    }
    return taken;
  };

  test('priority, then the earliest deadline, then the older', () => {
    const w = world();
    w.item('late-due', {}, { dueIn: 30 * MINUTE });
    w.item('first', {}, { dueIn: 10 * MINUTE });
    w.item('second', {}, { dueIn: 10 * MINUTE });
    w.item('high', {}, { dueIn: 60 * MINUTE, priority: 5 });
    w.agent('a', {}, { capacity: 10 });
    expect(order(w, 4)).toEqual(['high', 'first', 'second', 'late-due']);
  });

  test('what can still make it goes before what is late; a share of the picks is for the longest wait', () => {
    const w = world({ lateEvery: 4 });
    w.item('late-1', {}, { dueIn: -MINUTE, age: 40 * MINUTE });
    w.item('late-2', {}, { dueIn: -5 * MINUTE, age: 30 * MINUTE });
    for (let i = 0; i < 6; i += 1) w.item(`ok-${i}`, {}, { dueIn: (10 + i) * MINUTE });
    w.agent('a', {}, { capacity: 10 });
    expect(order(w, 8)).toEqual(['ok-0', 'ok-1', 'ok-2', 'late-1', 'ok-3', 'ok-4', 'ok-5', 'late-2']);
  });

  test('by default every twentieth pick; every eighth for what is overdue by more than two hours', () => {
    const picked = (lateBy: number): number => {
      const w = world();
      w.item('late', {}, { dueIn: -lateBy, age: lateBy + 60 * MINUTE });
      for (let i = 0; i < 24; i += 1) w.item(`ok-${i}`, {}, { dueIn: (10 + i) * MINUTE });
      w.agent('a', {}, { capacity: 10 });
      return order(w, 24).indexOf('late') + 1;
    };
    expect(picked(MINUTE)).toBe(20);
    expect(picked(120 * MINUTE)).toBe(20);
    expect(picked(121 * MINUTE)).toBe(8);
  });

  test('the reserved pick finds the longest wait across queues and needs, whatever its priority', () => {
    const w = world({ lateEvery: 2 });
    w.queue('other');
    w.item('old', { special: 1 }, { queue: 'other', dueIn: -MINUTE, age: 90 * MINUTE });
    w.item('younger', {}, { dueIn: -MINUTE, age: 80 * MINUTE, priority: 5 });
    w.item('ok', {}, { priority: 6 });
    w.item('ok-2', {}, { priority: 6, dueIn: 21 * MINUTE });
    w.agent('a', { special: 1 }, { capacity: 10 });
    expect(order(w, 4)).toEqual(['ok', 'old', 'ok-2', 'younger']);
  });

  test('of what is about equally urgent the longest line goes first; nothing in its last minutes is passed over', () => {
    const first = (dueIn: number, priority: number, linePercent: number, lineDueIn = dueIn + MINUTE): string | undefined => {
      const w = world({ linePercent });
      w.item('alone', { sim: 1 }, { dueIn, priority });
      for (let i = 0; i < 3; i += 1) w.item(`line-${i}`, { bill: 1 }, { dueIn: lineDueIn + i });
      w.agent('a', { sim: 3, bill: 3 }, { capacity: 10 });
      return order(w, 1)[0];
    };
    expect(first(20 * MINUTE, 0, 25)).toBe('line-0');
    expect(first(20 * MINUTE, 0, 25, 25 * MINUTE), 'a quarter of what is left').toBe('line-0');
    expect(first(20 * MINUTE, 0, 25, 25 * MINUTE + 1), 'no longer about as urgent').toBe('alone');
    expect(first(20 * MINUTE, 0, 0), 'switched off').toBe('alone');
    expect(first(5 * MINUTE, 0, 25), 'its last minutes').toBe('alone');
    expect(first(20 * MINUTE, 1, 25), 'a higher priority').toBe('alone');
  });

  test('an item turns late while it waits', () => {
    const w = world();
    w.item('soon', {}, { dueIn: MINUTE });
    w.item('later', {}, { dueIn: 30 * MINUTE });
    w.pass(2 * MINUTE);
    w.agent('a', {}, { capacity: 10 });
    expect(order(w, 2)).toEqual(['later', 'soon']);
  });
});

describe('R11 danger', () => {
  test('before everything, handed over even where the queue offers, never held back', () => {
    const w = world({ lateEvery: 1 });
    w.agent('trained', { care: 3 }, { capacity: 20 });
    w.item('late', { care: 1 }, { dueIn: -MINUTE, age: 600 * MINUTE, cost: 20, priority: 8 });
    w.item('danger', { care: 3 }, { queue: 'chat', priority: 9, cost: 20 });
    expect(w.settle()).toMatchObject([{ type: 'alert.raised', data: { workItemId: 'danger', reminder: 0 } }, { type: 'workItem.assigned', data: { workItemId: 'danger', agentId: 'trained', reason: { pick: 'danger' } } }]);
  });
});

describe('R12 who', () => {
  const got = (w: RoutingWorld): string | undefined => {
    w.settle();
    return w.owner('i');
  };

  test('free hands before full ones, then proficiency, then fewer other skills, then load, then the longest idle', () => {
    const fit = world();
    fit.agent('expert', { tariff: 5 }, { capacity: 20 });
    fit.agent('novice', { tariff: 2 });
    fit.item('busy', { tariff: 5 });
    fit.settle();
    fit.item('i', { tariff: 1 });
    expect(got(fit), 'the expert has something in hand').toBe('novice');

    const level = world();
    level.agent('novice', { tariff: 2 });
    level.agent('expert', { tariff: 5 });
    level.item('i', { tariff: 1 });
    expect(got(level)).toBe('expert');

    const scarce = world();
    scarce.agent('many', { tariff: 3, roaming: 3, press: 3 });
    scarce.agent('one', { tariff: 3 });
    scarce.item('i', { tariff: 1 });
    expect(got(scarce)).toBe('one');

    const idle = world();
    idle.agent('a', {});
    idle.agent('b', {});
    idle.item('x');
    idle.settle();
    idle.now += 1;
    idle.close('x');
    idle.item('i');
    expect(got(idle), 'a has just finished').toBe('b');
  });

  test('among equals the one whose other skill has most idle people: what is scarce is spared', () => {
    const scarcity = (who: 'fit' | 'longestIdle'): string | undefined => {
      const w = world({ who });
      w.agent('with-scarce', { tariff: 3, press: 3 });
      w.agent('with-plenty', { tariff: 3, roaming: 3 });
      w.agent('roaming-1', { roaming: 3 });
      w.agent('roaming-2', { roaming: 3 });
      w.item('i', { tariff: 1 });
      const scores = w.engine.why('i', w.now)?.candidates.map((c) => [c.agentId, c.scores.idleForOthers]);
      if (who === 'fit')
        expect(scores?.slice(0, 2)).toEqual([
          ['with-plenty', 3],
          ['with-scarce', 1],
        ]);
      expect(w.engine.why('i', w.now)?.candidates[0]?.agentId).toBe(who === 'fit' ? 'with-plenty' : 'with-scarce');
      return got(w);
    };
    expect(scarcity('fit')).toBe('with-plenty');
    expect(scarcity('longestIdle')).toBe('with-scarce');
  });

  test('first come, first served where a strategy says so: a closer deadline does not overtake', () => {
    const w = world({ order: 'arrival', lateEvery: 0 });
    w.item('older', {}, { dueIn: 60 * MINUTE, age: MINUTE });
    w.item('sooner', {}, { dueIn: MINUTE });
    w.item('late', {}, { dueIn: -MINUTE, age: 2 * MINUTE });
    w.agent('a', {}, { capacity: 30 });
    expect(w.settle().map((e) => e.type === 'workItem.assigned' && e.data.workItemId)).toEqual(['late', 'older', 'sooner']);
  });

  test('work spreads over equals', () => {
    const w = world();
    for (const id of ['a', 'b', 'c', 'd']) w.agent(id, { t: 3 });
    for (let i = 0; i < 20; i += 1) w.item(`${i}`, { t: 1 });
    w.settle();
    expect(w.snapshot().agents.map((a) => a.used)).toEqual([50, 50, 50, 50]);
  });
});

describe('why', () => {
  test('names who was left out by which rule, and who comes first', () => {
    const w = world();
    w.agent('best', { tariff: 4 });
    w.agent('weak', { tariff: 1 });
    w.agent('away', { tariff: 4 }, { state: 'onBreak' });
    w.agent('full', { tariff: 4 }, { capacity: 5 });
    w.item('1', { tariff: 3 });
    const why = w.engine.why('1', w.now);
    expect(why?.candidates[0]).toMatchObject({ agentId: 'best', excluded: [] });
    const excluded = new Map(why?.candidates.map((c) => [c.agentId, c.excluded]));
    expect(excluded.get('weak')).toEqual([{ rule: 'R1', because: 'skill', missing: [{ skillId: 'tariff', need: 3, has: 1 }] }]);
    expect(excluded.get('away')).toEqual([{ rule: 'R1', because: 'state', state: 'onBreak' }]);
    expect(excluded.get('full')).toEqual([{ rule: 'R2', because: 'capacity', used: 0, capacity: 5, cost: 10 }]);
    expect(w.settle()).toMatchObject([
      { data: { agentId: 'best', reason: { by: 'router', skills: [{ skillId: 'tariff', need: 3, has: 4 }], waitedMs: 0 } } },
    ]);
    expect(w.engine.why('nothing', w.now)).toBeUndefined();
  });
});
