import { dayOfDate } from '../../../shared/domain/holidays.ts';
import { emptyDays, plannedShifts, ROSTER_DAYS, rosterId, weeksFrom, type PlannedShift, type Roster, type RosterDay } from '../../../shared/domain/roster.ts';
import { instantOf } from '../../../shared/domain/zone-time.ts';
import { putRecord, shownRecord, useHouse, type HouseDraft } from './house.ts';
import { useCenter, type CenterState } from './rows.ts';

// The plan of a week as a lead changes it: with what is put down and not in force yet.

const HOUR_MS = 3_600_000;
/** So many records one change of the house takes. */
const MOST_EDITS = 100;

/** Where the house's clocks are: the zone most of its calendars have. */
export function houseZone(calendars: CenterState['calendars']): string {
  const count = new Map<string, number>();
  for (const { hours } of calendars.values()) count.set(hours.timeZone, (count.get(hours.timeZone) ?? 0) + 1);
  return [...count].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? 'Europe/Berlin';
}

/** A person's week; empty where none is planned. */
export function shownWeek(center: CenterState, edits: HouseDraft['edits'], agentId: string, monday: string): Roster {
  const id = rosterId(agentId, monday);
  return shownRecord(center, edits, 'roster', id) ?? { id, agentId, monday, timeZone: houseZone(center.calendars), days: emptyDays() };
}

export const isEmptyWeek = ({ days }: Pick<Roster, 'days'>): boolean => ROSTER_DAYS.every((day) => days[day].length === 0);

export function putWeek(week: Roster): void {
  putRecord('roster', week.id, isEmptyWeek(week) && !useCenter.getState().rosters.has(week.id) ? null : week);
}

export function putDay(agentId: string, monday: string, day: RosterDay, shifts: Roster['days'][RosterDay]): void {
  const week = shownWeek(useCenter.getState(), useHouse.getState().edits, agentId, monday);
  putWeek({ ...week, days: { ...week.days, [day]: shifts } });
}

export interface Copied {
  readonly copied: number;
  /** Once more, after these are in force: a change takes so many at once. */
  readonly left: number;
}

function copy(people: readonly string[], monday: string, change: (week: Roster) => Roster | undefined): Copied {
  let [copied, left] = [0, 0];
  for (const agentId of people) {
    const { edits } = useHouse.getState();
    const made = change(shownWeek(useCenter.getState(), edits, agentId, monday));
    if (made === undefined) continue;
    if (edits.size >= MOST_EDITS && !edits.has(`roster ${made.id}`)) left += 1;
    else {
      putWeek(made);
      copied += 1;
    }
  }
  return { copied, left };
}

/** The week before, for those who have nothing planned in this one yet. */
export function copyWeekBefore(people: readonly string[], monday: string): Copied {
  return copy(people, monday, (week) => {
    const before = shownWeek(useCenter.getState(), useHouse.getState().edits, week.agentId, weeksFrom(monday, -1));
    return !isEmptyWeek(week) || isEmptyWeek(before) ? undefined : { ...week, timeZone: before.timeZone, days: before.days };
  });
}

/** The day before, for those who have nothing planned on this one yet. Monday has none in its week. */
export function copyDayBefore(people: readonly string[], monday: string, day: RosterDay): Copied {
  const before = ROSTER_DAYS[ROSTER_DAYS.indexOf(day) - 1];
  return copy(people, monday, (week) => (before === undefined || week.days[day].length > 0 || week.days[before].length === 0 ? undefined : { ...week, days: { ...week.days, [day]: week.days[before] } }));
}

/** Somebody's first planned day, for the days after it until Friday that have none. */
export function copyAlong(agentId: string, monday: string): Copied {
  return copy([agentId], monday, (week) => {
    const first = ROSTER_DAYS.findIndex((day) => week.days[day].length > 0);
    const source = ROSTER_DAYS[first];
    const days = ROSTER_DAYS.slice(first + 1, 5).filter((day) => week.days[day].length === 0);
    return source === undefined || days.length === 0 ? undefined : { ...week, days: { ...week.days, ...Object.fromEntries(days.map((day) => [day, week.days[source]])) } };
  });
}

const working = ({ startAt, endAt, breaks }: PlannedShift): number => endAt - startAt - breaks.reduce((sum, one) => sum + one.endAt - one.startAt, 0);

/** ms that somebody works in a week, breaks left out. */
export function workMs(week: Roster): number {
  return plannedShifts(week).reduce((sum, one) => sum + working(one), 0);
}

/**
 * Seven days of 24 hours: how many are planned, on average over the hour, breaks left out; undefined for an hour that the clocks leave out. `weeks`: this one and, for the nights into it, the one before.
 */
export function coverage(weeks: Iterable<Roster>, monday: string, timeZone: string): (number | undefined)[][] {
  const first = dayOfDate(monday);
  const starts = Array.from({ length: 7 * 24 + 1 }, (_, i) => instantOf(timeZone, first + Math.floor(i / 24), (i % 24) * 60, 'first'));
  const worked = Array.from({ length: 7 * 24 }, () => 0);
  const add = (from: number, to: number, sign: 1 | -1): void => {
    const begin = starts[0] ?? 0;
    // Hours are at most one apart from even ones, where the clocks change.
    for (let i = Math.max(0, Math.floor((from - begin) / HOUR_MS) - 1); i < worked.length && (starts[i] ?? 0) < to; i += 1) {
      const over = Math.min(to, starts[i + 1] ?? 0) - Math.max(from, starts[i] ?? 0);
      if (over > 0) worked[i] = (worked[i] ?? 0) + sign * over;
    }
  };
  for (const week of weeks)
    for (const { startAt, endAt, breaks } of plannedShifts(week)) {
      add(startAt, endAt, 1);
      for (const one of breaks) add(one.startAt, one.endAt, -1);
    }
  return Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: 24 }, (_hour, hour) => {
      const i = day * 24 + hour;
      const length = (starts[i + 1] ?? 0) - (starts[i] ?? 0);
      return length <= 0 ? undefined : (worked[i] ?? 0) / length;
    }),
  );
}
