import { describe, expect, it } from 'vitest';
import { countBySlot } from '../../renderer/src/store/arrivals.ts';
import { figureBoard } from '../../shared/domain/board.ts';
import { urgencyOf } from '../../renderer/src/components/due.ts';
import { ME, peopleAt, QUEUES } from '../support/fake-workstation-center.ts';
import { rowOf } from '../support/fake-workstation-items.ts';

const NOW = 1_800_000_000_000;
const DAY_START = NOW - 3_600_000;
const row = (id: string, more: Partial<Parameters<typeof rowOf>[0]> = {}) =>
  rowOf({ id, who: id, handle: id, line: '', due: 60, ...more }, NOW);

describe('the figures of the board', () => {
  const rows = [
    row('w1'),
    row('w2', { due: 5 }),
    row('late', { due: -3, queue: 2 }),
    row('own', { owner: ME, due: 9 }),
    row('parked', { owner: ME, due: -30, waitingFor: 'customer' }),
    row('done', { state: 'closed', due: -30 }),
    row('yesterday', { state: 'closed', due: -90 }),
  ];
  const board = figureBoard(rows, peopleAt(NOW), QUEUES, NOW, DAY_START);

  it('count what waits, what is due within ten minutes and what is late, each once', () => {
    expect(board).toMatchObject({ waiting: 3, soon: 2, late: 1, closedToday: 1 });
    expect(board.oldestAt).toBe(Math.min(...rows.slice(0, 3).map((one) => one.item.queuedAt)));
    expect(board.queues.get('q-mobile')).toMatchObject({ waiting: 2, soon: 2, late: 0 });
    expect(board.queues.get('q-tv')).toMatchObject({ waiting: 1, late: 1 });
    expect(board.queues.get('q-dsl')).toMatchObject({ waiting: 0, oldestAt: undefined });
  });

  it('count what waits for the customer neither as open nor as at risk', () => {
    expect(board.agents.get(ME)).toEqual({ open: 1, atRisk: 1 });
  });

  it('know who is in service, at home, and away without having signed off', () => {
    expect(board).toMatchObject({ inService: 7, atHome: 2, offline: 1 });
  });

  it('count as free only who is available, connected and has room', () => {
    // Mobile from level 2: Olivia, Jana (running out), Tomasz (over his capacity), Aylin (not responding), Stefan.
    expect(board.queues.get('q-mobile')).toMatchObject({ skilled: 5, free: 2 });
    // Lena has TV 4 but her desk dropped.
    expect(board.queues.get('q-tv')).toMatchObject({ skilled: 2, free: 0 });
  });
});

describe('arrivals by quarter of an hour', () => {
  it('puts each item into its own quarter and leaves out what is older than six hours', () => {
    const quarter = 15 * 60_000;
    const now = Math.floor(NOW / quarter) * quarter + 60_000;
    const at = (createdAt: number, closedAt?: number) => {
      const one = row(String(createdAt));
      return { ...one, item: { ...one.item, createdAt, ...(closedAt === undefined ? {} : { state: 'closed' as const, closedAt }) } };
    };
    const slots = countBySlot([at(now), at(now - quarter), at(now - quarter - 1, now), at(now - 7 * 3_600_000, now - 7 * 3_600_000)], now);
    expect(slots).toHaveLength(24);
    expect(slots.slice(-2).map(({ arrived, closed }) => [arrived, closed])).toEqual([
      [2, 0],
      [1, 1],
    ]);
    expect(slots.slice(0, -2).every(({ arrived, closed }) => arrived + closed === 0)).toBe(true);
  });
});

describe('the time left', () => {
  it('turns from calm to warning to late', () => {
    const from = NOW - 10 * 60_000;
    expect(urgencyOf(from, NOW + 10 * 60_000, NOW)).toMatchObject({ urgency: 'ok', gone: 0.5 });
    expect(urgencyOf(from, NOW + 4 * 60_000, NOW).urgency).toBe('warn');
    expect(urgencyOf(from, NOW - 1, NOW)).toMatchObject({ urgency: 'late', gone: 1 });
    // A chat with two minutes is not in warning from its first second.
    expect(urgencyOf(NOW, NOW + 120_000, NOW + 1_000).urgency).toBe('ok');
  });
});
