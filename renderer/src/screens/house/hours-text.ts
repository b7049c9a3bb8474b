import { dateOf, dayOfDate, isDate } from '../../../../shared/domain/holidays.ts';
import type { BusinessHours, OpenInterval } from '../../../../shared/domain/hours.ts';

// Hours as people write them: "9:00–17:00, 18–20", a day of its own as "24.12.2026 9:00–12:00 Heiligabend" or "31.12.2026 zu".

const SPAN = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|bis|to)\s*(\d{1,2})(?:[:.](\d{2}))?$/;

const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

export function writeIntervals(intervals: readonly OpenInterval[]): string {
  return intervals.map(({ fromMinute, toMinute }) => `${clock(fromMinute)}–${clock(toMinute)}`).join(', ');
}

/** Two times of day in minutes, the second past midnight where it is not after the first; undefined where it is none. */
export function readSpan(text: string): OpenInterval | undefined {
  const found = SPAN.exec(text.trim());
  if (found === null) return undefined;
  const [from, to] = [Number(found[1]) * 60 + Number(found[2] ?? 0), Number(found[3]) * 60 + Number(found[4] ?? 0)];
  const isClock = Number(found[2] ?? 0) < 60 && Number(found[4] ?? 0) < 60 && from < 1440 && to <= 1440;
  return isClock ? { fromMinute: from, toMinute: to <= from ? to + 1440 : to } : undefined;
}

/** In the order of the day; undefined where it is no time. Nothing written: closed. */
export function readIntervals(text: string): OpenInterval[] | undefined {
  const parts = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  const read = parts.map((part) => {
    const found = readSpan(part);
    return found === undefined || found.toMinute > 1440 ? undefined : found;
  });
  if (read.includes(undefined) || read.length > 6) return undefined;
  const intervals = (read as OpenInterval[]).toSorted((a, b) => a.fromMinute - b.fromMinute);
  return intervals.every((one, i) => i === 0 || one.fromMinute >= (intervals[i - 1]?.toMinute ?? 0)) ? intervals : undefined;
}

type Special = NonNullable<BusinessHours['special']>[number];
const CLOSED = /^(?:zu|geschlossen|closed)$/i;

export function writeSpecial(days: readonly Special[], closed: string): string {
  return days.map(({ date, open, name }) => [germanDate(date), open.length === 0 ? closed : writeIntervals(open), name].filter((part) => part !== undefined && part !== '').join(' ')).join('\n');
}

/** A line a day, sorted; undefined where a line is no day. */
export function readSpecial(text: string): Special[] | undefined {
  const days: Special[] = [];
  for (const line of text.split('\n').map((one) => one.trim()).filter((one) => one !== '')) {
    const found = /^(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4}-\d{2}-\d{2}))\s+(.*)$/.exec(line);
    if (found === null) return undefined;
    const date = found[4] ?? `${found[3]}-${found[2]?.padStart(2, '0')}-${found[1]?.padStart(2, '0')}`;
    const rest = found[5] ?? '';
    const hours = /^((?:[\d:.\s,–-]|bis|to)*\d)(?:\s+(.*))?$/.exec(rest);
    const words = rest.split(/\s+/);
    const open = CLOSED.test(words[0] ?? '') ? [] : hours === null ? undefined : readIntervals(hours[1] ?? '');
    const name = (CLOSED.test(words[0] ?? '') ? words.slice(1).join(' ') : (hours?.[2] ?? '')).trim();
    if (!isDate(date) || open === undefined || name.length > 60 || days.some((one) => one.date === date)) return undefined;
    days.push({ date, open, ...(name === '' ? {} : { name }) });
  }
  return days.length > 200 ? undefined : days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

export function germanDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${Number(day)}.${Number(month)}.${year}`;
}

/** `YYYY-MM-DD` of today in ms since 1970, by UTC: good enough to leave what is over out of a list. */
export const todayOf = (now: number): string => dateOf(Math.floor(now / 86_400_000));
export { dayOfDate };
