import { instantOf, localDay } from '../domain/zone-time.ts';

/** Where and when somebody writes: what "morgen" and "Friday" mean. */
export interface WritingTime {
  /** ms. */
  readonly now: number;
  readonly timeZone: string;
  /** A day without an hour ends then, in minutes of the day (1 to 1,440). */
  readonly dayEndsAt?: number | undefined;
}

/** A stretch of text that names a time. Places are UTF-16, `end` exclusive. */
export interface WhenWords {
  readonly start: number;
  readonly end: number;
  /** The last instant it can mean, ms. */
  readonly at: number;
  /** Says by when, between when or within what: a bare "morgen" only says when. */
  readonly isLimit: boolean;
}

const MINUTE = 60_000;
const DAY_END = 18 * 60;
const PARTS_OF_DAY: Readonly<Record<string, number>> = {
  früh: 9 * 60, morning: 12 * 60, vormittag: 12 * 60, vormittags: 12 * 60, mittag: 13 * 60, mittags: 13 * 60, noon: 12 * 60,
  nachmittag: 17 * 60, nachmittags: 17 * 60, afternoon: 17 * 60, abend: 20 * 60, abends: 20 * 60, evening: 20 * 60, tonight: 22 * 60, nacht: 23 * 60, feierabend: 18 * 60,
};
const WEEKDAYS: Readonly<Record<string, number>> = {
  montag: 1, dienstag: 2, mittwoch: 3, donnerstag: 4, freitag: 5, samstag: 6, sonnabend: 6, sonntag: 7,
  monday: 1, tuesday: 2, wednesday: 3, thursday: 4, friday: 5, saturday: 6, sunday: 7,
};
const MONTHS: Readonly<Record<string, number>> = {
  januar: 1, jänner: 1, january: 1, februar: 2, february: 2, märz: 3, march: 3, april: 4, mai: 5, may: 5, juni: 6, june: 6, juli: 7, july: 7, august: 8, september: 9, oktober: 10, october: 10, november: 11, dezember: 12, december: 12,
};
const NUMBERS: Readonly<Record<string, number>> = {
  ein: 1, eine: 1, einer: 1, einem: 1, a: 1, an: 1, one: 1, zwei: 2, two: 2, drei: 3, three: 3, vier: 4, four: 4, fünf: 5, five: 5, sechs: 6, six: 6, sieben: 7, seven: 7, acht: 8, eight: 8, zehn: 10, ten: 10, zwölf: 12, twelve: 12, vierzehn: 14,
};

const NAMED_DAYS: Readonly<Record<string, number>> = { heute: 0, today: 0, tonight: 0, morgen: 1, tomorrow: 1, übermorgen: 2, uebermorgen: 2 };

const alternatives = (table: Readonly<Record<string, number>>): string => Object.keys(table).toSorted((a, b) => b.length - a.length).join('|');
const CLOCK = String.raw`(?:(?:bis|by|until)(?: spätestens)? )?(?:um |gegen |ab |at |around |about )?(?<hour>[01]?\d|2[0-4])(?:[:.](?<minute>[0-5]\d))?(?: ?(?<clock>uhr|h\b|a\.m\.|am\b|p\.m\.|pm\b|o['’]clock))?`;
const BETWEEN = String.raw`(?:zwischen |von |between |from )(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?(?: ?(?:uhr|a\.?m\.?|p\.?m\.?))? ?(?:und|bis|-|–|and|to|until) ?(?<hour>[01]?\d|2[0-4])(?:[:.](?<minute>[0-5]\d))?(?: ?(?<clock>uhr|h\b|a\.m\.|am\b|p\.m\.|pm\b))?`;
const DAY = String.raw`(?<day>übermorgen|uebermorgen|morgen|heute|tomorrow|today|tonight)|(?:(?<next>nächste[nrms]?|kommende[nrms]?|next) )?(?:(?<weekday>${alternatives(WEEKDAYS)})(?: ?(?:,|dem|den|the) ?)*)?(?: ?(?<date>(?<dom>[0-3]?\d)\.(?: ?(?<month>[01]?\d)\.(?<year>\d{4})?| ?(?<monthName>${alternatives(MONTHS)})))|(?<enDate>(?<enMonth>january|february|march|april|june|july|august|september|october|november|december) (?<enDom>[0-3]?\d)(?:st|nd|rd|th)?|(?<enDom2>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?<enMonth2>january|february|march|april|june|july|august|september|october|november|december)))?`;
const PART = String.raw`(?<part>${alternatives(PARTS_OF_DAY)})`;
const LEAD = String.raw`(?<lead>spätestens (?:am |bis |bis zum )?|noch |bis(?: spätestens)?(?: zum| zur| zu)? |bis |by |until |no later than |before |am |on |this |diesen |dieser )`;

