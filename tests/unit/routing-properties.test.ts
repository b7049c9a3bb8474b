import { describe, expect, test } from 'vitest';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import { RoutingHistory } from '../support/routing-history.ts';
import { judge, judgeRest } from '../support/routing-referee.ts';
import { MINUTE, RoutingWorld } from '../support/routing-world.ts';

const SEEDS = Array.from({ length: 14 }, (_, i) => 1_000 + i);
const STEPS = 220;

describe('random histories', () => {
  test.each(SEEDS)('seed %i: every decision keeps the rules and nothing waits that somebody could have', (seed) => {
    const history = new RoutingHistory(seed);
    history.onDecided = (events) => judge(history.w, events);
    for (let step = 0; step < STEPS; step += 1) {
      history.step();
      judge(history.w, []);
      judgeRest(history.w);
    }
    const decided =
      history.w.all('workItem.assigned').filter((a) => a.reason.by === 'router').length + history.w.all('reservation.offered').length;
    expect(decided, 'the history gave the router something to do').toBeGreaterThan(5);
  });

  test.each(SEEDS)('seed %i: the log alone decides: a fresh engine, a restored one and this one agree, and repeat themselves', (seed) => {
    const history = new RoutingHistory(seed);
    const { w, rng } = history;
    for (let step = 0; step < STEPS; step += 1) {
      history.act();
      if (rng.chance(0.3)) {
        const fresh = new RoutingEngine({ config: w.config });
        for (const event of w.log) fresh.apply(event);
        expect(fresh.snapshot()).toEqual(w.snapshot());
        const restored = new RoutingEngine({ config: w.config, snapshot: w.snapshot() });
        const decided = w.engine.decide(w.now);
        expect(fresh.decide(w.now)).toEqual(decided);
        expect(restored.decide(w.now)).toEqual(decided);
        expect(w.engine.decide(w.now)).toEqual(decided);
        // The writer lost some of it, or all.
        w.emit(...decided.slice(0, rng.int(decided.length + 1)));
      } else if (rng.chance(0.7)) history.settle();
    }
    history.settle();
    judgeRest(w);
  });

  test('the same seed gives the same log', () => {
    const [one, two] = [new RoutingHistory(77), new RoutingHistory(77)];
    for (let step = 0; step < STEPS; step += 1) {
      one.step();
      two.step();
    }
    expect(one.w.log).toEqual(two.w.log);
  });

  test.each(SEEDS.slice(0, 10))('seed %i: when everyone is back and able, everything that waits finds somebody', (seed) => {
    const history = new RoutingHistory(seed);
    const { w } = history;
    for (let step = 0; step < STEPS; step += 1) history.step();
    for (const [conversationId, { lock }] of w.snapshot().conversations)
      if (lock !== undefined) w.outcome(conversationId.slice(2), lock.replyId, 'failed');
    history.everyoneBack();
    const open = (): string[] =>
      w
        .snapshot()
        .items.filter((i) => i.state !== 'closed' && i.waitingFor === 'us')
        .map((i) => i.id);
    for (let round = 0; round < 200 && open().length > 0; round += 1) {
      history.settle();
      for (const r of w.snapshot().reservations) w.accept(r.workItemId);
      for (const i of w.snapshot().items) if (i.state === 'assigned' && i.waitingFor === 'us') w.close(i.id);
      w.now += MINUTE;
    }
    expect(open()).toEqual([]);
  });
});

describe('R6 nothing starves', () => {
  /** One person, one minute an item, three new items every two minutes, all of them due soon: overloaded for ever. */
  function overloaded(lateEvery: number): { longestWaitMs: number; startedOfFirst100: number } {
    const w = new RoutingWorld({ lateEvery });
    w.queue('q');
    w.agent('a', {}, { capacity: 10 });
    const arrivedAt = new Map<string, number>();
    const waits = new Map<string, number>();
    let current: string | undefined;
    for (let minute = 0; minute < 800; minute += 1) {
      w.now += MINUTE;
      for (let n = 0; n < (minute % 2 === 0 ? 2 : 1); n += 1) {
        const id = `${arrivedAt.size}`;
        arrivedAt.set(id, w.now);
        w.item(id, {}, { dueIn: 3 * MINUTE, contact: `c${id}` });
      }
      if (current !== undefined) w.close(current);
      w.settle();
      current = w.snapshot().agents[0]?.active[0];
      if (current !== undefined) waits.set(current, w.now - (arrivedAt.get(current) ?? 0));
    }
    const first = Array.from({ length: 100 }, (_, i) => `${i}`);
    return { longestWaitMs: Math.max(...waits.values()), startedOfFirst100: first.filter((id) => waits.has(id)).length };
  }

  test('under lasting overload the oldest are served by the reserved picks; without them they never are', () => {
    expect(overloaded(4).startedOfFirst100).toBe(100);
    expect(overloaded(0).startedOfFirst100).toBeLessThan(100);
  });
});
