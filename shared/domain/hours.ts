import { z } from 'zod';
import { germanStateSchema, regionalHolidaySchema } from './holidays.ts';

const minuteOfDay = z.number().int().min(0).max(1440);
export const openIntervalSchema = z.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay }).refine((i) => i.fromMinute < i.toMinute, 'an interval ends after it starts');
export type OpenInterval = z.infer<typeof openIntervalSchema>;
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * Business hours: several intervals a weekday (0 Sunday … 6 Saturday), local to `timeZone`. Closed all day on `holidays`, and on the public holidays of `state`
 * (with those of its parts that are named). A special day goes before all of these, open or closed.
 */
export const businessHoursSchema = z.object({
  timeZone: z.string().min(1).max(64),
  week: z.array(z.array(openIntervalSchema).max(6)).length(7),
  holidays: z.array(date).max(400),
  state: germanStateSchema.optional(),
  regional: z.array(regionalHolidaySchema).max(3).optional(),
  /** `open` empty: closed. */
  special: z.array(z.object({ date, name: z.string().trim().max(60).optional(), open: z.array(openIntervalSchema).max(6) })).max(200).optional(),
});
export type BusinessHours = z.infer<typeof businessHoursSchema>;

export const ALWAYS_OPEN: BusinessHours = {
  timeZone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }]),
  holidays: [],
};
