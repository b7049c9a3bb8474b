import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBusinessTime, businessTimeBetween, isOpen, nextOpenAt } from '../../shared/domain/business-time.ts';
import { ALWAYS_OPEN, type BusinessHours } from '../../shared/domain/hours.ts';
import { zoneOffset } from '../../shared/domain/zone-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SEED = 20_260_301;
const at = (iso: string): number => new Date(iso).getTime();
const nineToFive = [{ fromMinute: 540, toMinute: 1020 }];
const berlin = (week: BusinessHours['week'], holidays: string[] = []): BusinessHours => ({ timeZone: 'Europe/Berlin', week, holidays });
const weekdays = berlin([[], nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, []]);
const everyDay = (intervals: BusinessHours['week'][number]): BusinessHours['week'] => Array.from({ length: 7 }, () => intervals);

describe('TIME-1 business time', () => {
  test('a span that does not fit into the day goes on at the next opening', () => {
    // Friday 16:00 in Berlin (CET) plus two hours: Monday 10:00.
    expect(addBusinessTime(at('2026-01-16T15:00:00Z'), 2 * HOUR, weekdays)).toBe(at('2026-01-19T09:00:00Z'));
    // Exactly to the close stays at the close.
    expect(addBusinessTime(at('2026-01-16T15:00:00Z'), HOUR, weekdays)).toBe(at('2026-01-16T16:00:00Z'));
    // From the weekend it starts on Monday.
    expect(addBusinessTime(at('2026-01-17T11:00:00Z'), 60_000, weekdays)).toBe(at('2026-01-19T08:01:00Z'));
  });

  test('several intervals a day, given in any order', () => {
    const split = berlin(
      everyDay([
        { fromMinute: 780, toMinute: 1020 },
        { fromMinute: 540, toMinute: 720 },
      ]),
    );
    expect(addBusinessTime(at('2026-01-14T10:30:00Z'), HOUR, split)).toBe(at('2026-01-14T12:30:00Z'));
    expect(isOpen(at('2026-01-14T11:30:00Z'), split)).toBe(false);
    expect(nextOpenAt(at('2026-01-14T11:30:00Z'), split)).toBe(at('2026-01-14T12:00:00Z'));
  });

  test('a holiday is closed all day, on the local calendar', () => {
    const hours = { ...weekdays, holidays: ['2026-01-06'] };
    expect(addBusinessTime(at('2026-01-05T15:30:00Z'), HOUR, hours)).toBe(at('2026-01-07T08:30:00Z'));
    expect(isOpen(at('2026-01-06T10:00:00Z'), hours)).toBe(false);
    expect(nextOpenAt(at('2026-01-06T10:00:00Z'), hours)).toBe(at('2026-01-07T08:00:00Z'));
  });

  test('clocks go forward: the day has 23 hours, a missing hour is not counted', () => {
    const always = berlin(everyDay([{ fromMinute: 0, toMinute: 1440 }]));
    const start = at('2026-03-28T23:00:00Z');
    expect(businessTimeBetween(start, at('2026-03-29T22:00:00Z'), always)).toBe(23 * HOUR);
    const early = berlin(everyDay([{ fromMinute: 60, toMinute: 240 }]));
    expect(businessTimeBetween(start, start + DAY, early)).toBe(2 * HOUR);
    const inGap = berlin(everyDay([{ fromMinute: 130, toMinute: 150 }]));
    expect(businessTimeBetween(start, start + 23 * HOUR, inGap)).toBe(0);
    const fromGap = berlin(everyDay([{ fromMinute: 150, toMinute: 240 }]));
    expect(nextOpenAt(start, fromGap)).toBe(at('2026-03-29T01:00:00Z'));
    expect(nextOpenAt(at('2026-03-29T07:30:00Z'), weekdays)).toBe(at('2026-03-30T07:00:00Z'));
  });

  test('clocks go back: the day has 25 hours, an open hour that comes twice counts twice, once each', () => {
    const start = at('2026-10-24T22:00:00Z');
    const always = berlin(everyDay([{ fromMinute: 0, toMinute: 1440 }]));
    expect(businessTimeBetween(start, at('2026-10-25T23:00:00Z'), always)).toBe(25 * HOUR);
    const pair = berlin(
      everyDay([
        { fromMinute: 120, toMinute: 150 },
        { fromMinute: 150, toMinute: 180 },
      ]),
    );
    expect(businessTimeBetween(start, start + 25 * HOUR, pair)).toBe(2 * HOUR);
    expect(addBusinessTime(at('2026-10-24T16:00:00Z'), 9 * HOUR, berlin(everyDay(nineToFive)))).toBe(at('2026-10-26T09:00:00Z'));
  });

  test('hours that never open count every minute', () => {
    const never = berlin(everyDay([]));
    expect(addBusinessTime(1_000, HOUR, never)).toBe(1_000 + HOUR);
    expect(businessTimeBetween(5_000, 2_000, never)).toBe(-3_000);
    expect(isOpen(7, never)).toBe(true);
    expect(nextOpenAt(7, never)).toBe(7);
  });

  test('always open is wall time', () => {
    expect(addBusinessTime(at('2026-03-28T23:00:00Z'), 9 * DAY, ALWAYS_OPEN)).toBe(at('2026-03-28T23:00:00Z') + 9 * DAY);
  });

  test('an unknown zone is refused by name', () => {
    expect(() => isOpen(0, { ...weekdays, timeZone: 'Mars/Base' })).toThrow(/timeZone.*Mars\/Base/u);
  });

  test('offsets agree with the platform around every change, in zones of all kinds', () => {
    for (const timeZone of [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'America/Havana',
    ]) {
      const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
      for (let t = at('2026-01-01T00:00:00Z'); t < at('2027-01-01T00:00:00Z'); t += 7 * HOUR + 977_000) {
        const text = format.formatToParts(t).find((p) => p.type === 'timeZoneName')?.value ?? '';
        const [, sign = '+', hour = '0', minute = '0'] = /GMT(?:([+-])(\d+):(\d+))?/u.exec(text) ?? [];
        expect(zoneOffset(timeZone, t), `${timeZone} ${t}`).toBe((sign === '-' ? -1 : 1) * (Number(hour) * HOUR + Number(minute) * 60_000));
      }
    }
  });
});

