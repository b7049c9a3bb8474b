import { CodedError } from '../util/errors.ts';

// Offsets of a time zone without a date library. Asking Intl is slow, so each zone remembers, per UTC day, its offset or its change.

const DAY_MS = 86_400_000;
const KEPT_DAYS = 4_000;

interface DayOffset {
  readonly before: number;
  readonly after: number;
  /** First instant with `after`; the day's end where nothing changes. */
  readonly changesAt: number;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, DayOffset>;
}

const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    let format: Intl.DateTimeFormat;
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        calendar: 'gregory',
        numberingSystem: 'latn',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
        era: 'short',
      });
    } catch (cause) {
      throw new CodedError('INPUT_INVALID', { field: 'timeZone', detail: `${timeZone} is no time zone.`, cause });
    }
    zone = { format, days: new Map() };
    zones.set(timeZone, zone);
  }
  return zone;
}

function askOffset(format: Intl.DateTimeFormat, at: number): number {
  const field: Record<string, number> = {};
  for (const part of format.formatToParts(at)) field[part.type] = Number(part.value);
  const second = Math.floor(at / 1000) * 1000;
  return Date.UTC(field['year'] ?? 0, (field['month'] ?? 1) - 1, field['day'], field['hour'], field['minute'], field['second']) - second;
}

function dayOffset(timeZone: string, day: number): DayOffset {
  const zone = zoneOf(timeZone);
  const known = zone.days.get(day);
  if (known !== undefined) return known;
  const start = day * DAY_MS;
  const before = askOffset(zone.format, start);
  const after = askOffset(zone.format, start + DAY_MS);
  let changesAt = start + DAY_MS;
  if (before !== after) {
    let low = start;
    while (changesAt - low > 1000) {
      const middle = low + Math.floor((changesAt - low) / 2000) * 1000;
      if (askOffset(zone.format, middle) === before) low = middle;
      else changesAt = middle;
    }
  }
  const found = { before, after, changesAt };
  if (zone.days.size >= KEPT_DAYS) zone.days.clear();
  zone.days.set(day, found);
  return found;
}

/** Local time minus UTC in ms at this instant. Throws INPUT_INVALID for an unknown zone. At most one change a day is known of. */
export function zoneOffset(timeZone: string, at: number): number {
  if (timeZone === 'UTC') return 0;
  const day = dayOffset(timeZone, Math.floor(at / DAY_MS));
  return at < day.changesAt ? day.before : day.after;
}

/** Days since 1970 on the zone's own calendar. */
export function localDay(timeZone: string, at: number): number {
  return Math.floor((at + zoneOffset(timeZone, at)) / DAY_MS);
}

/**
 * The instant at which the zone's clocks show `minute` of local `day`. A time that does not exist (clocks go forward) is the change itself;
 * of a time that comes twice (clocks go back), `which` says which.
 */
export function instantOf(timeZone: string, day: number, minute: number, which: 'first' | 'last'): number {
  const wall = day * DAY_MS + minute * 60_000;
  if (timeZone === 'UTC') return wall;
  const earlier = zoneOffset(timeZone, wall - DAY_MS);
  const later = zoneOffset(timeZone, wall + DAY_MS);
  const byEarlier = wall - earlier;
  const byLater = wall - later;
  const earlierFits = zoneOffset(timeZone, byEarlier) === earlier;
  const laterFits = zoneOffset(timeZone, byLater) === later;
  if (earlierFits && laterFits) return which === 'first' ? Math.min(byEarlier, byLater) : Math.max(byEarlier, byLater);
  if (earlierFits) return byEarlier;
  if (laterFits) return byLater;
  // In the gap: the change lies between the two readings.
  let low = Math.min(byEarlier, byLater);
  let high = Math.max(byEarlier, byLater);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffset(timeZone, middle) === earlier) low = middle;
    else high = middle;
  }
  return high;
}
