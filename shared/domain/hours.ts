import { z } from 'zod';

const minuteOfDay = z.number().int().min(0).max(1440);
const interval = z.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay }).refine((i) => i.fromMinute < i.toMinute, 'an interval ends after it starts');

/** Business hours of a queue: several intervals a weekday (0 Sunday … 6 Saturday), local to `timeZone`; holidays are closed all day. */
export const businessHoursSchema = z.object({
  timeZone: z.string().min(1).max(64),
  week: z.array(z.array(interval).max(6)).length(7),
  holidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)).max(400),
});
export type BusinessHours = z.infer<typeof businessHoursSchema>;

export const ALWAYS_OPEN: BusinessHours = {
  timeZone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }]),
  holidays: [],
};
