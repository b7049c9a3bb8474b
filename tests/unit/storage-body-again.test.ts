import { afterEach, beforeEach, expect, test } from 'vitest';
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
