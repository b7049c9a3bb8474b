// Found on a busy machine: the events of a command came before its answer, were shown as still waiting for the server, and nothing took that back.
import { expect, test } from 'vitest';
import { Ahead, type AheadParts } from '../../electron/main/sync/ahead.ts';
import type { OnTheWay } from '../../electron/main/sync/predict.ts';

function desk(cursor: number) {
  const shown: unknown[] = [];
  const row = { kind: 'article', id: 'a1', seq: 85, value: { id: 'a1', title: 'Umzug' } };
  const parts = {
    base: { emit: (_topic: string, value: { rows: unknown[] }) => shown.push(...value.rows), person: () => ({ agentId: 'ann', role: 'agent' }) },
    view: { cursor: () => cursor, rowPatch: (kind: string, id: string) => (kind === 'article' && id === 'a1' ? row : undefined), get: () => undefined },
    pending: () => [],
    conversations: () => ({ push: () => undefined }),
  };
  return { ahead: new Ahead(parts as unknown as AheadParts), shown, row };
}
const command = { commandNo: 7, createdAt: 1, command: { type: 'article.save', v: 1, data: { articleId: 'a1' } } } as unknown as OnTheWay;

test('an answer that comes behind its events takes back that they were shown as waiting', () => {
  const { ahead, shown, row } = desk(85);
  ahead.accepted(command, 85);
  expect(shown).toEqual([row]);
  expect(ahead.onTheWay()).toEqual([]);
});

test('an answer that comes first waits for its events', () => {
  const { ahead, shown, row } = desk(84);
  ahead.accepted(command, 85);
  expect(shown).toEqual([]);
  ahead.reached(85);
  expect(shown).toEqual([row]);
});
