import { HOURS_OF_WEEK, WEEKS_REMEMBERED, type Spike, type Volume } from '../domain/spike.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceVolume(state: Volume | undefined, event: CenterEvent, id: string): Volume | undefined {
  if (event.type !== 'volume.counted') return state;
  const { hourAt, slot, counts } = event.data;
  const counted = counts.find((one) => one.topicId === id);
  if (counted === undefined || (state !== undefined && hourAt <= state.lastHourAt)) return state;
  const slots = (state?.slots ?? Array.from({ length: HOURS_OF_WEEK }, (): number[] => [])).map((weeks, at) => (at === slot ? [...weeks, counted.count].slice(-WEEKS_REMEMBERED) : weeks));
  return { id, slots, lastHourAt: hourAt };
}

export function reduceSpike(state: Spike | undefined, event: CenterEvent): Spike | undefined {
  if (event.type === 'spike.raised') return state ?? { ...event.data };
  if (state === undefined) return undefined;
  if (event.type === 'spike.seen') return state.seenAt === undefined ? { ...state, seenAt: event.data.at, seenBy: event.data.byAgentId } : state;
  if (event.type === 'spike.ended') return { ...state, endedAt: event.data.at };
  return state;
}
