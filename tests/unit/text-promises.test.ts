import { describe, expect, test } from 'vitest';
import { promisesIn } from '../../shared/text/promises.ts';

/** Wednesday, 25 November 2026, 10:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 25, 9, 0);
const AT = { now: NOW, timeZone: 'Europe/Berlin' };
const when = (ms: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(ms);
const found = (draft: string): string[] => promisesIn(draft, AT).map(({ text, dueAt }) => `${text} → ${when(dueAt)}`);

describe('T9: a promise in a draft is found with its time', () => {
  test.each([
    ['Wir melden uns bis Freitag bei dir. ^MA', 'bis Freitag → 2026-11-27 18:00'],
    ['Der Techniker kommt morgen zwischen 8 und 12 Uhr.', 'morgen zwischen 8 und 12 Uhr → 2026-11-26 12:00'],
    ['Der Techniker kommt morgen zwischen 8 und 12', 'morgen zwischen 8 und 12 → 2026-11-26 12:00'],
    ['Ich rufe Sie heute bis 16:30 Uhr zurück.', 'heute bis 16:30 Uhr → 2026-11-25 16:30'],
    ['Die Störung ist bis 14 Uhr behoben.', 'bis 14 Uhr → 2026-11-25 14:00'],
    ['Bis 9 Uhr haben wir das gelöst.', 'Bis 9 Uhr → 2026-11-26 09:00'],
    ['Ich kümmere mich darum und gebe dir innerhalb von 24 Stunden Bescheid!', 'innerhalb von 24 Stunden → 2026-11-26 10:00'],
    ['Wir prüfen das und melden uns in zwei Tagen.', 'in zwei Tagen → 2026-11-27 18:00'],
    ['Die Gutschrift kommt binnen 5 Werktagen.', 'binnen 5 Werktagen → 2026-12-02 18:00'],
    ['Du hörst bis zum 4. Dezember von uns.', 'bis zum 4. Dezember → 2026-12-04 18:00'],
    ['Das Paket ist spätestens am 27.11. bei Ihnen.', 'spätestens am 27.11. → 2026-11-27 18:00'],
    ['Wir schicken dir noch heute einen neuen Router.', 'noch heute → 2026-11-25 18:00'],
    ['Bis Ende der Woche ist dein Anschluss wieder da.', 'Bis Ende der Woche → 2026-11-27 18:00'],
    ['Ich melde mich bis Montag um 12 Uhr.', 'bis Montag um 12 Uhr → 2026-11-30 12:00'],
    ['We will get back to you by Friday 5 pm.', 'by Friday 5 pm → 2026-11-27 17:00'],
    ["I'll call you tomorrow between 8 and 12.", 'tomorrow between 8 and 12 → 2026-11-26 12:00'],
    ['Our technician will be there within 24 hours.', 'within 24 hours → 2026-11-26 10:00'],
    ['Bis morgen Abend schauen wir uns das an.', 'Bis morgen Abend → 2026-11-26 20:00'],
    ['Wir melden uns bis nächsten Freitag.', 'bis nächsten Freitag → 2026-12-04 18:00'],
  ])('%s', (draft, said) => expect(found(draft)).toEqual([said]));

  test('the sentence says what is promised', () => {
    expect(promisesIn('Das tut uns leid. Wir melden uns bis Freitag bei dir. Danke!', AT)[0]?.sentence).toBe('Wir melden uns bis Freitag bei dir.');
  });
  test('two promises are two', () => {
    expect(found('Wir prüfen das bis morgen. Der Techniker kommt am Freitag zwischen 8 und 12 Uhr.')).toEqual(['bis morgen → 2026-11-26 18:00', 'am Freitag zwischen 8 und 12 Uhr → 2026-11-27 12:00']);
  });
});

describe('T9: what only sounds like one is left alone', () => {
  test.each([
    'Sie haben bis Freitag Zeit, die Unterlagen einzureichen.',
    'Bitte schick uns die Daten bis morgen.',
    'Hast du bis Freitag Zeit?',
    'Die Störung war gestern bis 14 Uhr.',
    'Seit Montag gibt es im Netz Probleme.',
    'Wir sind täglich bis 22 Uhr erreichbar.',
    'Danke dir, hab noch einen schönen Tag!',
    'Guten Morgen, das klingt ärgerlich.',
    'Kannst du uns bis morgen deine Nummer schicken?',
    'Das kostet 27.11 Euro.',
    'Version 8.12 ist die neueste.',
    'Please send us a message until Friday.',
    'Viel Spaß am Wochenende, bis bald!',
    '',
  ])('%s', (draft) => expect(found(draft)).toEqual([]));
});

test('no draft throws, however it is built; a slow pattern would not come to its end', () => {
  for (const draft of ['bis '.repeat(5_000), 'am 99.99. um 77 Uhr', '1.'.repeat(4_000), 'bis zum 31.2.', `wir ${'kommende '.repeat(2_000)}`, '.'.repeat(20_000)]) expect(promisesIn(draft, AT)).toEqual([]);
});
