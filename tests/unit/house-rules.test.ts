import { describe, expect, test } from 'vitest';
import { addBusinessTime, isHoliday, isOpen, nextOpenAt } from '../../shared/domain/business-time.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { responseDueAt, targetsOf } from '../../shared/domain/deadlines.ts';
import { dateOf, dayOfDate, germanHolidays, germanStateSchema, type GermanState } from '../../shared/domain/holidays.ts';
import type { BusinessHours } from '../../shared/domain/hours.ts';
import { houseDiff, type HouseEdit } from '../../shared/domain/house.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import { DEFAULT_STRATEGY } from '../../shared/domain/strategy.ts';
import { MINUTE, QUEUE, SharedCenter, START } from '../support/shared-center.ts';

const berlin = (iso: string): number => Date.parse(`${iso}:00+01:00`);
const nine = (from = 540, to = 1020) => [{ fromMinute: from, toMinute: to }];
const OFFICE: BusinessHours = { timeZone: 'Europe/Berlin', week: [[], nine(), nine(), nine(), nine(), nine(), []], holidays: [], state: 'HH' };

describe('hours and holidays', () => {
  test('HOUR-1 each state has as many holidays as its law says, in 2026 and in the years in which something began', () => {
    // Counted without Sundays that are holidays of themselves, but for Brandenburg, whose law names Easter and Whit Sunday.
    const expected: Record<GermanState, number> = { BW: 12, BY: 12, BE: 10, BB: 12, HB: 10, HH: 10, HE: 10, MV: 11, NI: 10, NW: 11, RP: 11, SL: 12, SN: 11, ST: 11, SH: 10, TH: 11 };
    for (const state of germanStateSchema.options) expect([state, germanHolidays(2026, state).length]).toEqual([state, expected[state]]);
    const has = (year: number, state: GermanState, date: string): boolean => germanHolidays(year, state, ['assumption', 'corpusChristi', 'peaceFestival']).some((one) => one.date === `${year}-${date}`);
    expect([has(2016, 'HH', '10-31'), has(2017, 'HH', '10-31'), has(2017, 'BY', '10-31'), has(2018, 'BY', '10-31'), has(2018, 'HH', '10-31')]).toEqual([false, true, true, false, true]);
    expect([has(2018, 'BE', '03-08'), has(2019, 'BE', '03-08'), has(2022, 'MV', '03-08'), has(2023, 'MV', '03-08'), has(2025, 'BE', '05-08'), has(2026, 'BE', '05-08')]).toEqual([false, true, false, true, true, false]);
    expect([has(2026, 'BY', '08-15'), has(2026, 'BY', '08-08'), has(2026, 'SN', '06-04'), has(2026, 'BW', '08-15')]).toEqual([true, true, true, false]);
    expect(germanHolidays(2026, 'BY').some(({ name }) => name === 'assumption')).toBe(false);
  });

  test('HOUR-1 Easter and the Day of Repentance fall on the days that are known', () => {
    const easterMonday = (year: number) => germanHolidays(year, 'HE').find(({ name }) => name === 'easterMonday')?.date;
    expect([1995, 2000, 2008, 2011, 2019, 2024, 2026, 2038, 2049].map(easterMonday)).toEqual(['1995-04-17', '2000-04-24', '2008-03-24', '2011-04-25', '2019-04-22', '2024-04-01', '2026-04-06', '2038-04-26', '2049-04-19']);
    const repentance = (year: number) => germanHolidays(year, 'SN').find(({ name }) => name === 'repentance')?.date;
    expect([2022, 2023, 2024, 2025, 2026, 2028].map(repentance)).toEqual(['2022-11-16', '2023-11-22', '2024-11-20', '2025-11-19', '2026-11-18', '2028-11-22']);
    for (let day = 0; day < 40_000; day += 13) expect(dayOfDate(dateOf(day))).toBe(day);
  });

  test('HOUR-2 a holiday of the state is closed, a special day goes before it, and deadlines skip what is closed', () => {
    expect(isOpen(berlin('2026-12-23T10:00'), OFFICE)).toBe(true);
    expect(isOpen(berlin('2026-12-25T10:00'), OFFICE)).toBe(false);
    // Thursday 16:50 + 20 minutes: ten are left on Monday, Friday is Christmas Day.
    expect(addBusinessTime(berlin('2026-12-24T16:50'), 20 * MINUTE, OFFICE)).toBe(berlin('2026-12-28T09:10'));
    const short: BusinessHours = { ...OFFICE, holidays: ['2026-12-31'], special: [{ date: '2026-12-24', open: nine(540, 720) }, { date: '2026-12-25', open: nine(600, 660) }, { date: '2026-12-27', open: nine() }, { date: '2026-12-28', open: [] }] };
    expect([isOpen(berlin('2026-12-24T13:00'), short), isOpen(berlin('2026-12-25T10:30'), short), isOpen(berlin('2026-12-27T10:00'), short), isOpen(berlin('2026-12-28T10:00'), short), isOpen(berlin('2026-12-31T10:00'), short)]).toEqual([false, true, true, false, false]);
    expect(nextOpenAt(berlin('2026-12-27T18:00'), short)).toBe(berlin('2026-12-29T09:00'));
    expect([isHoliday(dayOfDate('2026-12-25'), OFFICE), isHoliday(dayOfDate('2026-12-25'), short), isHoliday(dayOfDate('2026-12-31'), short)]).toEqual([true, false, true]);
  });

  test('HOUR-4 both goes before the kind, the kind before the channel, and an item keeps its kind', () => {
    const at = (minutes: number) => ({ firstResponseMs: minutes * MINUTE, nextResponseMs: minutes * MINUTE });
    const queue: Queue = { ...QUEUE, channelTargets: { mail: at(50) }, targetRows: [{ channel: 'sandbox', targets: at(5) }, { caseType: 'praise', targets: at(600) }, { channel: 'sandbox', caseType: 'fault', targets: at(2) }] };
    const first = (channel: string, caseType?: 'fault' | 'praise' | 'request') => targetsOf(queue, channel, caseType).firstResponseMs / MINUTE;
    expect([first('sandbox'), first('sandbox', 'fault'), first('sandbox', 'praise'), first('sandbox', 'request'), first('mail'), first('mail', 'praise'), first('chat'), first('chat', 'fault')]).toEqual([5, 2, 600, 5, 50, 600, 20, 20]);
    expect(responseDueAt(queue, 'sandbox', START, 'first', 'fault')).toBe(START + 2 * MINUTE);
    const c = new SharedCenter();
    c.emit({ type: 'queue.defined', data: queue });
    const { itemId, conversationId } = c.given();
    c.emit({ type: 'workItem.dueMoved', data: { workItemId: itemId, conversationId, dueAt: START + 2 * MINUTE, caseType: 'fault', at: START } });
    expect(c.must('workItem', itemId)).toMatchObject({ caseType: 'fault', dueAt: START + 2 * MINUTE });
  });
});

