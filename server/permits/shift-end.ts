import { DEFAULT_HOUSE_SETTING, HOUSE_SETTING_ID } from '../../shared/domain/house-setting.ts';
import { mondayOf, mondayOfRoster, ROSTER_WEEKS, weeksFrom } from '../../shared/domain/roster.ts';
import { runsOutNow } from '../../shared/deciders/agent.ts';
import { plannedEvent } from '../../shared/deciders/roster.ts';
import type { Agent } from '../../shared/domain/agent.ts';
import type { Center } from '../center/center.ts';

/** SHIFT-7: whose shift ends soon gets nothing new. What they have stays with them. Each end once, over restarts too: the log says for which it was. */
export async function runOutBeforeEnd(center: Center): Promise<number> {
  const setting = (): typeof DEFAULT_HOUSE_SETTING => center.live.get('houseSetting', HOUSE_SETTING_ID) ?? DEFAULT_HOUSE_SETTING;
  const due = [...center.live.all('agent').values()].filter((agent) => runsOutNow(agent, setting(), center.now()));
  for (const { id } of due)
    await center.submit('system', () => {
      const agent = center.live.get('agent', id);
      const at = center.now();
      return { events: agent !== undefined && runsOutNow(agent, setting(), at) ? [{ type: 'agent.stateChanged', data: { agentId: agent.id, state: 'runOut', because: 'shiftEnd', at } }] : [] };
    });
  return due.length;
}

/** So many weeks that are over are dropped at once. */
const MOST_DROPPED = 500;

/** SHIFT-10: who is in no shift, or whose next has begun, comes to the one their plan says. Gives how many. */
export async function beginPlannedShifts(center: Center): Promise<number> {
  const mayBegin = ({ disabled, shift }: Agent): boolean => !disabled && (shift === undefined || (shift.endAt <= center.now() && (shift.nextStartAt === undefined || shift.nextStartAt <= center.now())));
  const due = [...center.live.all('agent').values()].filter((agent) => mayBegin(agent) && plannedEvent(center.live, agent, center.now()) !== undefined);
  for (const { id } of due)
    await center.submit('system', () => {
      const agent = center.live.get('agent', id);
      const event = agent === undefined ? undefined : plannedEvent(center.live, agent, center.now());
      return { events: event === undefined ? [] : [event] };
    });
  return due.length;
}

/** SHIFT-9: weeks that have been over for long. Gives how many went. */
export async function dropOldWeeks(center: Center): Promise<number> {
  const first = weeksFrom(mondayOf('UTC', center.now()), -ROSTER_WEEKS.back - 1);
  const old = [...center.live.all('roster').keys()].filter((id) => mondayOfRoster(id) < first).slice(0, MOST_DROPPED);
  if (old.length > 0) await center.submit('system', () => ({ events: old.filter((id) => center.live.get('roster', id) !== undefined).map((id) => ({ type: 'house.removed' as const, data: { noun: 'roster' as const, id } })) }));
  return old.length;
}
