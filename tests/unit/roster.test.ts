import { describe, expect, test } from 'vitest';
import { coverage } from '../../renderer/src/store/roster.ts';
import { readDay, writeDay } from '../../renderer/src/screens/house/roster-text.ts';
import type { HouseEdit } from '../../shared/domain/house.ts';
import { emptyDays, mondayOf, plannedOf, plannedShifts, rosterId, rosterSchema, shiftAfterChange, shiftByPlan, weeksFrom, type Roster, type RosterDay } from '../../shared/domain/roster.ts';
import { instantOf } from '../../shared/domain/zone-time.ts';
import { dayOfDate } from '../../shared/domain/holidays.ts';
import { outcome, SharedCenter } from '../support/shared-center.ts';

const HOUR = 3_600_000;
const ZONE = 'Europe/Berlin';

function week(monday: string, days: Partial<Record<RosterDay, string>>, agentId = 'ann'): Roster {
  return { id: rosterId(agentId, monday), agentId, monday, timeZone: ZONE, days: { ...emptyDays(), ...Object.fromEntries(Object.entries(days).map(([day, text]) => [day, readDay(text) ?? []])) } };
}
const at = (date: string, hour: number, minute = 0): number => instantOf(ZONE, dayOfDate(date), hour * 60 + minute, 'first');

function world() {
  const c = new SharedCenter();
  const monday = mondayOf(ZONE, c.now);
  const put = (after: Roster, by = 'lea'): string => {
    const edit: HouseEdit = { noun: 'roster', id: after.id, before: c.state.get('roster', after.id) ?? null, after };
    return outcome(c.run({ type: 'house.change', data: { edits: [edit] } }, { by }));
  };
  const undo = (): string => outcome(c.run({ type: 'house.undo', data: { version: c.must('house', 'center').version } }, { by: 'lea' }));
  return { c, monday, put, undo, shift: () => c.must('agent', 'ann').shift };
}

describe('the plan as people write it', () => {
  test('SHIFT-9 hours with breaks, twice a day and over midnight are read and written alike', () => {
    for (const [written, kept] of [['8:00-16:30 (12-12:30)', '8–16:30 (12–12:30)'], ['14–18, 6–10', '6–10, 14–18'], ['22–6 (2–2.30)', '22–6 (2–2:30)'], ['16 bis 24', '16–24'], ['frei', '']] as const) {
      const read = readDay(written);
      expect(read, written).toBeDefined();
      expect(writeDay(read ?? [])).toBe(kept);
      expect(readDay(writeDay(read ?? []))).toEqual(read);
    }
    for (const wrong of ['8', '8–', '25–26', '8–16 (7–8)', '8–16 (15–17)', '8–16 x', '8:70–9', '8–16 (12–12:30', '(12–13)']) expect(readDay(wrong), wrong).toBeUndefined();
  });

  test('SHIFT-9 a shift has the hours of the wall clock where the clocks change', () => {
    const spring = plannedShifts(week('2027-03-22', { sat: '22–6', sun: '8–16' }));
    expect(spring.map(({ startAt, endAt }) => (endAt - startAt) / HOUR)).toEqual([7, 8]);
    const autumn = plannedShifts(week('2026-10-19', { sat: '22–6', sun: '8–16' }));
    expect(autumn.map(({ startAt, endAt }) => (endAt - startAt) / HOUR)).toEqual([9, 8]);
    expect(autumn[1]).toMatchObject({ startAt: at('2026-10-25', 8), endAt: at('2026-10-25', 16) });
    expect(mondayOf(ZONE, Date.UTC(2026, 10, 22, 22, 59))).toBe('2026-11-16');
    expect(mondayOf(ZONE, Date.UTC(2026, 10, 22, 23, 0))).toBe('2026-11-23');
  });

  test('SHIFT-11 how many are planned, hour by hour: breaks left out, nights into the week counted, an hour that the clocks leave out is none', () => {
    const weeks = [week('2027-03-22', { mon: '8–12 (10–10:30)', sun: '1–4' }), week('2027-03-22', { mon: '9:15–12' }, 'ben'), week('2027-03-15', { sun: '22–2' }, 'ben')];
    const table = coverage(weeks, '2027-03-22', ZONE);
    expect(table[0]?.slice(0, 3)).toEqual([1, 1, 0]);
    expect(table[0]?.slice(7, 13)).toEqual([0, 1, 1.75, 1.5, 2, 0]);
    expect(table[6]?.slice(0, 5)).toEqual([0, 1, undefined, 1, 0]);
    const autumn = coverage([week('2026-10-19', { sun: '2–3' })], '2026-10-19', ZONE);
    expect(autumn[6]?.slice(1, 4)).toEqual([0, 1, 0]);
    // Every hour somebody works is in the table once.
    const worked = (monday: string, text: string): number => {
      const hours = coverage([week(monday, { sat: text })], monday, ZONE).flat();
      return hours.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    };
    expect(worked('2026-11-23', '8:30–17:15')).toBeCloseTo(8.75);
  });
});

