import type { RoutingConfig } from './config.ts';
import type { AgentView } from './state.ts';

const HOUR = 60 * 60_000;

export type Gate =
  | { readonly because: 'shiftStart'; readonly given: number; readonly untilAt: number }
  | { readonly because: 'runOut'; readonly shiftEndsAt: number; readonly untilAt?: number | undefined };

/**
 * R8: why this person gets nothing new now although they are there; undefined: nothing stands in the way. Danger (R11) passes. At the start of a shift
 * so many at once, then as many as an hour's share allows (`given`: so far); in the last minutes of a planned shift none, until the next begins.
 */
export function gateOf(agent: AgentView, given: number, config: RoutingConfig, now: number): Gate | undefined {
  const { startMs, perHour, atOnce, runOutMs } = config.shift;
  const { shift } = agent;
  if (shift !== undefined && now >= shift.endAt - runOutMs && now >= shift.startAt && (shift.nextStartAt === undefined || now < shift.nextStartAt))
    return { because: 'runOut', shiftEndsAt: shift.endAt, ...(shift.nextStartAt === undefined ? {} : { untilAt: shift.nextStartAt }) };
  if (agent.shiftSince === undefined || startMs === 0 || now >= agent.shiftSince + startMs) return undefined;
  if (perHour === 0 && atOnce === 0) return undefined;
  if (atOnce > 0 && given < atOnce) return undefined;
  const over = agent.shiftSince + startMs;
  // Without a rate only the first few count: the rest comes when the start is over.
  if (perHour === 0) return { because: 'shiftStart', given, untilAt: over };
  const nextAt = agent.shiftSince + Math.ceil(((given + 1) * HOUR) / perHour);
  return now >= nextAt ? undefined : { because: 'shiftStart', given, untilAt: Math.min(over, nextAt) };
}

/** When the gate's answer may change by time alone; undefined: only an event changes it. */
export function gateChangesAt(agent: AgentView, gate: Gate | undefined, config: RoutingConfig, now: number): number | undefined {
  if (gate !== undefined) return gate.untilAt;
  const { shift } = agent;
  const runOutAt = shift === undefined ? undefined : Math.max(shift.startAt, shift.endAt - config.shift.runOutMs);
  return runOutAt !== undefined && runOutAt > now ? runOutAt : undefined;
}
