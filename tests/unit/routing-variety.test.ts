import { describe, expect, test } from 'vitest';
import { DEFAULT_ROUTING, type RoutingConfig } from '../../server/routing/core/config.ts';
import { MINUTE, RoutingWorld } from '../support/routing-world.ts';

const HOUR = 60 * MINUTE;

function world(config: Partial<RoutingConfig> = {}): RoutingWorld {
  const w = new RoutingWorld(config);
  w.queue('q');
  return w;
}

describe('R10 variety and wishes', () => {
  test('nobody gets something else while the line of the same is longer', () => {
    const picked = (more: number): unknown => {
      const w = world({ variety: { afterSame: 2, slackMs: 10 * MINUTE, wishes: true }, linePercent: 0 });
      w.queue('other');
      w.agent('a', {}, { capacity: 10 });
      for (const id of ['1', '2']) {
        w.item(id);
        w.settle();
        w.close(id);
      }
      w.state('a', 'onBreak');
      for (let i = 0; i <= more; i += 1) w.item(`same-${i}`);
      w.item('change', {}, { queue: 'other', dueIn: HOUR });
      w.state('a', 'available');
      return w.settle()[0]?.data;
    };
    expect(picked(0)).toMatchObject({ workItemId: 'change', reason: { pick: 'variety' } });
    expect(picked(1)).toMatchObject({ workItemId: 'same-0', reason: { pick: 'deadline' } });
  });

  test('proficiency counts times wish', () => {
    for (const wishes of [true, false]) {
      const w = world({ variety: { ...DEFAULT_ROUTING.variety, wishes } });
      w.agent('able', { tv: 4 });
      w.agent('glad', { tv: 3 });
      w.emit({ type: 'agent.wishesSet', data: { agentId: 'glad', wishes: [{ skillId: 'tv', wish: 3 }], at: w.now } });
      w.item('1', { tv: 1 });
      w.settle();
      expect(w.owner('1')).toBe(wishes ? 'glad' : 'able');
    }
  });

  test('who has had the same all day is given something else when the deadline allows, and not when it does not', () => {
    for (const dueIn of [20 * MINUTE, 6 * MINUTE]) {
      const w = world({ variety: { afterSame: 3, slackMs: 10 * MINUTE, wishes: true } });
      w.queue('other');
      w.agent('a', {}, { capacity: 10 });
      for (let n = 0; n < 3; n += 1) {
        w.item(`${n}`);
        w.settle();
        w.close(`${n}`);
      }
      w.item('same', {}, { dueIn });
      w.item('change', {}, { queue: 'other', dueIn: 40 * MINUTE });
      expect(w.settle()).toMatchObject([{ data: dueIn === 20 * MINUTE ? { workItemId: 'change', reason: { pick: 'variety' } } : { workItemId: 'same', reason: { pick: 'deadline' } } }]);
    }
  });
});
