import { localDay } from '../../shared/domain/zone-time.ts';

/** When we are back, as one says it to a customer: "heute um 8:00 Uhr", "morgen um 8:00 Uhr", "am Montag um 8:00 Uhr", "am 2. Januar um 8:00 Uhr". Instants in ms. */
export function openWords(openAt: number, now: number, timeZone: string, language: 'de' | 'en'): string {
  const days = localDay(timeZone, openAt) - localDay(timeZone, now);
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const say = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(openAt);
  const time = say({ hour: 'numeric', minute: '2-digit' }).replace(/^0/u, '');
  const day = days >= 7 ? say({ day: 'numeric', month: 'long' }) : say({ weekday: 'long' });
  if (language === 'de') return `${days === 0 ? 'heute' : days === 1 ? 'morgen' : `am ${day}`} um ${time} Uhr`;
  return `${days === 0 ? 'today' : days === 1 ? 'tomorrow' : `on ${day}`} at ${time}`;
}
