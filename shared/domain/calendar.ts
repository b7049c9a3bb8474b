import { z } from 'zod';
import { businessHoursSchema } from './hours.ts';
import { calendarIdSchema } from './ids.ts';

const text = z.string().trim().max(1_000);
const bothForms = z.object({ du: text, sie: text });

/**
 * AWAY-1: what a customer is told who writes while the calendar is closed. `{brand}` becomes the brand, `{open}` when we are back. Without a text in their
 * language nobody is told anything.
 */
export const awayNoticeSchema = z.object({ enabled: z.boolean(), de: bothForms, en: text });
export type AwayNotice = z.infer<typeof awayNoticeSchema>;

/** HOUR-3: hours that several queues share, by name. */
export const calendarSchema = z.object({
  id: calendarIdSchema,
  name: z.string().trim().min(1).max(80),
  hours: businessHoursSchema,
  away: awayNoticeSchema.optional(),
});
export type Calendar = z.infer<typeof calendarSchema>;

/** The words a calendar begins with, for whoever switches them on. */
export const STANDARD_AWAY: AwayNotice = {
  enabled: true,
  de: { du: 'Danke für deine Nachricht. Wir sind {open} wieder für dich da und melden uns dann.', sie: 'Danke für Ihre Nachricht. Wir sind {open} wieder für Sie da und melden uns dann.' },
  en: 'Thank you for your message. We are back {open} and will answer then.',
};
