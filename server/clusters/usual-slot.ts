import type { BusinessHours } from '../../shared/domain/hours.ts';
import { isHoliday } from '../../shared/domain/business-time.ts';
import { localDay } from '../../shared/domain/zone-time.ts';
import { slotOf } from './hour-counts.ts';

const FALLBACK_ZONE = 'Europe/Berlin';
const SUNDAY = 6;

/**
 * The hour of the week as which an hour counts, in the zone of the first queue's hours: on a holiday that of a Sunday. A holiday is what at least half of those
 * queues that keep holidays call one.
 */
export function usualSlot(calendars: readonly BusinessHours[], at: number): number {
  const timeZone = calendars[0]?.timeZone ?? FALLBACK_ZONE;
  const slot = slotOf(timeZone, at);
  const keeping = calendars.filter((hours) => hours.holidays.length > 0 || hours.state !== undefined);
  if (keeping.length === 0) return slot;
  const day = localDay(timeZone, at);
  const say = keeping.filter((hours) => isHoliday(day, hours)).length;
  return say * 2 >= keeping.length ? SUNDAY * 24 + (slot % 24) : slot;
}
