import { z } from 'zod';
import type { Shift } from './agent.ts';
import { dateOf, dayOfDate, isDate } from './holidays.ts';
import { agentIdSchema } from './ids.ts';
import { instantOf, localDay } from './zone-time.ts';

// R8, SHIFT-9: who works when, a record per person and week. Written as the clock on the wall shows it, so that a shift keeps its hours when the clocks change.

const HOUR_MS = 3_600_000;
/** The same limit as for an end that somebody sets themselves. */
export const LONGEST_SHIFT_MS = 16 * HOUR_MS;
/** Weeks back that may still be put right, and after which a week is dropped; weeks ahead that may be planned. */
export const ROSTER_WEEKS = { back: 5, ahead: 53 } as const;

export const ROSTER_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type RosterDay = (typeof ROSTER_DAYS)[number];

/** Minutes of the day it begins on; past 1440 it is the next day. */
const span = z.object({ fromMinute: z.number().int().min(0).max(2879), toMinute: z.number().int().min(1).max(2880) }).refine((one) => one.fromMinute < one.toMinute, { path: ['toMinute'], message: 'it ends after it begins' });
export const rosterShiftSchema = z
  .object({ fromMinute: z.number().int().min(0).max(1439), toMinute: z.number().int().min(1).max(2880), breaks: z.array(span).max(6).optional() })
  .refine((one) => one.fromMinute < one.toMinute, { path: ['toMinute'], message: 'a shift ends after it begins' });
export type RosterShift = z.infer<typeof rosterShiftSchema>;

const day = z.array(rosterShiftSchema).max(4);
export const rosterSchema = z.object({
  /** `rosterId` of the two below. */
  id: z.string().min(1).max(160),
  agentId: agentIdSchema,
  /** The Monday it begins with. */
  monday: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  timeZone: z.string().min(1).max(64),
  days: z.object({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }),
});
export type Roster = z.infer<typeof rosterSchema>;

export const rosterId = (agentId: string, monday: string): string => `${monday}.${agentId}`;
export const agentOfRoster = (id: string): string => id.slice(11);
export const mondayOfRoster = (id: string): string => id.slice(0, 10);
export const emptyDays = (): Roster['days'] => ({ mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] });

/** The Monday of the week that this instant is in, on the zone's calendar. */
export function mondayOf(timeZone: string, at: number): string {
  const today = localDay(timeZone, at);
  // 1970-01-01 was a Thursday.
  return dateOf(today - ((today + 3) % 7));
}

export function isMonday(date: string): boolean {
  return isDate(date) && (dayOfDate(date) + 3) % 7 === 0;
}

export const weeksFrom = (monday: string, weeks: number): string => dateOf(dayOfDate(monday) + 7 * weeks);

/** A planned shift as instants. */
export interface PlannedShift {
  readonly startAt: number;
  readonly endAt: number;
  readonly breaks: readonly { readonly startAt: number; readonly endAt: number }[];
  readonly place: { readonly day: RosterDay; readonly index: number };
}

/** In the order of the week. Where the clocks go forward or back a shift is as long as it is: what it says is what the wall clock shows. */
export function plannedShifts({ monday, timeZone, days }: Pick<Roster, 'monday' | 'timeZone' | 'days'>): PlannedShift[] {
  const first = dayOfDate(monday);
  return ROSTER_DAYS.flatMap((name, i) =>
    days[name].map(({ fromMinute, toMinute, breaks }, index) => {
      const at = (minute: number): number => instantOf(timeZone, first + i + Math.floor(minute / 1440), minute % 1440, 'first');
      return { startAt: at(fromMinute), endAt: at(toMinute), breaks: (breaks ?? []).map((one) => ({ startAt: at(one.fromMinute), endAt: at(one.toMinute) })), place: { day: name, index } };
    }),
  );
}

type Span = Pick<PlannedShift, 'startAt' | 'endAt'>;

/** All of them, in order. */
export function plannedOf(rosters: Iterable<Pick<Roster, 'monday' | 'timeZone' | 'days'> | undefined>): PlannedShift[] {
  return [...rosters].flatMap((one) => (one === undefined ? [] : plannedShifts(one))).toSorted((a, b) => a.startAt - b.startAt);
}

/**
 * SHIFT-10: the shift a person is in or comes to next, by their plan; undefined: it stays as it is. What somebody has said of the end of the shift they are in (SHIFT-8) stands. One that is over stays until
 * the next begins, with when that is. `planned` in order, from the week before.
 */
export function shiftByPlan(shift: Shift | undefined, planned: readonly Span[], now: number): Shift | undefined {
  const nextAfter = (at: number): { nextStartAt?: number } => {
    const next = planned.find(({ startAt }) => startAt >= at);
    return next === undefined ? {} : { nextStartAt: next.startAt };
  };
  const made = ({ startAt, endAt }: Span): Shift => ({ startAt, endAt, ...nextAfter(endAt) });
  const following = planned.find(({ startAt, endAt }) => endAt > now && (shift === undefined || startAt > shift.startAt));
  if (shift === undefined) return following === undefined ? undefined : made(following);
  // One that has come before the one that was to come.
  const first = planned.find(({ endAt }) => endAt > now);
  if (shift.startAt > now && first !== undefined && first.startAt < shift.startAt) return made(first);
  if (shift.endAt <= now && following !== undefined && following.startAt <= now) return made(following);
  const { nextStartAt } = nextAfter(Math.max(shift.endAt, shift.startAt + 1));
  return nextStartAt === undefined || nextStartAt === shift.nextStartAt ? undefined : { ...shift, nextStartAt };
}

/** The weeks that decide what somebody is in or comes to next: from the last to the one after next. */
export function weeksAround(timeZone: string, now: number): string[] {
  const monday = mondayOf(timeZone, now);
  return [-1, 0, 1, 2].map((weeks) => weeksFrom(monday, weeks));
}

/** SHIFT-10: the same when the plan has changed; null: what was planned is not any more; undefined: it stays. */
export function shiftAfterChange(shift: Shift | undefined, before: readonly Span[], after: readonly Span[], now: number): Shift | null | undefined {
  const was = shift === undefined ? undefined : before.find(({ startAt }) => startAt === shift.startAt);
  const is = shift === undefined ? undefined : after.find(({ startAt }) => startAt === shift.startAt);
  // Of the plan, and changed in it: the new plan holds, whatever was said of the old one.
  const isReplanned = shift !== undefined && was !== undefined && shift.endAt > now && was.endAt !== is?.endAt;
  if (!isReplanned) {
    if (shift !== undefined && shift.nextStartAt !== undefined && after.every(({ startAt }) => startAt !== shift.nextStartAt) && before.some(({ startAt }) => startAt === shift.nextStartAt)) {
      const { nextStartAt: _gone, ...rest } = shift;
      return shiftByPlan(rest, after, now) ?? rest;
    }
    return shiftByPlan(shift, after, now);
  }
  return shiftByPlan(undefined, after.filter(({ endAt }) => endAt > now), now) ?? null;
}
