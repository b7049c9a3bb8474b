import { dayOfDate } from '../domain/holidays.ts';
import type { Agent } from '../domain/agent.ts';
import type { HouseEdit, HouseRecord } from '../domain/house.ts';
import { isMonday, LONGEST_SHIFT_MS, mondayOfRoster, plannedOf, plannedShifts, rosterId, ROSTER_WEEKS, shiftAfterChange, shiftByPlan, weeksAround, weeksFrom, type PlannedShift, type Roster } from '../domain/roster.ts';
import { zoneOffset } from '../domain/zone-time.ts';
import type { NewEvent } from '../events/index.ts';
import type { Facts } from './context.ts';

const DAY_MS = 86_400_000;

/** Whether this week is near enough to be planned or put right. */
export function mayPlan(id: string, now: number): boolean {
  const weeks = (dayOfDate(mondayOfRoster(id)) - Math.floor(now / DAY_MS)) / 7;
  return weeks >= -ROSTER_WEEKS.back - 1 && weeks <= ROSTER_WEEKS.ahead;
}

/** What a schema cannot see of a week: its place in the record and what is wrong. */
export function rosterProblem(roster: Roster, before: Roster | null, people: { get(noun: 'agent', id: string): HouseRecord<'agent'> | undefined; get(noun: 'roster', id: string): Roster | undefined }): { readonly at: string; readonly detail: string } | undefined {
  const person = people.get('agent', roster.agentId);
  if (person === undefined) return { at: 'agentId', detail: `no person ${roster.agentId}` };
  if (!isMonday(roster.monday) || roster.id !== rosterId(roster.agentId, roster.monday)) return { at: 'monday', detail: `${roster.monday} is no Monday of ${person.name}` };
  try {
    zoneOffset(roster.timeZone, 0);
  } catch {
    return { at: 'timeZone', detail: `${roster.timeZone} is no time zone` };
  }
  const planned = plannedShifts(roster);
  const had = new Set(before === null ? [] : plannedShifts(before).map(({ startAt, endAt }) => `${startAt} ${endAt}`));
  if (person.disabled && planned.some(({ startAt, endAt }) => !had.has(`${startAt} ${endAt}`))) return { at: 'agentId', detail: `${person.name} is disabled` };
  for (const one of planned) {
    const problem = shiftProblem(one);
    if (problem !== undefined) return { at: `days.${one.place.day}.${one.place.index}`, detail: `${person.name}: ${problem}` };
  }
  const mine = new Set(planned);
  const around = [...plannedOf([-1, 1].map((weeks) => people.get('roster', rosterId(roster.agentId, weeksFrom(roster.monday, weeks))))), ...planned].toSorted((a, b) => a.startAt - b.startAt);
  for (const [i, one] of around.entries()) {
    const last = around[i - 1];
    if (last !== undefined && one.startAt < last.endAt && (mine.has(one) || mine.has(last))) return { at: `days.${(mine.has(one) ? one : last).place.day}`, detail: `${person.name}: two shifts overlap` };
  }
  return undefined;
}

function shiftProblem({ startAt, endAt, breaks }: PlannedShift): string | undefined {
  if (endAt <= startAt) return 'a shift ends after it begins';
  if (endAt - startAt > LONGEST_SHIFT_MS) return 'a shift is at most 16 hours long';
  for (const [i, one] of breaks.entries()) if (one.startAt < startAt || one.endAt > endAt || one.startAt < (breaks[i - 1]?.endAt ?? startAt)) return 'breaks lie within the shift, in order';
  return undefined;
}

type RosterEdit = Extract<HouseEdit, { noun: 'roster' }>;

/** SHIFT-10: what the changed plan means for the shift somebody is in or comes to next. */
export function replanned(facts: Pick<Facts, 'get'>, edits: readonly HouseEdit[], now: number): NewEvent[] {
  const made = new Map(edits.flatMap((edit) => (edit.noun === 'roster' ? [[edit.id, edit as RosterEdit] as const] : [])));
  const people = new Set([...made.values()].flatMap(({ after, before }) => (after ?? before)?.agentId ?? []));
  return [...people].flatMap((agentId) => {
    const agent = facts.get('agent', agentId);
    if (agent === undefined) return [];
    const ids = weeksOf(agent, now);
    const before = plannedOf(ids.map((id) => facts.get('roster', id)));
    const after = plannedOf(ids.map((id) => (made.has(id) ? (made.get(id)?.after ?? undefined) : facts.get('roster', id))));
    const shift = shiftAfterChange(agent.shift, before, after, now);
    return shift === undefined ? [] : [{ type: 'agent.shiftPlanned' as const, data: { agentId, shift, at: now } }];
  });
}

/** SHIFT-10: who comes to another shift by now, or was never told of the one they are in. */
export function plannedEvent(facts: Pick<Facts, 'get'>, agent: Agent, now: number): Extract<NewEvent, { type: 'agent.shiftPlanned' }> | undefined {
  if (agent.disabled) return undefined;
  const shift = shiftByPlan(agent.shift, plannedOf(weeksOf(agent, now).map((id) => facts.get('roster', id))), now);
  return shift === undefined ? undefined : { type: 'agent.shiftPlanned', data: { agentId: agent.id, shift, at: now } };
}

// The weeks are those of any zone: what lies at their edges is in the week before or after.
const weeksOf = ({ id }: Pick<Agent, 'id'>, now: number): string[] => weeksAround('UTC', now).map((monday) => rosterId(id, monday));