describe('TIME-1 business time, laws', () => {
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .filter(([a, b]) => a < b)
    .map(([fromMinute, toMinute]) => ({ fromMinute, toMinute }));
  const week = fc
    .array(fc.array(interval, { maxLength: 3 }), { minLength: 7, maxLength: 7 })
    .filter((w) => w.some((day) => day.length > 0));
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
  const hours = fc.record({ timeZone: zone, week, holidays: fc.constantFrom<string[]>([], ['2026-03-29', '2026-10-26']) });
  // Around both changes of the Berlin clock, where the laws are hardest to keep.
  const instant = fc.oneof(
    fc.integer({ min: at('2026-03-27T00:00:00Z'), max: at('2026-03-31T00:00:00Z') }),
    fc.integer({ min: at('2026-10-23T00:00:00Z'), max: at('2026-10-27T00:00:00Z') }),
    fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
  );
  const span = fc.integer({ min: 0, max: 10 * DAY });

  test('adding and measuring are inverse', () => {
    fc.assert(
      fc.property(instant, span, hours, (from, ms, h) => businessTimeBetween(from, addBusinessTime(from, ms, h), h) === ms),
      { seed: SEED, numRuns: 400 },
    );
  });

  test('adding in two steps is adding at once, and never goes back', () => {
    fc.assert(
      fc.property(instant, span, span, hours, (from, a, b, h) => {
        const both = addBusinessTime(from, a + b, h);
        expect(addBusinessTime(addBusinessTime(from, a, h), b, h)).toBe(both);
        expect(both).toBeGreaterThanOrEqual(from + a + b);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('measuring adds up and grows only while open', () => {
    fc.assert(
      fc.property(instant, span, span, hours, (from, a, b, h) => {
        expect(businessTimeBetween(from, from + a, h) + businessTimeBetween(from + a, from + a + b, h)).toBe(
          businessTimeBetween(from, from + a + b, h),
        );
        expect(businessTimeBetween(from, from + 1, h)).toBe(isOpen(from, h) ? 1 : 0);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('the next opening is open, and nothing before it is', () => {
    fc.assert(
      fc.property(instant, hours, (from, h) => {
        const opens = nextOpenAt(from, h);
        expect(isOpen(opens, h)).toBe(true);
        expect(businessTimeBetween(from, opens, h)).toBe(0);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
