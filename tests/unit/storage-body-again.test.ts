import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStores } from '../../electron/main/storage/stores/index.ts';
import { replicaFolder, type ReplicaFolder } from '../support/replica-kit.ts';

let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

test('a text that comes again as it was is left alone; filed elsewhere, or to be found by other words, it is written anew', () => {
  const { replica, stores } = folder.open();
  const changes = (): number => (replica.prepare<{ n: number }>('SELECT total_changes() AS n').get() ?? { n: -1 }).n;
  stores.bodies.put('b1', 'c1', '{"text":"Rechnung"}', '');
  const before = changes();
  stores.bodies.put('b1', 'c1', '{"text":"Rechnung"}', '');
  expect(changes()).toBe(before);
  expect(stores.bodies.search('Rechnung')).toEqual([]);
  // First the text of an answer under way, then of a message: now it is found.
  stores.bodies.put('b1', 'c1', '{"text":"Rechnung"}', 'Rechnung');
  expect(stores.bodies.search('Rechnung').map((hit) => hit.conversationId)).toEqual(['c1']);
  stores.bodies.put('b1', 'c2', '{"text":"Rechnung"}', 'Rechnung');
  expect(stores.bodies.search('Rechnung').map((hit) => hit.conversationId)).toEqual(['c2']);
  stores.bodies.put('b1', 'c2', '{"text":"Mahnung"}', 'Mahnung');
  expect(stores.bodies.search('Rechnung')).toEqual([]);
  expect(stores.bodies.get('b1')).toBe('{"text":"Mahnung"}');
});

test('texts of one second are found in the order in which they came, however many; whoever is in the way of a number is passed', () => {
  const { replica, stores } = folder.open();
  const SECOND = 1_795_000_000_000;
  const say = (to: typeof stores, no: number, at: number): void => to.bodies.put(`b${no}`, 'c1', `{"text":"Rechnung ${no}"}`, `Rechnung ${no}`, { owner: `message m${no}`, at, facts: [] });
  const order = (): string[] => stores.bodies.search('Rechnung', { limit: 5_000 }).map((hit) => hit.ref).toReversed();
  replica.transaction(() => {
    for (let no = 0; no < 600; no += 1) say(stores, no, SECOND);
  });
  expect(order()).toEqual(Array.from({ length: 600 }, (_, no) => `b${no}`));
  // Others write to the same file, and what the first believed to be free is not.
  const other = openStores(replica);
  say(other, 600, SECOND);
  say(other, 601, SECOND + 1_000);
  for (let no = 602; no < 620; no += 1) say(stores, no, SECOND + (no % 3) * 1_000);
  expect(new Set(order())).toEqual(new Set(Array.from({ length: 620 }, (_, no) => `b${no}`)));
  expect(new Set(stores.bodies.search('Rechnung', { limit: 5_000 }).map((hit) => hit.number)).size).toBe(620);
  // Taken back with its transaction, a number is simply not used.
  expect(() => replica.transaction(() => { say(stores, 620, SECOND); throw new Error('taken back'); })).toThrow('taken back');
  expect(stores.bodies.get('b620')).toBeUndefined();
  say(stores, 620, SECOND);
  expect(stores.bodies.get('b620')).toBe('{"text":"Rechnung 620"}');
  expect(order()).toHaveLength(621);
});
