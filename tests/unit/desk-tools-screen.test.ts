import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { passesFilter } from '../../renderer/src/store/item-ranks.ts';
import { mentionsIn, namedLike, namingAt } from '../../renderer/src/store/mentions.ts';
import { items, useCenter } from '../../renderer/src/store/rows.ts';
import { rowHits } from '../../renderer/src/store/search.ts';
import { snoozeItem } from '../../renderer/src/store/snooze.ts';
import { clearTicked, toggleTicked, useTicked } from '../../renderer/src/store/ticked.ts';
import { actableRows, canUndoTicked, runTicked, stopTickedRun, undoTicked, type TickedStep } from '../../renderer/src/store/ticked-acts.ts';
import { useUi } from '../../renderer/src/store/ui.ts';
import { patch } from '../support/fake-workstation-center.ts';
import { rowOf } from '../support/fake-workstation-items.ts';

const NOW = 1_800_000_000_000;
const asked: string[] = [];
let lastData: unknown;
/** What the desk says to each command, by the id it is about. */
let refused: ReadonlyMap<string, string> = new Map();
let onAsk: (() => void) | undefined;
vi.mock('../../renderer/src/bridge/index.ts', () => ({
  call: async (_name: string, { command }: { command: { type: string; data: { workItemId?: string; conversationId?: string } } }) => {
    const id = command.data.workItemId ?? command.data.conversationId ?? '';
    asked.push(`${command.type} ${id}`);
    lastData = command.data;
    onAsk?.();
    const code = refused.get(id);
    return code === undefined ? { status: 'accepted' } : { status: 'refused', code, message: code, remedy: '' };
  },
  CallError: class extends Error {},
  linkStatus: () => ({ kind: 'up' }),
  on: () => undefined,
}));

const row = (id: string, more: Partial<Parameters<typeof rowOf>[0]> = {}): QueueRow => rowOf({ id, who: `Person ${id}`, handle: id, line: 'Router blinkt rot', due: 10, ...more }, NOW);
const held = (id: string, ownerAgentId?: string): QueueRow => {
  const one = row(id);
  return { ...one, item: { ...one.item, state: ownerAgentId === undefined ? 'queued' : 'assigned', ownerAgentId } };
};
const close = (one: QueueRow): TickedStep => ({ row: one, command: { type: 'workItem.close', data: { workItemId: one.item.id, disposition: { kind: 'resolved' } } }, undo: { type: 'workItem.reopen', data: { workItemId: one.item.id } } });
const put = (rows: readonly QueueRow[], seq = 1): void => items.apply(rows.map((one) => patch('workItem', one.item.id, one, seq)), seq === 1);

beforeEach(() => {
  asked.length = 0;
  refused = new Map();
  onAsk = undefined;
  clearTicked();
  useUi.setState({ toasts: [] });
});

describe('one item put aside', () => {
  test('TICK-2 can be taken back for a while, by its toast or the palette: awake again, or asleep until the hour it had', async () => {
    const asleep = held('b', 'me');
    put([held('a', 'me'), { ...asleep, item: { ...asleep.item, snooze: { untilAt: NOW + 1_000, byAgentId: 'me' } } as QueueRow['item'] }]);
    await snoozeItem('item-a', NOW + 3_600_000);
    expect(useUi.getState().toasts.at(-1)).toMatchObject({ tone: 'info', action: { kind: 'undoTicked' } });
    expect(useUi.getState().toasts.at(-1)?.text).toMatch(/^Zurückgestellt bis .*\d/);
    expect(canUndoTicked()).toBe(true);
    await undoTicked();
    await undoTicked();
    expect(asked, 'once').toEqual(['workItem.snooze item-a', 'workItem.wake item-a']);
    await snoozeItem('item-b', NOW + 3_600_000);
    await undoTicked();
    expect(asked.slice(2)).toEqual(['workItem.snooze item-b', 'workItem.snooze item-b']);
    expect(lastData).toEqual({ workItemId: 'item-b', untilAt: NOW + 1_000 });
  });

  test('TICK-2 what was refused offers nothing to take back', async () => {
    put([held('a', 'me')]);
    refused = new Map([['item-a', 'NEWER_MESSAGE']]);
    await snoozeItem('item-a', NOW + 3_600_000);
    expect(useUi.getState().toasts.map(({ tone, action }) => [tone, action])).toEqual([['error', undefined]]);
    expect(canUndoTicked()).toBe(false);
  });
});

