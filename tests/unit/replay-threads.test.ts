import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_MESSAGE_GAP_MS, LONGEST_THREAD_GAP_MS, scheduleReplay } from '../../tools/replay/schedule.ts';
import { buildThreads, type ThreadNode } from '../../tools/replay/threads.ts';
import type { ReplayItem } from '../../tools/replay/item.ts';

const keys = (nodes: readonly ThreadNode[]): string[][] => buildThreads(nodes).map((thread) => thread.nodes.map(({ node }) => node.key));

describe('threads of a replay', () => {
  it('puts parents before children although they stand behind them and carry a later time', () => {
    expect(
      keys([
        { key: 'c', parentKey: 'b', at: 5 },
        { key: 'b', parentKey: 'a', at: 9 },
        { key: 'a', at: 1 },
      ]),
    ).toEqual([['a', 'b', 'c']]);
  });

  it('names a thread by its missing root and keeps siblings of that root together', () => {
    const threads = buildThreads([
      { key: 'x', parentKey: 'gone', at: 3 },
      { key: 'y', parentKey: 'gone', at: 2 },
      { key: 'z', at: 1 },
    ]);
    expect(threads.map(({ rootKey, nodes }) => [rootKey, nodes.map(({ node }) => node.key)])).toEqual([
      ['z', ['z']],
      ['gone', ['y', 'x']],
    ]);
  });

  it('cuts a circle at its earliest message and loses nobody', () => {
    const threads = buildThreads([
      { key: 'a', parentKey: 'b', at: 4 },
      { key: 'b', parentKey: 'c', at: 5 },
      { key: 'c', parentKey: 'd', at: 2 },
      { key: 'd', parentKey: 'b', at: 3 },
    ]);
    expect(threads).toHaveLength(1);
    expect(threads[0]?.rootKey).toBe('c');
    expect(threads[0]?.nodes.map(({ node }) => node.key)).toEqual(['c', 'b', 'd', 'a']);
  });

  it('orders any graph: each message once, parents first, one thread per root', () => {
    const graph = fc.array(fc.record({ parent: fc.option(fc.nat(25), { nil: undefined }), at: fc.nat(1000) }), { maxLength: 25 });
    fc.assert(
      fc.property(graph, (list) => {
        const nodes = list.map(({ parent, at }, index): ThreadNode => ({
          key: `k${index}`,
          parentKey: parent === undefined || parent === index ? undefined : `k${parent}`,
          at,
        }));
        const threads = buildThreads(nodes);
        const order = threads.flatMap((thread) => thread.nodes.map(({ node }) => node.key));
        expect(order.toSorted()).toEqual(nodes.map((node) => node.key).toSorted());
        expect(new Set(threads.map((thread) => thread.rootKey)).size).toBe(threads.length);
        for (const thread of threads) {
          const place = new Map(thread.nodes.map(({ node }, index) => [node.key, index]));
          thread.nodes.forEach(({ node }, index) => {
            const parent = node.parentKey === undefined ? undefined : place.get(node.parentKey);
            // The root of a circle stands first although it has a parent.
            if (parent !== undefined && index > 0) expect(parent).toBeLessThan(index);
          });
        }
      }),
      { seed: 20_260_101 },
    );
  });

  it('keeps the pace of what happened but cuts years of silence', () => {
    const item = (thread: string, at: number): ReplayItem => ({
      thread,
      at,
      message: { v: 1, kind: 'deletion', channel: 'sandbox', account: 'a', remoteId: `${thread}${at}`, deletedAt: at },
    });
    const year = 366 * 86_400_000;
    const scheduled = scheduleReplay([item('a', 0), item('a', 90_000), item('a', year), item('b', 1_000), item('c', 5 * year)]);
    expect(scheduled.map(({ thread, dueMs }) => [thread, dueMs])).toEqual([
      ['a', 0],
      ['b', 1_000],
      ['c', 1_000 + LONGEST_THREAD_GAP_MS],
      ['a', 90_000],
      ['a', 90_000 + LONGEST_MESSAGE_GAP_MS],
    ]);
  });
});
