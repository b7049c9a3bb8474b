import { z } from 'zod';

// Public holidays of the German states, by rule and not by list: they hold for every year from 1995 on (since then the Day of Repentance is one in Saxony only).

export const germanStateSchema = z.enum(['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH']);
export type GermanState = z.infer<typeof germanStateSchema>;

/** Kept in parts of a state only: Assumption in Catholic towns of Bavaria, Corpus Christi in some of Saxony and Thuringia, the Peace Festival in Augsburg. */
export const regionalHolidaySchema = z.enum(['assumption', 'corpusChristi', 'peaceFestival']);
export type RegionalHoliday = z.infer<typeof regionalHolidaySchema>;

export type HolidayName =
  | 'newYear'
  | 'epiphany'
  | 'womensDay'
  | 'goodFriday'
  | 'easterSunday'
  | 'easterMonday'
  | 'labourDay'
  | 'liberationDay'
  | 'ascension'
  | 'whitSunday'
  | 'whitMonday'
  | 'corpusChristi'
  | 'peaceFestival'
  | 'assumption'
  | 'childrensDay'
  | 'unity'
  | 'reformation'
  | 'allSaints'
  | 'repentance'
  | 'christmas'
  | 'boxingDay';

interface Rule {
  readonly name: HolidayName;
  /** `[month, day]`, or days after Easter Sunday, or the Wednesday before 23 November. */
  readonly on: readonly [month: number, day: number] | number | 'repentance';
  /** Absent: everywhere. */
  readonly states?: readonly GermanState[];
  /** Years in which it is one; absent: all. */
  readonly when?: (year: number, state: GermanState) => boolean;
  /** States where it is one only if their calendar says so. */
  readonly regional?: { readonly name: RegionalHoliday; readonly states: readonly GermanState[] };
}

const REFORMATION_OLD: readonly GermanState[] = ['BB', 'MV', 'SN', 'ST', 'TH'];
const REFORMATION_SINCE_2018: readonly GermanState[] = ['HB', 'HH', 'NI', 'SH'];

const RULES: readonly Rule[] = [
  { name: 'newYear', on: [1, 1] },
  { name: 'epiphany', on: [1, 6], states: ['BW', 'BY', 'ST'] },
  { name: 'womensDay', on: [3, 8], states: ['BE', 'MV'], when: (year, state) => year >= (state === 'BE' ? 2019 : 2023) },
  { name: 'goodFriday', on: -2 },
  { name: 'easterSunday', on: 0, states: ['BB'] },
  { name: 'easterMonday', on: 1 },
  { name: 'labourDay', on: [5, 1] },
  { name: 'liberationDay', on: [5, 8], states: ['BE'], when: (year) => year === 2020 || year === 2025 },
  { name: 'ascension', on: 39 },
  { name: 'whitSunday', on: 49, states: ['BB'] },
  { name: 'whitMonday', on: 50 },
  { name: 'corpusChristi', on: 60, states: ['BW', 'BY', 'HE', 'NW', 'RP', 'SL'], regional: { name: 'corpusChristi', states: ['SN', 'TH'] } },
  { name: 'peaceFestival', on: [8, 8], states: [], regional: { name: 'peaceFestival', states: ['BY'] } },
  { name: 'assumption', on: [8, 15], states: ['SL'], regional: { name: 'assumption', states: ['BY'] } },
  { name: 'childrensDay', on: [9, 20], states: ['TH'], when: (year) => year >= 2019 },
  { name: 'unity', on: [10, 3] },
  { name: 'reformation', on: [10, 31], when: (year, state) => year === 2017 || REFORMATION_OLD.includes(state) || (year >= 2018 && REFORMATION_SINCE_2018.includes(state)) },
  { name: 'allSaints', on: [11, 1], states: ['BW', 'BY', 'NW', 'RP', 'SL'] },
  { name: 'repentance', on: 'repentance', states: ['SN'] },
  { name: 'christmas', on: [12, 25] },
  { name: 'boxingDay', on: [12, 26] },
];

export interface Holiday {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly name: HolidayName;
}

const DAY_MS = 86_400_000;

/** The public holidays of a state in a year, in the order of the calendar; `regional`: those of its parts that are kept as well. */
export function germanHolidays(year: number, state: GermanState, regional: readonly RegionalHoliday[] = []): Holiday[] {
  const kept = RULES.filter((rule) => {
    const isRegional = rule.regional !== undefined && rule.regional.states.includes(state) && regional.includes(rule.regional.name);
    return (isRegional || rule.states === undefined || rule.states.includes(state)) && rule.when?.(year, state) !== false;
  });
  return kept.map((rule) => ({ date: dateOf(dayOf(rule, year)), name: rule.name })).toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Which of the regional holidays a state has. */
export function regionalHolidaysOf(state: GermanState): RegionalHoliday[] {
  return RULES.flatMap(({ regional }) => (regional?.states.includes(state) === true ? [regional.name] : []));
}

/** `YYYY-MM-DD` of a day counted from 1970-01-01. */
export function dateOf(day: number): string {
  const { year, month, date } = civil(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function dayOfDate(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** Whether the date exists: no 30 February. */
export function isDate(date: string): boolean {
  return dateOf(dayOfDate(date)) === date;
}

export function yearOfDay(day: number): number {
  return civil(day).year;
}

function dayOf({ on }: Rule, year: number): number {
  if (on === 'repentance') {
    const day = dayOfDate(`${year}-11-22`);
    // 1970-01-01 was a Thursday: 0 Sunday … 6 Saturday.
    return day - ((((day + 4) % 7) + 4) % 7);
  }
  return typeof on === 'number' ? easterDay(year) + on : Math.floor(Date.UTC(year, on[0] - 1, on[1]) / DAY_MS);
}

/** Easter Sunday of the Gregorian calendar (Gauss, in the form of Meeus). */
function easterDay(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** Days since 1970 to year, month, day (proleptic Gregorian), after Howard Hinnant's `civil_from_days`. */
function civil(day: number): { year: number; month: number; date: number } {
  const z0 = day + 719_468;
  const era = Math.floor(z0 / 146_097);
  const doe = z0 - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, date: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}
