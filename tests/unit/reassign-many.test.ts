import { beforeEach, expect, test, vi } from 'vitest';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { reassign } from '../../renderer/src/store/reassign.ts';
import { items } from '../../renderer/src/store/rows.ts';
import { clearTicked, tickAll, useTicked } from '../../renderer/src/store/ticked.ts';
import { canUndoTicked, stopTickedRun, undoTicked, useTickedRun } from '../../renderer/src/store/ticked-acts.ts';
import { useUi } from '../../renderer/src/store/ui.ts';
import { patch } from '../support/fake-workstation-center.ts';
import { rowOf } from '../support/fake-workstation-items.ts';

const NOW = 1_800_000_000_000;
interface Asked {
  readonly workItemIds: readonly string[];
  readonly to: { readonly kind: string; readonly agentId?: string };
}
const asked: Asked[] = [];
const shown: string[] = [];
let stays: ReadonlySet<string> = new Set();
let stopAfter: number | undefined;
vi.mock('../../renderer/src/bridge/index.ts', () => ({
  call: async (_name: string, { command }: { command: { data: Asked } }) => {
    const { run } = useTickedRun.getState();
    shown.push(run === undefined ? '' : `${run.done}/${run.total}`);
    asked.push(command.data);
    if (asked.length === stopAfter) stopTickedRun();
    const moved = command.data.workItemIds.filter((id) => !stays.has(id));
    return { status: 'accepted', result: { moved, refused: command.data.workItemIds.filter((id) => stays.has(id)).map((workItemId) => ({ workItemId, code: 'NOT_ALLOWED' })), underWay: [] } };
  },
  CallError: class extends Error {},
  linkStatus: () => ({ kind: 'up' }),
  on: () => undefined,
}));

const held = (id: string, ownerAgentId?: string): QueueRow => {
  const one = rowOf({ id, who: id, handle: id, line: 'x', due: 10 }, NOW);
  return { ...one, item: { ...one.item, state: ownerAgentId === undefined ? 'queued' : 'assigned', ownerAgentId } };
};
const put = (rows: readonly QueueRow[]): string[] => {
  items.apply(rows.map((one) => patch('workItem', one.item.id, one, 1)), true);
  return rows.map(({ item }) => item.id);
};
const toBen = { to: { kind: 'agent' as const, agentId: 'ben' }, force: false };

beforeEach(() => {
  asked.length = 0;
  shown.length = 0;
  stays = new Set();
  stopAfter = undefined;
  clearTicked();
  useUi.setState({ toasts: [] });
});

test('DRAG-1 many go as one and come back as one: to whoever had them, or to their queue; what was refused stays ticked', async () => {
  const ids = put([held('a', 'ann'), held('b', 'cai'), held('c'), held('d', 'ann')]);
  tickAll(ids);
  stays = new Set(['item-d']);
  await reassign(ids, toBen);
  expect(asked).toMatchObject([{ workItemIds: ids, to: { agentId: 'ben' } }]);
  expect([...useTicked.getState().ids]).toEqual(['item-d']);
  expect(useUi.getState().toasts.some(({ action }) => action?.kind === 'undoTicked')).toBe(true);
  stays = new Set();
  await undoTicked();
  expect(asked.slice(1)).toMatchObject([{ workItemIds: ['item-a'], to: { kind: 'agent', agentId: 'ann' } }, { workItemIds: ['item-b'], to: { agentId: 'cai' } }, { workItemIds: ['item-c'], to: { kind: 'queue' } }]);
  expect(canUndoTicked()).toBe(false);
});

test('DRAG-1 a long move says how far it is and can be stopped; what was left stays ticked, and what went can be taken back', async () => {
  const ids = put(Array.from({ length: 120 }, (_, no) => held(String(no), 'ann')));
  tickAll(ids);
  stopAfter = 2;
  await reassign(ids, toBen);
  expect(shown).toEqual(['0/120', '50/120']);
  expect(useTickedRun.getState().run).toBeUndefined();
  expect([...useTicked.getState().ids]).toEqual(ids.slice(100));
  stopAfter = undefined;
  await undoTicked();
  expect(asked.at(-1)).toMatchObject({ to: { agentId: 'ann' }, workItemIds: ids.slice(0, 100) });
  // The next one is not stopped by the one before.
  asked.length = 0;
  await reassign(ids.slice(100), toBen);
  expect(asked).toHaveLength(1);
});