describe('a plan is checked', () => {
  test('SHIFT-9 an end before its beginning, two at once, too long, breaks outside, a disabled person, a week that is none or too far away', () => {
    const { c, monday, put } = world();
    expect(rosterSchema.safeParse({ ...week(monday, {}), days: { ...emptyDays(), mon: [{ fromMinute: 600, toMinute: 500 }] } }).success).toBe(false);
    expect(put(week(monday, { mon: '8–12, 11–15' }))).toBe('HOUSE_INVALID');
    expect(put(week(monday, { mon: '22–6', tue: '5–9' }))).toBe('HOUSE_INVALID');
    expect(put(week(monday, { mon: '6–23' }))).toBe('HOUSE_INVALID');
    expect(put({ ...week(monday, {}), days: { ...emptyDays(), mon: [{ fromMinute: 480, toMinute: 600, breaks: [{ fromMinute: 590, toMinute: 610 }] }] } })).toBe('HOUSE_INVALID');
    expect(put({ ...week(monday, { mon: '8–12' }), timeZone: 'Berlin' })).toBe('HOUSE_INVALID');
    expect(put(week(weeksFrom(monday, 60), { mon: '8–12' }))).toBe('HOUSE_INVALID');
    expect(put(week(weeksFrom(monday, -9), { mon: '8–12' }))).toBe('HOUSE_INVALID');
    expect(put(week('2026-11-24', { mon: '8–12' }))).toBe('HOUSE_INVALID');
    expect(put(week(monday, { mon: '8–12' }, 'nobody'))).toBe('HOUSE_INVALID');
    expect(put(week(monday, { mon: '8–12' }), 'ann')).toBe('NOT_ALLOWED');
    expect(put(week(monday, { sun: '22–6' }))).toContain('roster.defined');
    expect(put(week(weeksFrom(monday, 1), { mon: '5–9' }))).toBe('HOUSE_INVALID');
    expect(put(week(weeksFrom(monday, 1), { mon: '6–9' }))).toContain('roster.defined');
    c.emit({ type: 'agent.registered', data: { ...c.must('agent', 'ann'), disabled: true } });
    expect(put(week(weeksFrom(monday, 2), { mon: '8–12' }))).toBe('HOUSE_INVALID');
    // What was planned for somebody who is disabled now can still be taken out.
    expect(put(week(monday, {}))).toContain('roster.defined');
  });

  test('SHIFT-9 a plan stands in the book of the house and is taken back; a first plan is emptied by it; two leads do not write over each other', () => {
    const { c, monday, put, undo } = world();
    const next = weeksFrom(monday, 1);
    put(week(next, { mon: '8–16' }));
    put(week(next, { mon: '9–17', tue: '9–17' }));
    expect(c.must('house', 'center').history.at(-1)?.records[0]).toMatchObject({ noun: 'roster', kind: 'changed', diff: [{ path: 'days.mon' }, { path: 'days.tue' }] });
    expect(outcome(c.run({ type: 'house.change', data: { edits: [{ noun: 'roster', id: rosterId('ann', next), before: week(next, { mon: '8–16' }), after: week(next, {}) }] } }, { by: 'ada' }))).toBe('HOUSE_STALE');
    expect(undo()).toContain('roster.defined');
    expect(c.must('roster', rosterId('ann', next)).days.mon).toEqual([{ fromMinute: 480, toMinute: 960 }]);
    expect(outcome(c.run({ type: 'house.undo', data: { version: 1 } }, { by: 'lea' }))).toContain('roster.defined');
    expect(c.must('roster', rosterId('ann', next)).days).toEqual(emptyDays());
    const edit: HouseEdit = { noun: 'roster', id: rosterId('ann', next), before: c.must('roster', rosterId('ann', next)), after: null };
    expect(outcome(c.run({ type: 'house.change', data: { edits: [edit] } }, { by: 'lea' }))).toBe('HOUSE_IN_USE');
  });
});

