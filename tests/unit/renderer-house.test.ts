import { beforeEach, expect, test } from 'vitest';
import type { Calendar } from '../../shared/domain/calendar.ts';
import type { RowPatch } from '../../shared/domain/rows.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import { readIntervals, readSpecial, writeIntervals, writeSpecial } from '../../renderer/src/screens/house/hours-text.ts';
import { dropHouse, problemOf, putRecord, shownRecords, tryHouse, useHouse } from '../../renderer/src/store/house.ts';
import { applyRows, useCenter } from '../../renderer/src/store/rows.ts';
import { MINUTE, QUEUE, SharedCenter, START } from '../support/shared-center.ts';

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
  const { itemId } = c.given();
  const item = c.must('workItem', itemId);
  const line = { item, threadId: 't', contactId: item.contactId, conversationId: item.conversationId, channel: item.channel, visibility: 'public', contactName: 'kim', contactHandle: 'kim', firstLine: '', lastInboundAt: START, turnMessages: 1 };
  const patches = [
    ...[...c.state.all('queue').values()].map((value) => ({ kind: 'queue', id: value.id, seq: 1, value })),
    ...[...c.state.all('agent').values()].map((value) => ({ kind: 'agent', id: value.id, seq: 1, value: { ...value, load: 0, openItems: 0 } })),
    { kind: 'workItem', id: itemId, seq: 1, value: line },
  ];
  dropHouse();
  applyRows(patches as unknown as RowPatch[], true);
});

const now = (): ReturnType<typeof useCenter.getState> => useCenter.getState();
const edits = () => useHouse.getState().edits;

test('HOUSE-6 the screen says by the server’s own rules what would be refused, and when what waits and what comes would be due', () => {
  const slow: Queue = { ...QUEUE, targets: { firstResponseMs: 60 * MINUTE, nextResponseMs: 60 * MINUTE } };
  putRecord('queue', 'mobile', slow);
  expect(problemOf(now(), edits())).toBeUndefined();
  expect(tryHouse(now(), edits(), START)).toEqual([{ queueId: 'mobile', dueBefore: START + 20 * MINUTE, dueAfter: START + 60 * MINUTE, earlier: 0, later: 1, late: 0 }]);
  putRecord('queue', 'mobile', { ...QUEUE, targets: { firstResponseMs: MINUTE, nextResponseMs: MINUTE } });
  expect(tryHouse(now(), edits(), START + 5 * MINUTE)).toMatchObject([{ earlier: 1, later: 0, late: 1 }]);
  putRecord('queue', 'mobile', { ...slow, calendarId: 'none' });
  expect(problemOf(now(), edits())).toMatchObject({ code: 'HOUSE_INVALID', field: 'edits.0.after.calendarId' });
  // What ends up as it was is no change.
  putRecord('queue', 'mobile', QUEUE);
  expect(edits().size).toBe(0);
  const calendar: Calendar = { id: 'office', name: 'Büro', hours: QUEUE.hours };
  putRecord('calendar', 'office', calendar);
  expect(shownRecords(now(), edits(), 'calendar')).toEqual([calendar]);
  putRecord('calendar', 'office', null);
  expect(edits().size).toBe(0);
});

test('HOUSE-6 what a person does right now is no part of their record: a state that changes while one edits does not make the change stale', () => {
  const ann = shownRecords(now(), edits(), 'agent').find(({ id }) => id === 'ann');
  if (ann === undefined) throw new Error('nobody');
  putRecord('agent', 'ann', { ...ann, capacity: 50 });
  c.emit({ type: 'agent.stateChanged', data: { agentId: 'ann', state: 'onBreak', breakReason: 'lunch', at: START } });
  expect(c.run({ type: 'house.change', data: { edits: [...edits().values()] } }, { by: 'lea' })).toMatchObject({ kind: 'accepted' });
  expect(c.must('agent', 'ann')).toMatchObject({ capacity: 50, state: 'onBreak' });
});

test('HOUR-2 hours and special days are read as people write them, and only what can be read is taken', () => {
  for (const text of ['9:00–17:00', '8:30–12:00, 13:15–18:00', '', '0:00–24:00']) expect(writeIntervals(readIntervals(text) ?? [])).toBe(text);
  expect(readIntervals('9-17, 18 bis 20')).toEqual([{ fromMinute: 540, toMinute: 1020 }, { fromMinute: 1080, toMinute: 1200 }]);
  expect(readIntervals('18-20, 9-17')?.[0]).toEqual({ fromMinute: 540, toMinute: 1020 });
  for (const text of ['9', '17-9', '9-25', '9:75-10', 'früh', '9-12, 11-13']) expect(readIntervals(text)).toBeUndefined();
  const days = readSpecial('31.12.2026 zu\n24.12.2026 9:00–12:00 Heiligabend\n2026-12-27 10-12, 13-15 Inventur');
  expect(days).toEqual([{ date: '2026-12-24', open: [{ fromMinute: 540, toMinute: 720 }], name: 'Heiligabend' }, { date: '2026-12-27', open: [{ fromMinute: 600, toMinute: 720 }, { fromMinute: 780, toMinute: 900 }], name: 'Inventur' }, { date: '2026-12-31', open: [] }]);
  expect(readSpecial(writeSpecial(days ?? [], 'zu'))).toEqual(days);
  for (const text of ['30.2.2026 zu', '24.12.2026', '24.12.2026 vielleicht', '24.12.2026 zu\n24.12.2026 9-12']) expect(readSpecial(text)).toBeUndefined();
});