const CALENDAR: Calendar = { id: 'office', name: 'Büro', hours: OFFICE };
const made = (calendar: Calendar, before: Calendar | null = null): HouseEdit => ({ noun: 'calendar', id: calendar.id ?? '', before, after: calendar });

describe('changes of the house', () => {
  const change = (c: SharedCenter, edits: HouseEdit[], by = 'lea') => c.run({ type: 'house.change', data: { edits, note: 'Probe' } }, { by });

  test('HOUR-3 HOUR-5 a queue has the hours of its calendar, follows it, and what waits is due anew; letters, promises and what rests keep their clock', () => {
    const c = new SharedCenter();
    c.now = berlin('2026-12-23T16:50');
    const waiting = c.given();
    const parked = c.given('ann');
    c.emit({ type: 'workItem.parked', data: { workItemId: parked.itemId, conversationId: parked.conversationId, at: c.now } });
    const promised = c.given('ben');
    c.emit({ type: 'workItem.resumed', data: { workItemId: promised.itemId, conversationId: promised.conversationId, dueAt: c.now + 7, cost: 10, at: c.now } }, { type: 'workItem.parked', data: { workItemId: promised.itemId, conversationId: promised.conversationId, at: c.now, promise: { dueAt: c.now + 99, byAgentId: 'ben' } } }, { type: 'workItem.resumed', data: { workItemId: promised.itemId, conversationId: promised.conversationId, dueAt: c.now + 99, cost: 10, because: 'promise', at: c.now } });
    const before = c.must('queue', 'mobile');
    const kept = [parked, promised].map(({ itemId }) => c.must('workItem', itemId).dueAt);
    expect(change(c, [made(CALENDAR), { noun: 'queue', id: 'mobile', before, after: { ...before, calendarId: 'office' } }])).toMatchObject({ kind: 'accepted', result: { version: 1 } });
    expect(c.must('queue', 'mobile').hours).toEqual(OFFICE);
    expect(c.must('workItem', waiting.itemId).dueAt).toBe(berlin('2026-12-24T09:10'));
    const closed: Calendar = { ...CALENDAR, hours: { ...OFFICE, special: [{ date: '2026-12-24', open: [] }] } };
    change(c, [made(closed, CALENDAR)]);
    expect(c.must('queue', 'mobile').hours).toEqual(closed.hours);
    expect(c.must('workItem', waiting.itemId).dueAt).toBe(berlin('2026-12-28T09:10'));
    expect([parked, promised].map(({ itemId }) => c.must('workItem', itemId).dueAt)).toEqual(kept);
    // The queue was seen with the hours of before: they are the calendar's business.
    const seen = { ...before, calendarId: 'office' as const, hours: OFFICE };
    expect(change(c, [{ noun: 'queue', id: 'mobile', before: seen, after: { ...seen, targets: { firstResponseMs: 5 * MINUTE, nextResponseMs: MINUTE } } }])).toMatchObject({ kind: 'accepted' });
    expect(c.must('workItem', waiting.itemId).dueAt).toBe(c.now + 5 * MINUTE);
    c.run({ type: 'house.undo', data: { version: 3 } }, { by: 'lea' });
    expect(c.must('workItem', waiting.itemId).dueAt).toBe(berlin('2026-12-28T09:10'));
  });

  test('HOUSE-1 HOUSE-3 all or none; the book says who, when, why and what, and people change by the same events as before', () => {
    const c = new SharedCenter();
    const ann = { id: 'ann', name: 'ann', initials: 'AB', role: 'agent' as const, teamIds: ['north'], place: 'office' as const, skills: [], capacity: 100, disabled: false };
    const edits: HouseEdit[] = [
      { noun: 'agent', id: 'ann', before: ann, after: { ...ann, teamIds: ['north', 'west'], skills: [{ skillId: 'fax', level: 3 }], wishes: [{ skillId: 'fax', wish: 1 }] } },
      { noun: 'skill', id: 'fax', before: null, after: { id: 'fax', name: { de: 'Fax', en: 'Fax' }, kind: 'topic' } },
      { noun: 'team', id: 'west', before: null, after: { id: 'west', name: 'West' } },
    ];
    expect(change(c, [...edits, { noun: 'team', id: 'north', before: { id: 'north', name: 'Nordost' }, after: { id: 'north', name: 'Norden' } }])).toMatchObject({ kind: 'refused', code: 'HOUSE_STALE', field: 'edits.3' });
    expect(c.state.get('skill', 'fax')).toBeUndefined();
    change(c, edits);
    expect(c.log.slice(-5).map(({ type }) => type)).toEqual(['skill.defined', 'team.defined', 'agent.registered', 'agent.wishesSet', 'house.changed']);
    expect(c.must('agent', 'ann')).toMatchObject({ teamIds: ['north', 'west'], skills: [{ skillId: 'fax', level: 3 }], wishes: [{ skillId: 'fax', wish: 1 }], state: 'available', connected: true });
    const [line] = c.must('house', 'center').history;
    expect(line).toMatchObject({ version: 1, byAgentId: 'lea', at: c.now, note: 'Probe' });
    expect(line?.records.map(({ noun, name, kind, diff }) => [noun, name, kind, ...diff.map(({ path, to }) => `${path}=${to}`)])).toEqual([['agent', 'ann', 'changed', 'skills.fax=3', 'teamIds=["north","west"]', 'wishes.fax=1'], ['skill', 'Fax', 'added', 'kind="topic"', 'name.de="Fax"', 'name.en="Fax"'], ['team', 'West', 'added', 'name="West"']]);
    expect(houseDiff({ before: null, after: null })).toEqual([]);
    // Nothing changes: no line.
    expect(change(c, [{ noun: 'team', id: 'west', before: { id: 'west', name: 'West' }, after: { id: 'west', name: 'West' } }])).toMatchObject({ kind: 'accepted', events: [] });
  });

  test('HOUSE-4 not only the newest is taken back; what came goes, what went comes, and who came is disabled', () => {
    const c = new SharedCenter();
    const team = (id: string, name: string, before: string | null = null): HouseEdit => ({ noun: 'team', id, before: before === null ? null : { id, name: before }, after: { id, name } });
    change(c, [team('west', 'West')]);
    change(c, [team('east', 'Ost')]);
    const zoe = { id: 'zoe', name: 'Zoe', initials: 'ZZ', role: 'agent' as const, teamIds: ['east'], place: 'home' as const, skills: [], capacity: 100, disabled: false };
    change(c, [{ noun: 'agent', id: 'zoe', before: null, after: zoe }], 'ada');
    const undo = (version: number, by = 'lea') => c.run({ type: 'house.undo', data: { version, note: 'doch nicht' } }, { by });
    expect(undo(1)).toMatchObject({ kind: 'accepted', result: { version: 4 } });
    expect(c.state.get('team', 'west')).toBeUndefined();
    undo(4);
    expect(c.must('team', 'west').name).toBe('West');
    expect(c.must('house', 'center').history.at(-1)).toMatchObject({ version: 5, undoes: 4, note: 'doch nicht' });
    undo(3, 'ada');
    expect(c.must('agent', 'zoe')).toMatchObject({ disabled: true, name: 'Zoe' });
    for (let n = 0; n < 120; n += 1) change(c, [team('west', `West ${n + 1}`, n === 0 ? 'West' : `West ${n}`)]);
    expect(c.must('house', 'center').history).toHaveLength(100);
  });

  test('HOUSE-2 HOUSE-5 the house as it would be is checked, with the place of what is wrong', () => {
    const c = new SharedCenter();
    const wrong = (edits: HouseEdit[], by = 'ada'): string => {
      const decision = c.run({ type: 'house.change', data: { edits } }, { by });
      return decision.kind === 'refused' ? `${decision.code} ${decision.field}` : 'accepted';
    };
    const calendar = (hours: Partial<BusinessHours>): HouseEdit => made({ ...CALENDAR, hours: { ...OFFICE, ...hours } });
    expect(wrong([calendar({ timeZone: 'Berlin' })])).toBe('HOUSE_INVALID edits.0.after.hours.timeZone');
    expect(wrong([calendar({ week: OFFICE.week.map(() => []) })])).toBe('HOUSE_INVALID edits.0.after.hours.week');
    expect(wrong([calendar({ week: OFFICE.week.map(() => [...nine(), ...nine(600, 700)]) })])).toBe('HOUSE_INVALID edits.0.after.hours.week.0.1');
    expect(wrong([calendar({ special: [{ date: '2026-02-30', open: [] }] })])).toBe('HOUSE_INVALID edits.0.after.hours.special.0.date');
    expect(wrong([made({ ...CALENDAR, away: { enabled: true, de: { du: '', sie: '' }, en: '' } })])).toBe('HOUSE_INVALID edits.0.after.away');
    const queue = c.must('queue', 'mobile');
    const edited = (more: Partial<Queue>): HouseEdit => ({ noun: 'queue', id: 'mobile', before: queue, after: { ...queue, ...more } });
    const targets = queue.targets;
    expect(wrong([edited({ calendarId: 'none' })])).toBe('HOUSE_INVALID edits.0.after.calendarId');
    expect(wrong([edited({ targets: { ...targets, resolutionMs: 1_000 } })])).toBe('HOUSE_INVALID edits.0.after.targets');
    expect(wrong([edited({ targetRows: [{ targets }] })])).toBe('HOUSE_INVALID edits.0.after.targetRows.0');
    expect(wrong([edited({ targetRows: [{ channel: 'fax', targets }] })])).toBe('HOUSE_INVALID edits.0.after.targetRows.0.channel');
    expect(wrong([edited({ targetRows: [{ channel: 'sandbox', targets }, { channel: 'sandbox', targets }] })])).toBe('HOUSE_INVALID edits.0.after.targetRows.1');
    expect(wrong([edited({ name: { de: c.must('queue', 'tv').name.de, en: 'x' } }), { noun: 'queue', id: 'tv', before: c.must('queue', 'tv'), after: null }])).toBe('accepted');
    c.given();
    const now = c.must('queue', 'mobile');
    expect(wrong([{ noun: 'queue', id: 'mobile', before: now, after: null }])).toBe('HOUSE_IN_USE edits.0.id');
    const ada = { id: 'ada', name: 'ada', initials: 'AF', role: 'admin' as const, teamIds: [], place: 'office' as const, skills: [], capacity: 100, disabled: false };
    expect(wrong([{ noun: 'agent', id: 'ada', before: ada, after: { ...ada, disabled: true } }])).toBe('HOUSE_INVALID edits.0.after');
    expect(wrong([{ noun: 'agent', id: 'ada', before: ada, after: { ...ada, capacity: 50 } }], 'lea')).toBe('NOT_ALLOWED edits.0');
  });

  test('HOUSE-2 a skill that a ring drops stays a topic and stays', () => {
    const c = new SharedCenter();
    const tv = { id: 'tv', name: { de: 'TV', en: 'TV' }, kind: 'topic' as const };
    c.emit({ type: 'skill.defined', data: tv });
    expect(c.run({ type: 'strategy.apply', data: { baseVersion: 0, rules: { ...DEFAULT_STRATEGY, queues: { tv: { rings: [{ afterMs: 60_000, drop: ['tv'], lower: [] }] } } } } }, { by: 'lea' }).kind).toBe('accepted');
    const change2 = (after: HouseEdit): string | undefined => {
      const decision = c.run({ type: 'house.change', data: { edits: [after] } }, { by: 'lea' });
      return decision.kind === 'refused' ? decision.code : undefined;
    };
    expect(change2({ noun: 'skill', id: 'tv', before: tv, after: { ...tv, kind: 'language' } })).toBe('HOUSE_IN_USE');
    const queue = c.must('queue', 'tv');
    expect(change2({ noun: 'queue', id: 'tv', before: queue, after: { ...queue, needs: [] } })).toBeUndefined();
    expect(change2({ noun: 'skill', id: 'tv', before: tv, after: null })).toBe('HOUSE_IN_USE');
  });
});