describe('many rows at once', () => {
  test('TICK-1 only what one holds is done; tags also on what nobody holds; leads snooze anything', () => {
    put([held('a', 'me'), held('b', 'ben'), held('c')]);
    const ids = ['item-a', 'item-b', 'item-c', 'item-gone'];
    const fit = (act: Parameters<typeof actableRows>[1], lead = false): string[] => actableRows(ids, act, 'me', lead).fit.map((one) => one.item.id);
    expect([fit('done'), fit('transfer'), fit('snooze'), fit('tags')]).toEqual([['item-a'], ['item-a'], ['item-a'], ['item-a', 'item-c']]);
    expect([fit('done', true), fit('snooze', true), fit('tags', true)]).toEqual([['item-a'], ['item-a', 'item-b', 'item-c'], ['item-a', 'item-b', 'item-c']]);
    expect(actableRows(ids, 'done', 'me', false).rest).toBe(3);
  });

  test('TICK-1 what is refused or has news stays ticked and is counted, and the rest is taken back together', async () => {
    const rows = [held('a', 'me'), held('b', 'me'), held('c', 'me')];
    put(rows);
    for (const one of rows) toggleTicked(one.item.id);
    // The customer wrote again in b; c is somebody else's by now.
    put([{ ...rows[1]!, lastInboundAt: rows[1]!.lastInboundAt + 1 }], 2);
    refused = new Map([['item-c', 'NOT_OWNER']]);
    await runTicked('done', rows.map(close));
    expect(asked).toEqual(['workItem.close item-a', 'workItem.close item-c']);
    expect([...useTicked.getState().ids]).toEqual(['item-b', 'item-c']);
    const toast = useUi.getState().toasts.at(-1);
    expect(toast).toMatchObject({ tone: 'error', action: { kind: 'undoTicked' } });
    expect(toast?.text).toMatch(/1 Vorgang erledigt.*1 hat Neues.*1 nicht/);
    expect(canUndoTicked()).toBe(true);
    await undoTicked();
    expect(asked.at(-1)).toBe('workItem.reopen item-a');
    expect(canUndoTicked()).toBe(false);
  });

  test('TICK-1 stopped in the middle, the rest is left as it was; without the server nothing more is tried', async () => {
    const rows = [held('a', 'me'), held('b', 'me'), held('c', 'me')];
    put(rows);
    onAsk = stopTickedRun;
    await runTicked('done', rows.map(close));
    expect(asked).toEqual(['workItem.close item-a']);
    expect(useUi.getState().toasts.at(-1)?.text).toContain('Angehalten, 2 bleiben.');
    onAsk = undefined;
    refused = new Map([['item-a', 'OFFLINE_NEEDS_SERVER']]);
    asked.length = 0;
    await runTicked('transfer', rows.map(close));
    expect(asked).toHaveLength(1);
  });
});

describe('names in notes', () => {
  const agent = (id: string, name: string, more: object = {}) => ({ id, name, initials: name.slice(0, 2).toUpperCase(), disabled: false, ...more }) as never;
  const people = [agent('me', 'Ich Selbst'), agent('ann', 'Ann Berg'), agent('anna', 'Anna Bergmann'), agent('old', 'Ann Weg', { disabled: true })];

  test('MENT-1 a name is asked for behind an @ and found by any of its words; an address is none', () => {
    expect(namingAt('Bitte @Ann B', 12)).toEqual({ from: 6, typed: 'Ann B' });
    expect(namingAt('Bitte @', 7)).toEqual({ from: 6, typed: '' });
    expect(namingAt('mail an info@firma', 18)).toBeUndefined();
    expect(namingAt('Bitte @Ann', 5)).toBeUndefined();
    expect(namedLike(people, 'ann', 'me').map((one) => one.id)).toEqual(['ann', 'anna']);
    expect(namedLike(people, 'berg', 'me').map((one) => one.id)).toEqual(['ann', 'anna']);
    expect(namedLike(people, 'ann berg', 'me').map((one) => one.id)).toEqual(['ann']);
  });

  test('MENT-1 who stands in the note is named: the whole name, nobody whose name only begins so, never oneself', () => {
    expect(mentionsIn('@Anna Bergmann schau', people, 'me')).toEqual(['anna']);
    expect(mentionsIn('@Ann Berg, @Anna Bergmann und @Ich Selbst, @Ann Weg', people, 'me')).toEqual(['ann', 'anna']);
    expect(mentionsIn('Ann Berg weiß das', people, 'me')).toEqual([]);
  });
});

describe('lists and finding', () => {
  test('VIEW-1 a list shows the rows that fit everything it was narrowed to', () => {
    const one = { ...row('a'), channel: 'x', tags: ['rot'] };
    const brandOf = (id: string): string | undefined => (id === one.item.accountId ? 'Musterkom' : undefined);
    for (const [filter, fits] of [[{}, true], [{ channel: 'x' }, true], [{ channel: 'mail' }, false], [{ tag: 'rot' }, true], [{ tag: 'blau' }, false], [{ brand: 'Musterkom' }, true], [{ brand: 'Andere' }, false], [{ channel: 'x', tag: 'blau' }, false]] as const)
      expect(passesFilter(one as QueueRow, filter, brandOf), JSON.stringify(filter)).toBe(fits);
  });

  test('FIND-1 lines that are seen and not held are found by name, handle and first line, narrowed alike', () => {
    const rows = [held('a', 'me'), held('b', 'ben')];
    const find = (text: string, filter = {}, found: readonly string[] = []): string[] => rowHits(rows, text, filter, new Set(found), () => 'Musterkom', 'me').map((one) => one.item.id);
    expect(find('router')).toEqual(['item-a', 'item-b']);
    expect(find('rou bli')).toEqual(['item-a', 'item-b']);
    expect(find('uter')).toEqual([]);
    expect(find('person a')).toEqual(['item-a']);
    expect(find('router', { mine: true })).toEqual(['item-a']);
    expect(find('router', { state: 'closed' })).toEqual([]);
    expect(find('router', {}, [rows[0]!.conversationId])).toEqual(['item-b']);
    expect(find('', { mine: true })).toEqual([]);
  });
});

test('the small tables hold what is one’s own', () => {
  expect(useCenter.getState().savedViews.size + useCenter.getState().mentions.size).toBe(0);
});
