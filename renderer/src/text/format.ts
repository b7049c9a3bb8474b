export type Language = 'de' | 'en';

const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Ways to write numbers and instants, in the language of the desk and the time of the center. */
export interface Format {
  number(value: number): string;
  /** 10:42 */
  time(at: number): string;
  /** "Heute", "Gestern", else a date; `now` decides. */
  day(at: number, now: number): string;
  /** 10:42, or with its date when that is not today. */
  moment(at: number, now: number): string;
  /** A span as mm:ss below an hour, then whole hours, then days; negative with a minus. */
  clock(ms: number): string;
  /** A span in words, rounded down: "15 min", "3 h". */
  span(ms: number): string;
  list(values: readonly string[]): string;
  /** Facts one after the other, with commas. */
  join(values: readonly string[]): string;
  compare(a: string, b: string): number;
}

const formats = new Map<Language, Format>();

export function formatFor(language: Language): Format {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const made = makeFormat(language);
  formats.set(language, made);
  return made;
}

function makeFormat(language: Language): Format {
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const number = new Intl.NumberFormat(locale);
  const time = new Intl.DateTimeFormat(locale, { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hour12: false });
  const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });
  const sameYear = new Intl.DateTimeFormat(locale, { timeZone: ZONE, weekday: 'short', day: 'numeric', month: 'short' });
  const otherYear = new Intl.DateTimeFormat(locale, { timeZone: ZONE, day: 'numeric', month: 'short', year: 'numeric' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' });
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const units = language === 'de' ? { d: 'T.', h: 'h', min: 'min', s: 's' } : { d: 'd', h: 'h', min: 'min', s: 's' };

  const day = (at: number, now: number): string => {
    const key = dayKey.format(at);
    if (key === dayKey.format(now)) return capital(relative.format(0, 'day'));
    if (key === dayKey.format(now - DAY)) return capital(relative.format(-1, 'day'));
    return (key.slice(0, 4) === dayKey.format(now).slice(0, 4) ? sameYear : otherYear).format(at);
  };

  return {
    number: (value) => number.format(value),
    time: (at) => time.format(at),
    day,
    moment: (at, now) => (dayKey.format(at) === dayKey.format(now) ? time.format(at) : `${day(at, now)}, ${time.format(at)}`),
    clock: (ms) => {
      const sign = ms < 0 ? '−' : '';
      const size = Math.abs(ms);
      if (size >= 2 * DAY) return `${sign}${Math.floor(size / DAY)} ${units.d}`;
      if (size >= HOUR) return `${sign}${Math.floor(size / HOUR)} ${units.h}`;
      const seconds = Math.floor(size / 1_000);
      return `${sign}${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
    },
    span: (ms) => {
      if (ms >= 2 * DAY) return `${Math.floor(ms / DAY)} ${units.d}`;
      if (ms >= HOUR) return `${Math.floor(ms / HOUR)} ${units.h}`;
      if (ms >= MINUTE) return `${Math.floor(ms / MINUTE)} ${units.min}`;
      return `${Math.max(0, Math.floor(ms / 1_000))} ${units.s}`;
    },
    list: (values) => list.format(values),
    join: (values) => values.join(', '),
    compare: (a, b) => collator.compare(a, b),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
