// The wall: what hangs where everybody walks by.
import { describe, expect, test } from 'vitest';
import { WallFigures } from '../../electron/main/core/wall-figures.ts';
import type { OpenDesk } from '../../electron/main/core/desk-session.ts';
import { dayStart, figureBoard } from '../../shared/domain/board.ts';
import type { AgentRow, RowPatch } from '../../shared/domain/rows.ts';
import { wallViewSchema } from '../../shared/domain/wallboard.ts';
import type { ConnectionView } from '../../shared/ipc/index.ts';
import { patch, peopleAt, QUEUES } from '../support/fake-workstation-center.ts';
import { rowOf } from '../support/fake-workstation-items.ts';
import { fakeReport } from '../support/fake-report.ts';

const NOW = Date.UTC(2026, 10, 22, 13, 3);
const MINUTE = 60_000;
const rows = [
  rowOf({ id: 'w1', who: 'Berta Beispiel', handle: 'berta', line: 'Mein Anschluss ist tot', due: 60 }, NOW),
  rowOf({ id: 'w2', who: 'Karl Kunde', handle: 'karl', line: 'Seit Tagen warte ich', due: -3 }, NOW),
  rowOf({ id: 'w3', who: 'Ida Irgendwer', handle: 'ida', line: 'Kündigung', due: -30, state: 'closed' }, NOW),
];
const situation = { id: 's1', title: 'Störung Kiel-Ost', status: 'fixing', state: 'open', du: 'Wir sind dran', sie: 'Wir sind dran', version: 1, openedAt: NOW, changedAt: NOW, byAgentId: 'lead', history: [], told: 0, owed: [] } as const;

function world() {
  const state = { now: NOW, steady: 0, isLead: true, connection: { kind: 'online', since: NOW } as ConnectionView, asked: [] as unknown[], share: true };
  const all = (): RowPatch[] => [...peopleAt(NOW).map((agent: AgentRow) => patch('agent', agent.id, agent, 1)), ...QUEUES.map((queue) => patch('queue', queue.id, queue, 1)), ...rows.map((row) => patch('workItem', row.item.id, row, 2)), patch('situation', 's1', { ...situation, history: [], owed: [] }, 3)];
  const desk = {
    sync: {
      rows: all,
      connection: () => state.connection,
      get online() {
        return state.connection.kind === 'online';
      },
      link: {
        up: async (name: string, payload: unknown) => {
          state.asked.push({ name, payload });
          const report = fakeReport({ of: 'center' }, state.now);
          return { kind: 'ok', value: state.share ? report : { ...report, now: { ...report.now, served: undefined } } };
        },
      },
    },
  } as unknown as OpenDesk;
  const figures = new WallFigures({ clock: { now: () => state.now, steady: () => state.steady }, desk: () => desk, isLead: () => state.isLead });
  return { state, figures };
}

describe('the wall', () => {
  test('WALL-1 has the figures of the lead’s board, and no name and no word of a customer', async () => {
    const { figures } = world();
    const view = wallViewSchema.parse(await figures.view());
    const board = figureBoard(rows, peopleAt(NOW), QUEUES, NOW, dayStart(NOW));
    expect(view).toMatchObject({ online: true, asOf: NOW, waiting: board.waiting, late: board.late, soon: board.soon, closedToday: board.closedToday });
    expect(view.channels).toMatchObject([{ channel: 'sandbox', waiting: 2, late: 1, oldest: board.channels.get('sandbox')?.oldest }]);
    expect(view.situations).toEqual([{ id: 's1', title: 'Störung Kiel-Ost', status: 'fixing' }]);
    const said = JSON.stringify(view);
    for (const row of rows) for (const word of [row.contactName, row.contactHandle, row.firstLine, row.conversationId]) expect(said).not.toContain(word);
  });

  test('WALL-1 the share in time is the server’s sum of today, asked for once a minute, and not told where it would tell of few', async () => {
    const { state, figures } = world();
    const view = await figures.view();
    const { served } = fakeReport({ of: 'center' }, NOW).now;
    expect(view.inTime).toEqual({ of: served?.timed, kept: served?.inTime, asOf: NOW });
    expect(state.asked).toEqual([{ name: 'leadReport', payload: expect.objectContaining({ kind: 'service', of: 'center', clock: 'business', from: dayStart(NOW), to: NOW }) }]);
    await figures.view();
    expect(state.asked).toHaveLength(1);
    state.steady += MINUTE;
    state.share = false;
    expect((await figures.view()).inTime).toBeUndefined();
  });

  test('WALL-2 names people only where figures of single people are shown; else it counts them', async () => {
    const { figures } = world();
    const names = async () => (await figures.view()).people.flatMap((one) => one.names ?? []);
    expect(await names()).toEqual([]);
    expect((await figures.view()).people.reduce((sum, { count }) => sum + count, 0)).toBe(peopleAt(NOW).filter(({ state, disabled }) => state !== 'offDuty' && !disabled).length);
    figures.heard('rows', { reset: false, rows: [patch('figureRules', 'center', { id: 'center', perPerson: true, history: [] }, 9)] });
    expect(await names()).toContain(`^${peopleAt(NOW)[0]?.initials} ${peopleAt(NOW)[0]?.name}`);
    figures.heard('rows', { reset: false, rows: [patch('figureRules', 'center', null, 10)] });
    expect(await names()).toEqual([]);
  });

  test('WALL-4 without a connection the figures are those of the last contact, and grow no older', async () => {
    const { state, figures } = world();
    const before = await figures.view();
    state.connection = { kind: 'offline', since: NOW + MINUTE, reason: 'ECONNREFUSED' };
    state.now = NOW + 5 * 60 * MINUTE;
    const view = await figures.view();
    expect(view).toMatchObject({ online: false, asOf: NOW + MINUTE, late: before.late, waiting: before.waiting });
    state.connection = { kind: 'connecting', attempt: 2, offlineSince: NOW + MINUTE };
    expect((await figures.view()).asOf).toBe(NOW + MINUTE);
    state.connection = { kind: 'online', since: state.now };
    expect(await figures.view()).toMatchObject({ online: true, asOf: state.now, late: 2 });
  });

  test('WALL-1 follows what goes by while somebody looks, and forgets the rows when nobody does', async () => {
    const { state, figures } = world();
    await figures.view();
    figures.heard('rows', { reset: false, rows: [patch('workItem', rows[0]?.item.id ?? '', null, 20)] });
    expect((await figures.view()).waiting).toBe(1);
    state.steady += 10 * MINUTE;
    figures.heard('rows', { reset: false, rows: [patch('workItem', rows[1]?.item.id ?? '', null, 21)] });
    expect((await figures.view()).waiting, 'read anew from the copy').toBe(2);
  });

  test('WALL-3 is for leads and admins alone', async () => {
    const { state, figures } = world();
    state.isLead = false;
    await expect(figures.view()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});
