import { describe, expect, test } from 'vitest';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import { DEFAULT_STRATEGY, strategyRulesSchema } from '../../shared/domain/strategy.ts';
import { MINUTE, RoutingWorld } from '../support/routing-world.ts';

function world(): RoutingWorld {
  const w = new RoutingWorld();
  w.queue('q');
  w.queue('chat', { distribution: 'offer' });
  return w;
}

describe('STR-6 the dry run', () => {
  test('says who would get what under both, and nothing of it happens', () => {
    const w = world();
    w.emit({ type: 'skill.defined', data: { id: 'tv', name: { de: 'tv', en: 'tv' }, kind: 'topic' } });
    w.agent('a', {});
    w.agent('expert', { tv: 3 }, { capacity: 10 });
    w.item('1', { tv: 2 }, { age: 10 * MINUTE });
    w.item('2', { tv: 2 }, { age: 10 * MINUTE });
    w.item('3', { tv: 2 }, { age: 10 * MINUTE });
    const before = w.snapshot();
    const rules = strategyRulesSchema.parse({ queues: { q: { rings: [{ afterMs: MINUTE, drop: ['tv'] }] } }, shift: { startMs: 0 } });
    const run = w.engine.dryRun(rules, w.now);
    expect(w.snapshot()).toEqual(before);
    expect(run).toMatchObject({ baseVersion: 0, waiting: 3, placed: { before: 1, after: 3 }, changedCount: 3 });
    expect(run.diff.map((d) => d.path)).toContain('queues.q.rings');
    const second = run.changed.find((c) => c.workItemId === '2');
    expect(second).toMatchObject({ before: { kind: 'waits' }, after: { kind: 'assigned', agentId: 'expert', reason: { ring: 1 } } });
    expect(second?.before.kind === 'waits' && second.before.excluded).toContainEqual({ rule: 'R1', because: 'skill', people: 1 });
    // What is asked about is what then happens.
    w.emit({ type: 'strategy.changed', data: { version: 1, rules, byAgentId: 'lead', at: w.now } });
    w.settle();
    expect(['1', '2', '3'].map((id) => w.owner(id))).toEqual(['1', '2', '3'].map((id) => run.changed.find((c) => c.workItemId === id)?.after).map((o) => (o?.kind === 'assigned' ? o.agentId : undefined)));
  });

  test('by tag of the conversation: what waits, what would go differently, what would be placed', () => {
    const w = world();
    w.emit({ type: 'skill.defined', data: { id: 'tv', name: { de: 'tv', en: 'tv' }, kind: 'topic' } });
    w.agent('a', {});
    for (const id of ['1', '2', '3']) w.item(id, id === '3' ? {} : { tv: 2 }, { age: 10 * MINUTE });
    const rules = strategyRulesSchema.parse({ queues: { q: { rings: [{ afterMs: MINUTE, drop: ['tv'] }] } }, shift: { startMs: 0 } });
    const conversationOf = (id: string): string => w.snapshot().items.find((item) => item.id === id)?.conversationId ?? '';
    const tags: Record<string, string[]> = { [conversationOf('1')]: ['Umzug', 'Umzug'], [conversationOf('2')]: ['Umzug', 'VIP'], [conversationOf('3')]: ['VIP'] };
    const run = w.engine.dryRun(rules, w.now, (conversationId) => tags[conversationId] ?? []);
    expect(run.tags).toEqual([
      { tag: 'Umzug', waiting: 2, changed: 2, placed: { before: 0, after: 2 } },
      { tag: 'VIP', waiting: 2, changed: 1, placed: { before: 1, after: 2 } },
    ]);
  });

  test('the same rules change nothing', () => {
    const w = world();
    w.agent('a', {});
    for (const id of ['1', '2']) w.item(id);
    expect(new RoutingEngine({ snapshot: w.snapshot() }).dryRun(DEFAULT_STRATEGY, w.now)).toMatchObject({ changed: [], changedCount: 0, diff: [], placed: { before: 2, after: 2 } });
  });
});
