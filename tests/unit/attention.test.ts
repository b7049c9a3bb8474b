import { describe, expect, test } from 'vitest';
import { AttentionCount } from '../../electron/main/core/attention.ts';
import type { OpenDesk } from '../../electron/main/core/desk-session.ts';
import type { RowPatch } from '../../shared/domain/rows.ts';
import type { Attention, OutboxEntry } from '../../shared/ipc/index.ts';

const item = (id: string, change: { owner?: string; offeredTo?: string; waitingFor?: 'us' | 'customer' }): RowPatch =>
  ({
    kind: 'workItem',
    id,
    seq: 1,
    value: {
      item: { id, state: change.owner === undefined ? 'queued' : 'assigned', ownerAgentId: change.owner, waitingFor: change.waitingFor ?? 'us' },
      ...(change.offeredTo === undefined ? {} : { offer: { reservationId: 'r', agentId: change.offeredTo, expiresAt: 1 } }),
    },
  }) as unknown as RowPatch;
const me = (state: string): RowPatch => ({ kind: 'agent', id: 'mira', seq: 1, value: { id: 'mira', state } }) as unknown as RowPatch;
const reply = (replyId: string, kind: OutboxEntry['state']['kind']): OutboxEntry => ({ replyId, state: { kind } }) as unknown as OutboxEntry;

function world(rows: readonly RowPatch[] = [], entries: readonly OutboxEntry[] = []) {
  const told: Attention[] = [];
  const waiting: (() => void)[] = [];
  const state: { desk: OpenDesk | undefined; copy: boolean } = { desk: { sync: { rows: () => rows, screen: { entries: () => entries } } } as unknown as OpenDesk, copy: true };
  const count = new AttentionCount({
    timers: {
      after: (_ms, run) => {
        waiting.push(run);
        return () => void waiting.splice(waiting.indexOf(run), 1);
      },
    },
    desk: () => state.desk,
    me: () => (state.desk === undefined ? undefined : 'mira'),
    hasCopy: () => state.copy,
    tell: (attention) => void told.push(attention),
  });
  const tick = (): void => {
    for (const run of waiting.splice(0)) run();
  };
  return { count, told, state, tick };
}

describe('TRAY-1 what waits is counted as it goes by', () => {
  test('TRAY-1 own items that wait for us, offers, and what became of own answers', () => {
    const { count, told, tick } = world([item('w-1', { owner: 'mira' }), item('w-2', { owner: 'tjark' }), item('w-3', { offeredTo: 'mira' }), me('available')], [reply('r-1', 'waiting'), reply('r-2', 'delivered')]);
    expect(count.view()).toEqual({ mine: 1, offers: 1, failed: 0, unclear: 0, unsent: 1, onShift: true, closedCopy: false });
    count.heard('rows', { reset: false, rows: [item('w-3', { owner: 'mira' }), item('w-1', { owner: 'mira', waitingFor: 'customer' }), me('offDuty')] });
    count.heard('outbox', { entries: [reply('r-1', 'unclear'), reply('r-3', 'becameDraft')], removed: ['r-2'] });
    expect(told, 'together, a moment later').toEqual([]);
    tick();
    expect(told).toEqual([{ mine: 1, offers: 0, failed: 1, unclear: 1, unsent: 0, onShift: false, closedCopy: false }]);
    count.heard('rows', { reset: false, rows: [item('w-9', { owner: 'tjark' })] });
    tick();
    expect(told, 'what changes nothing is not told').toHaveLength(1);
    count.heard('rows', { reset: true, rows: [item('w-4', { owner: 'mira' })] });
    tick();
    expect(told.at(-1)).toMatchObject({ mine: 1, onShift: false });
  });

  test('UPD-1 a copy that lies here unopened is told as such; without one there is nothing to know', () => {
    const { count, state, told, tick } = world([item('w-1', { owner: 'mira' }), me('available')]);
    expect(count.view().mine).toBe(1);
    state.desk = undefined;
    count.heard('session', {} as never);
    tick();
    expect(told).toEqual([{ mine: 0, offers: 0, failed: 0, unclear: 0, unsent: 0, onShift: false, closedCopy: true }]);
    state.copy = false;
    expect(count.view().closedCopy).toBe(false);
    count.heard('rows', { reset: false, rows: [item('w-7', { owner: 'mira' })] });
    tick();
    expect(told.at(-1)?.mine, 'rows of nobody’s desk count for nobody').toBe(0);
    count.close();
  });
});
