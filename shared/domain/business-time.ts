import { dayOfDate, germanHolidays, yearOfDay } from './holidays.ts';
import type { BusinessHours, OpenInterval } from './hours.ts';
import { instantOf, localDay } from './zone-time.ts';

// Time that counts only while the queue is open. All functions are pure; all instants and spans are ms.
// Hours without any open interval fall back to wall time: a deadline must always come, so a queue that never opens counts every minute.

interface Window {
  readonly from: number;
  readonly to: number;
}

const KEPT_DAYS = 2_000;
interface Cache {
  readonly holidays: ReadonlySet<number>;
  readonly special: ReadonlyMap<number, readonly OpenInterval[]>;
  /** Public holidays, by year. */
  readonly years: Map<number, ReadonlySet<number>>;
  readonly days: Map<number, readonly Window[]>;
}
const caches = new WeakMap<BusinessHours, Cache>();

/** The instant at which `spanMs` (≥ 0) of open time has passed since `fromAt`. A span that ends with an interval ends at its close. */
export function addBusinessTime(fromAt: number, spanMs: number, hours: BusinessHours): number {
  if (spanMs <= 0) return fromAt;
  if (neverOpens(hours)) return fromAt + spanMs;
  let left = spanMs;
  for (let day = firstDay(fromAt, hours); ; day += 1) {
    for (const window of windowsOf(day, hours)) {
      const from = Math.max(window.from, fromAt);
      if (from >= window.to) continue;
      if (left <= window.to - from) return from + left;
      left -= window.to - from;
    }
  }
}

/** Open time between two instants; negative when `toAt` is the earlier. */
export function businessTimeBetween(fromAt: number, toAt: number, hours: BusinessHours): number {
  if (toAt < fromAt) return -businessTimeBetween(toAt, fromAt, hours);
  if (neverOpens(hours)) return toAt - fromAt;
  let sum = 0;
  const last = localDay(hours.timeZone, toAt);
  for (let day = firstDay(fromAt, hours); day <= last; day += 1) {
    for (const window of windowsOf(day, hours)) sum += Math.max(0, Math.min(window.to, toAt) - Math.max(window.from, fromAt));
  }
  return sum;
}

/** Open from the first ms of an interval, closed at its end. */
export function isOpen(at: number, hours: BusinessHours): boolean {
  return neverOpens(hours) || windowsOf(localDay(hours.timeZone, at), hours).some((w) => w.from <= at && at < w.to);
}

/** `at` itself while open, else the next opening. */
export function nextOpenAt(at: number, hours: BusinessHours): number {
  if (isOpen(at, hours)) return at;
  for (let day = firstDay(at, hours); ; day += 1) {
    for (const window of windowsOf(day, hours)) if (window.from > at) return window.from;
  }
}

function neverOpens(hours: BusinessHours): boolean {
  return hours.week.every((day) => day.length === 0);
}

/** A local day may begin a little before or after the instant's own when clocks change at midnight. */
function firstDay(at: number, hours: BusinessHours): number {
  return localDay(hours.timeZone, at) - 1;
}

/** Whether this local day (counted from 1970-01-01) is a holiday by these hours; a special day is none. */
export function isHoliday(day: number, hours: BusinessHours): boolean {
  const cache = cacheOf(hours);
  if (cache.special.has(day)) return false;
  return cache.holidays.has(day) || isPublicHoliday(day, hours, cache);
}

function isPublicHoliday(day: number, hours: BusinessHours, { years }: Cache): boolean {
  if (hours.state === undefined) return false;
  const year = yearOfDay(day);
  let days = years.get(year);
  if (days === undefined) {
    days = new Set(germanHolidays(year, hours.state, hours.regional).map(({ date }) => dayOfDate(date)));
    years.set(year, days);
  }
  return days.has(day);
}

function cacheOf(hours: BusinessHours): Cache {
  let cache = caches.get(hours);
  if (cache === undefined) {
    cache = { holidays: new Set(hours.holidays.map(dayOfDate)), special: new Map(hours.special?.map(({ date, open }) => [dayOfDate(date), open])), years: new Map(), days: new Map() };
    caches.set(hours, cache);
  }
  return cache;
}

function windowsOf(day: number, hours: BusinessHours): readonly Window[] {
  const cache = cacheOf(hours);
  const known = cache.days.get(day);
  if (known !== undefined) return known;
  const special = cache.special.get(day);
  const found = special !== undefined ? openOn(day, hours.timeZone, special) : isHoliday(day, hours) ? [] : openOn(day, hours.timeZone, hours.week[weekdayOf(day)] ?? []);
  if (cache.days.size >= KEPT_DAYS) cache.days.clear();
  cache.days.set(day, found);
  return found;
}

/** 0 Sunday … 6 Saturday of a day counted from 1970-01-01, a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** An interval in a repeated hour counts both; intervals that thereby overlap count once. */
function openOn(day: number, timeZone: string, intervals: readonly OpenInterval[]): readonly Window[] {
  const windows = intervals
    .map((i) => ({ from: instantOf(timeZone, day, i.fromMinute, 'first'), to: instantOf(timeZone, day, i.toMinute, 'last') }))
    .filter((w) => w.from < w.to)
    .sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const window of windows) {
    const last = merged.at(-1);
    if (last !== undefined && window.from <= last.to) last.to = Math.max(last.to, window.to);
    else merged.push({ ...window });
  }
  return merged;
}