const PATTERNS: readonly { readonly pattern: RegExp; readonly read: (groups: Groups, at: WritingTime) => number | undefined }[] = [
  // Innerhalb von 24 Stunden, in zwei Tagen, within the next 3 hours
  {
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:(?<limit>innerhalb(?: von| der nächsten)?|binnen|within|spätestens in|in den nächsten|in the next) (?:den nächsten |the next |der nächsten )?|in )(?<count>\d{1,3}|${alternatives(NUMBERS)}) (?<unit>minuten?|minutes?|stunden?|hours?|werktage?n?|arbeitstage?n?|business days?|working days?|tage?n?|days?|wochen?|weeks?)(?![\p{L}\p{N}])`, 'giu'),
    read: (groups, at) => afterSpan(groups, at),
  },
  // Bis Ende der Woche, by the end of the week, noch diese Woche, im Laufe des Tages
  {
    pattern: /(?<![\p{L}\p{N}])(?<limit>(?:bis |by (?:the )?)?(?:zum )?(?:ende|end)(?: of)? (?:der|dieser|the|this|nächster|nächsten|kommender|next) (?:woche|week)|(?:noch |im laufe |in )?(?:diese[r]?|dieser|der|nächste[r]?|this|next) (?:woche|week)|im laufe (?:des|der) (?:tages|heutigen tages)|by (?:the )?end of (?:the )?(?:day|today))(?![\p{L}\p{N}])/giu,
    read: (groups, at) => endOf(groups['limit'] ?? '', at),
  },
  // Bis Freitag um 12 Uhr, morgen zwischen 8 und 12, am 27.11., by Friday 5 pm
  {
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])${LEAD}?(?:${DAY})(?:[ ,]*${PART})?(?:[ ,]*(?:${BETWEEN.replaceAll('hour>', 'toHour>').replaceAll('minute>', 'toMinute>').replaceAll('clock>', 'toClock>')}|${CLOCK}(?![\d.]*\d)))?(?![\p{L}\p{N}])`, 'giu'),
    read: (groups, at) => onDay(groups, at),
  },
  // Bis 14 Uhr, by 5 pm
  {
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])(?<lead>bis(?: spätestens| etwa| ca\.?| circa)? |by |until )${CLOCK}(?![\p{L}\p{N}])`, 'giu'),
    read: (groups, at) => (groups['clock'] === undefined && groups['minute'] === undefined ? undefined : onClock(groups, at)),
  },
];

type Groups = Readonly<Record<string, string | undefined>>;

/** Every time a text names, in order; of overlapping ones the longest. German and English. */
export function whenWords(text: string, at: WritingTime): readonly WhenWords[] {
  const found: WhenWords[] = [];
  for (const { pattern, read } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      if (match[0].trim() === '') continue;
      const groups = (match.groups ?? {}) as Groups;
      const instant = read(groups, at);
      if (instant === undefined) continue;
      const words = match[0].replace(/[\s,]+$/u, '');
      found.push({ start: match.index, end: match.index + words.length, at: instant, isLimit: isLimit(groups, words) });
    }
  }
  const longest = found.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  const kept: WhenWords[] = [];
  for (const one of longest) if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one);
  return kept.toSorted((a, b) => a.start - b.start);
}

function isLimit(groups: Groups, words: string): boolean {
  return groups['limit'] !== undefined || groups['toHour'] !== undefined || /^(?:bis|spätestens|noch|by|until|no later|before|in)\b/iu.test(words);
}

const today = ({ now, timeZone }: WritingTime): number => localDay(timeZone, now);
const dayEnd = (at: WritingTime): number => at.dayEndsAt ?? DAY_END;
const instant = (at: WritingTime, day: number, minute: number): number => instantOf(at.timeZone, day, minute, 'last');
/** 1 Monday to 7 Sunday; day 0 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

function afterSpan(groups: Groups, at: WritingTime): number | undefined {
  const count = NUMBERS[(groups['count'] ?? '').toLowerCase()] ?? Number(groups['count']);
  const unit = (groups['unit'] ?? '').toLowerCase();
  if (!Number.isSafeInteger(count) || count === 0) return undefined;
  if (unit.startsWith('minut')) return at.now + count * MINUTE;
  if (unit.startsWith('stund') || unit.startsWith('hour')) return at.now + count * 60 * MINUTE;
  if (unit.startsWith('woche') || unit.startsWith('week')) return instant(at, today(at) + 7 * count, dayEnd(at));
  if (!/^(?:werk|arbeit|business|working)/u.test(unit)) return instant(at, today(at) + count, dayEnd(at));
  let day = today(at);
  for (let left = count; left > 0; ) {
    day += 1;
    if (weekdayOf(day) <= 5) left -= 1;
  }
  return instant(at, day, dayEnd(at));
}

function endOf(words: string, at: WritingTime): number {
  const said = words.toLowerCase();
  if (/tages|day|today/u.test(said)) return instant(at, today(at), dayEnd(at));
  const friday = today(at) + ((5 - weekdayOf(today(at)) + 7) % 7);
  return instant(at, /nächst|kommend|next/u.test(said) ? friday + 7 : friday, dayEnd(at));
}

function minuteOf(hourText: string | undefined, minuteText: string | undefined, clock: string | undefined): number | undefined {
  if (hourText === undefined) return undefined;
  let hour = Number(hourText);
  if (/^p/iu.test(clock ?? '') && hour < 12) hour += 12;
  return Math.min(24 * 60, hour * 60 + Number(minuteText ?? 0));
}

function onDay(groups: Groups, at: WritingTime): number | undefined {
  const day = dayOf(groups, at);
  const part = groups['part']?.toLowerCase();
  if (day === undefined) return undefined;
  const clock = minuteOf(groups['toHour'], groups['toMinute'], groups['toClock']) ?? minuteOf(groups['hour'], groups['minute'], groups['clock']);
  const partEnd = part === undefined ? (groups['day']?.toLowerCase() === 'tonight' ? PARTS_OF_DAY['tonight'] : undefined) : PARTS_OF_DAY[part];
  return instant(at, day, clock ?? partEnd ?? dayEnd(at));
}

function dayOf(groups: Groups, at: WritingTime): number | undefined {
  const start = today(at);
  const daysAhead = NAMED_DAYS[(groups['day'] ?? '').toLowerCase()];
  if (daysAhead !== undefined) return start + daysAhead;
  const dayOfMonth = Number(groups['dom'] ?? groups['enDom'] ?? groups['enDom2'] ?? Number.NaN);
  const month = Number(groups['month'] ?? MONTHS[(groups['monthName'] ?? groups['enMonth'] ?? groups['enMonth2'] ?? '').toLowerCase()] ?? Number.NaN);
  if (Number.isFinite(dayOfMonth) && Number.isFinite(month)) return calendarDay(dayOfMonth, month, groups['year'], start);
  const weekday = WEEKDAYS[(groups['weekday'] ?? '').toLowerCase()];
  if (weekday === undefined) return undefined;
  // "Bis Freitag" said on a Friday is the next one; "nächsten" is the one of next week where this week's is still to come.
  const ahead = (weekday - weekdayOf(start) + 7) % 7 || 7;
  return start + ahead + (groups['next'] !== undefined && weekday > weekdayOf(start) ? 7 : 0);
}

function calendarDay(dayOfMonth: number, month: number, yearText: string | undefined, start: number): number | undefined {
  const read = (year: number): number | undefined => {
    const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth ? date.getTime() / 86_400_000 : undefined;
  };
  if (yearText !== undefined) return read(Number(yearText));
  const year = new Date(start * 86_400_000).getUTCFullYear();
  const thisYear = read(year);
  return thisYear !== undefined && thisYear < start ? read(year + 1) : thisYear;
}

function onClock(groups: Groups, at: WritingTime): number | undefined {
  const minute = minuteOf(groups['hour'], groups['minute'], groups['clock']);
  if (minute === undefined) return undefined;
  const here = instant(at, today(at), minute);
  return here > at.now ? here : instant(at, today(at) + 1, minute);
}
