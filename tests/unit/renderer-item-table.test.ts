import { describe, expect, it } from 'vitest';
import { rankFor, tabsOf } from '../../renderer/src/store/item-ranks.ts';
import { ItemTable } from '../../renderer/src/store/item-table.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { patch } from '../support/fake-workstation-center.ts';
import { rowOf } from '../support/fake-workstation-items.ts';

const NOW = 1_800_000_000_000;
const ME = 'me';
const row = (id: string, more: Partial<Parameters<typeof rowOf>[0]> = {}): QueueRow =>
  rowOf({ id, who: id, handle: id, line: 'Hallo', due: 10, ...more }, NOW);
const put = (one: QueueRow, seq: number) => patch('workItem', one.item.id, one, seq);
const gone = (one: QueueRow, seq: number) => patch('workItem', one.item.id, null, seq);

function tableNow(): { table: ItemTable; publish: () => void } {
  const waiting: (() => void)[] = [];
  const table = new ItemTable({ schedule: (run) => void waiting.push(run) });
  table.setMe(ME);
  return { table, publish: () => waiting.splice(0).forEach((run) => run()) };
}

describe('the table of work items', () => {
  it('keeps the newest of each row, whatever order they come in, also over a row that left', () => {
    const { table } = tableNow();
    const first = row('a');
    table.apply([put({ ...first, firstLine: 'neu' }, 5)], false);
    table.apply([put({ ...first, firstLine: 'alt' }, 4)], false);
    expect(table.get('item-a')?.firstLine).toBe('neu');
    table.apply([gone(first, 9)], false);
    table.apply([put(first, 8)], false);
    expect(table.get('item-a')).toBeUndefined();
  });

  it('publishes once for many changes and gives screens a new count object only when a number changed', () => {
    const { table, publish } = tableNow();
    let heard = 0;
    table.subscribe(() => (heard += 1));
    table.apply([put(row('a'), 1)], false);
    table.apply([put(row('b'), 2)], false);
    publish();
    expect(heard).toBe(1);
    const { counts } = table;
    expect(counts).toEqual({ mine: 0, resting: 0, team: 2, waiting: 2, done: 0 });
    table.apply([put({ ...row('a'), firstLine: 'anders' }, 3)], false);
    publish();
    expect(table.counts).toBe(counts);
  });

  it('tells what is mine, what waits and what is offered to me apart', () => {
    const { table, publish } = tableNow();
    const offered = { ...row('o', { state: 'offered' }), offer: { reservationId: 'r', agentId: ME, expiresAt: NOW } };
    const toOther = { ...row('p', { state: 'offered' }), offer: { reservationId: 'r2', agentId: 'you', expiresAt: NOW } };
    table.apply(
      [
        put(row('a', { owner: ME }), 1),
        put(row('b', { owner: ME, waitingFor: 'customer' }), 2),
        put(row('c', { owner: 'you' }), 3),
        put(row('d'), 4),
        put(offered, 5),
        put(toOther, 6),
        put(row('e', { state: 'closed' }), 7),
      ],
      false,
    );
    publish();
    // What waits for the customer is mine, but nothing to do: it does not count.
    expect(table.counts).toEqual({ mine: 1, resting: 1, team: 6, waiting: 3, done: 1 });
    expect(tabsOf(row('b', { owner: ME, waitingFor: 'customer' }), ME)).toContain('mine');
    expect(table.myOffers.map((one) => one.item.id)).toEqual(['item-o']);
    table.apply([put(row('o', { owner: ME }), 8)], false);
    publish();
    expect(table.myOffers).toEqual([]);
  });

  it('follows a selection through inserts, moves and removals exactly as a fresh one would be', () => {
    const seed = 42;
    console.log(`seed ${seed}`);
    const rng = seededRng(seed);
    const { table } = tableNow();
    const rank = rankFor({ tab: 'team', sort: 'due', filter: { visibility: 'public' }, me: ME });
    const view = table.select(rank);
    const stop = table.follow(view);
    for (let seq = 1; seq <= 3_000; seq += 1) {
      const id = `x${rng.int(120)}`;
      const one = row(id, {
        due: rng.int(90) - 10,
        visibility: rng.chance(0.8) ? 'public' : 'private',
        ...(rng.chance(0.3) ? { owner: rng.pick([ME, 'you']) } : {}),
        ...(rng.chance(0.2) ? { state: 'closed' as const } : {}),
        waitingFor: rng.chance(0.2) ? 'customer' : 'us',
      });
      table.apply([rng.chance(0.15) ? gone(one, seq) : put(one, seq)], false);
    }
    const fresh = table.select(rank);
    const ids = (of: typeof view): (string | undefined)[] => Array.from({ length: of.size }, (_, place) => of.idAt(place));
    expect(view.size).toBeGreaterThan(20);
    expect(ids(view)).toEqual(ids(fresh));
    ids(view).forEach((id, place) => expect(view.indexOf(id ?? '')).toBe(place));
    stop();
    table.apply([], true);
    expect(view.size).toBeGreaterThan(0);
    expect(table.select(rank).size).toBe(0);
  });

  it('puts what waits for the customer after all that waits for us, and orders as asked', () => {
    const { table } = tableNow();
    table.apply(
      [
        put(row('late', { owner: ME, due: -5 }), 1),
        put(row('parked', { owner: ME, due: -50, waitingFor: 'customer' }), 2),
        put(row('soon', { owner: ME, due: 3 }), 3),
        put({ ...row('fresh', { owner: ME, due: 40 }), lastInboundAt: NOW + 1 }, 4),
      ],
      false,
    );
    const order = (sort: 'due' | 'newest' | 'longest'): (string | undefined)[] => {
      const view = table.select(rankFor({ tab: 'mine', sort, filter: {}, me: ME }));
      return Array.from({ length: view.size }, (_, place) => view.idAt(place));
    };
    expect(order('due')).toEqual(['item-late', 'item-soon', 'item-fresh', 'item-parked']);
    expect(order('newest')[0]).toBe('item-fresh');
    expect(order('newest').at(-1)).toBe('item-parked');
    expect(order('longest')[0]).toBe('item-late');
  });

  it('lets the open item of a conversation speak before a closed one', () => {
    const { table } = tableNow();
    const closed = row('old', { state: 'closed' });
    const open = { ...row('new'), conversationId: closed.conversationId };
    table.apply([put(closed, 1), put(open, 2)], false);
    expect(table.forConversation(closed.conversationId)?.item.id).toBe('item-new');
    table.apply([put(closed, 3)], false);
    expect(table.forConversation(closed.conversationId)?.item.id).toBe('item-new');
  });
});