describe('the shift that the plan makes', () => {
  const planned = plannedOf([week('2026-11-23', { mon: '8–16', tue: '8–16', wed: '22–6' })]);
  const [mon, tue, wed] = [at('2026-11-23', 8), at('2026-11-24', 8), at('2026-11-25', 22)];

  test('SHIFT-10 the one somebody is in or comes to next, with when the next begins; what they said of its end stands', () => {
    expect(shiftByPlan(undefined, planned, mon - HOUR)).toEqual({ startAt: mon, endAt: mon + 8 * HOUR, nextStartAt: tue });
    expect(shiftByPlan(undefined, planned, mon + HOUR)).toMatchObject({ startAt: mon });
    expect(shiftByPlan(undefined, planned, mon + 9 * HOUR)).toEqual({ startAt: tue, endAt: tue + 8 * HOUR, nextStartAt: wed });
    const putOff = { startAt: mon, endAt: mon + 10 * HOUR, nextStartAt: tue, putOff: { fromEndAt: mon + 8 * HOUR, reason: 'Technik', at: mon } };
    expect(shiftByPlan(putOff, planned, mon + 9 * HOUR)).toBeUndefined();
    // Over: it stays until the next begins, so that nothing new comes meanwhile. Gone home early it does not begin again.
    const early = { startAt: mon, endAt: mon + 4 * HOUR, nextStartAt: tue };
    expect(shiftByPlan(early, planned, mon + 5 * HOUR)).toBeUndefined();
    expect(shiftByPlan(early, planned, tue)).toEqual({ startAt: tue, endAt: tue + 8 * HOUR, nextStartAt: wed });
    expect(shiftByPlan({ startAt: wed, endAt: wed + 8 * HOUR }, planned, wed + 9 * HOUR)).toBeUndefined();
  });

  test('SHIFT-10 a changed plan holds for the shift somebody is in, another day’s does not touch it', () => {
    const shift = { startAt: mon, endAt: mon + 9 * HOUR, nextStartAt: tue, putOff: { fromEndAt: mon + 8 * HOUR, reason: 'Technik', at: mon } };
    const after = (days: Partial<Record<RosterDay, string>>) => shiftAfterChange(shift, planned, plannedOf([week('2026-11-23', days)]), mon + HOUR);
    expect(after({ mon: '8–16', tue: '10–16', wed: '22–6' })).toEqual({ ...shift, nextStartAt: tue + 2 * HOUR });
    expect(after({ mon: '8–14', tue: '8–16' })).toEqual({ startAt: mon, endAt: mon + 6 * HOUR, nextStartAt: tue });
    expect(after({ tue: '8–16' })).toEqual({ startAt: tue, endAt: tue + 8 * HOUR });
    expect(after({})).toBeNull();
    expect(after({ mon: '8–16' })).toEqual({ startAt: mon, endAt: mon + 9 * HOUR, putOff: shift.putOff });
    // Tomorrow's was the next; one for today comes before it.
    const coming = { startAt: tue, endAt: tue + 8 * HOUR };
    const [before, more] = [plannedOf([week('2026-11-23', { tue: '8–16' })]), plannedOf([week('2026-11-23', { mon: '12–16', tue: '8–16' })])];
    expect(shiftAfterChange(coming, before, more, mon)).toEqual({ startAt: mon + 4 * HOUR, endAt: mon + 8 * HOUR, nextStartAt: tue });
  });

  test('SHIFT-10 put in force it is the person’s at once, and undone it is not any more', () => {
    const { c, monday, put, undo, shift } = world();
    c.now = at(monday, 7);
    put(week(monday, { mon: '8–16' }));
    expect(shift()).toEqual({ startAt: at(monday, 8), endAt: at(monday, 16) });
    put(week(monday, { mon: '8–12' }));
    expect(shift()).toEqual({ startAt: at(monday, 8), endAt: at(monday, 12) });
    undo();
    expect(shift()?.endAt).toBe(at(monday, 16));
    put(week(monday, {}));
    expect(shift()).toBeUndefined();
  });
});
