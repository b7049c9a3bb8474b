import { describe, expect, test } from 'vitest';
import { findContractData } from '../../shared/text/contract-data.ts';
import { otherLanguage } from '../../shared/text/draft-language.ts';
import { stockPhrases } from '../../shared/text/stock-phrases.ts';
import { measure } from '../../shared/text/weighted-length.ts';
import { getChannel } from '../../shared/channels/index.ts';
import { likeness, runsOfWords, SAME_WORDING } from '../../shared/text/wording.ts';

// A Sunday, noon in Berlin.
const AT = { now: Date.UTC(2026, 10, 22, 11), timeZone: 'Europe/Berlin' };

describe('stock phrases', () => {
  test.each([
    ['Wir kümmern uns darum.', 'both'],
    ['Hallo Herr Meyer, vielen Dank für Ihre Nachricht. Wir haben Ihr Anliegen an die Fachabteilung weitergeleitet.', 'both'],
    ['Wir bitten um Ihr Verständnis.', 'both'],
    ['Wir entschuldigen uns für die Unannehmlichkeiten und arbeiten mit Hochdruck daran.', 'both'],
    ['Der Techniker war vor Ort und hat den Verteiler getauscht. Wir melden uns schnellstmöglich.', 'when'],
    ['Die Störung betrifft drei Straßen in Gaarden. Wir halten dich zeitnah auf dem Laufenden.', 'when'],
    ['Ihr Anliegen ist uns wichtig. Wir melden uns in Kürze.', 'both'],
    ['Thanks for reaching out. We are looking into it and will get back to you as soon as possible.', 'both'],
    ['Sorry for the inconvenience. We value your feedback.', 'both'],
  ])('%s', (draft, missing) => {
    expect(stockPhrases(draft, AT)?.missing).toBe(missing);
  });

  test.each([
    'Danke dir! 😊',
    'Gern geschehen, schönen Abend noch!',
    'Vielen Dank für Ihr Verständnis.',
    'Das freut uns sehr, danke für das Lob!',
    'Wir kümmern uns darum: Bis morgen 12 Uhr ist dein Anschluss wieder da.',
    'Wir haben dein Anliegen an die Technik weitergegeben, die meldet sich bis Freitag.',
    'Wir kümmern uns darum. Starte bitte die Box einmal neu und schau, ob die Lampe grün wird.',
    'Wir bitten um Entschuldigung. In Kiel ist seit 9 Uhr ein Verteiler ausgefallen.',
    'Wir schauen uns das an. Welche Fehlermeldung zeigt der Receiver genau?',
    'Hier steht, wie es geht: https://hilfe.example/router',
    'Moin! Was dürfen wir für dich tun?',
    '',
  ])('says nothing about: %s', (draft) => {
    expect(stockPhrases(draft, AT)).toBeUndefined();
  });

  test('WRITE-7 says where they stand', () => {
    const draft = 'Wir melden uns schnellstmöglich.';
    expect(stockPhrases(draft, AT)?.places.map(({ start, end }) => draft.slice(start, end))).toEqual(['schnellstmöglich']);
  });
});

describe('contract data in a draft', () => {
  const kinds = (draft: string, heard = ''): string[] => findContractData(draft, heard).map(({ kind, text }) => `${kind}: ${text}`);

  test.each([
    ['Dein Tarif kostet aktuell 39,99 € im Monat.', ['tariff: 39,99 €']],
    ['Sie zahlen monatlich 24,99 Euro.', ['tariff: 24,99 Euro']],
    ['Auf deiner Rechnung stehen noch 83,20 € offen.', ['balance: 83,20 €']],
    ['Ihr Guthaben beträgt 1.250,00 EUR.', ['balance: 1.250,00 EUR']],
    ['Ihr Vertrag läuft noch bis 31.12.2027.', ['tariff: Vertrag läuft noch bis 31.12.2027']],
    ['Wir buchen vom Konto ab, dessen IBAN auf 4711 endet.', ['bankTail: 4711']],
    ['Die Kreditkarte mit den letzten vier Ziffern 9981 ist hinterlegt.', ['bankTail: 9981']],
    ['Als Konto haben wir DE** **** 4711.', ['bankTail: DE** **** 4711']],
    ['Deine Bestellung 20261188 ist heute verschickt worden.', ['orderStatus: 20261188']],
    ['Wir haben Musterweg 12, 24103 Kiel als Adresse gespeichert.', ['address: Musterweg 12, 24103 Kiel']],
    ['Your invoice of £ 45.90 is still outstanding.', ['balance: £ 45.90']],
  ])('%s', (draft, found) => {
    expect(kinds(draft)).toEqual(found);
  });

  test.each([
    'Unser Tarif M kostet 39,99 € im Monat.',
    'Der Versand dauert 2 bis 3 Tage und kostet 4,90 €.',
    'Starte deine Box um 14:30 Uhr neu, Fehler F3000 kennen wir.',
    'Unser Shop in der Holstenstraße 5, 24103 Kiel hat bis 19 Uhr geöffnet.',
    'Ruf uns an: 0431 5551234.',
    'Wir melden uns bis Freitag bei dir.',
    'Deine Leitung schafft 250 Mbit/s.',
  ])('none in: %s', (draft) => {
    expect(kinds(draft)).toEqual([]);
  });

  test('WRITE-3 what the customer named is told to nobody new; how an order stands is', () => {
    expect(kinds('Die 83,20 € auf deiner Rechnung stimmen.', 'Warum stehen 83,20 Euro auf meiner Rechnung?')).toEqual([]);
    expect(kinds('Auf deiner Rechnung stehen 91,00 €.', 'Warum stehen 83,20 Euro auf meiner Rechnung?')).toEqual(['balance: 91,00 €']);
    expect(kinds('Deine Kundennummer 4711228 haben wir.', 'Meine Kundennummer ist 4711 228')).toEqual([]);
    expect(kinds('Deine Bestellung 20261188 ist verschickt.', 'Wo ist 20261188?')).toEqual(['orderStatus: 20261188']);
  });
});

describe('the same words', () => {
  const alike = (one: string, other: string): boolean => likeness(runsOfWords(one), runsOfWords(other)) >= SAME_WORDING;
  const answer = 'In Kiel-Gaarden ist ein Verteiler ausgefallen, unsere Technik tauscht ihn gerade aus und rechnet bis 18 Uhr mit dem Ende der Störung.';

  test('greeting, name, farewell, signature and a word here and there make no difference, other words do', () => {
    expect(alike(`Hallo Frau Meyer, ${answer} ^MB`, `@tom_kiel Hi Tom! ${answer}\nViele Grüße\nMira`)).toBe(true);
    expect(alike(answer, answer.replace('bis 18 Uhr', 'bis 20 Uhr'))).toBe(true);
    expect(alike(`${answer} Wir melden uns dann noch einmal bei dir und sagen Bescheid.`, `${answer} Wir melden uns dann noch einmal bei Ihnen und sagen Bescheid.`)).toBe(true);
    expect(alike(answer, 'Deine Rechnung kommt in den nächsten Tagen mit der Post, du kannst sie auch in der App unter Rechnungen ansehen.')).toBe(false);
  });

  test('short thanks are nobody’s copy', () => {
    expect(runsOfWords('Gern geschehen, schönen Abend noch!').size).toBe(0);
    expect(alike('Danke dir!', 'Danke dir!')).toBe(false);
  });
});

describe('the other language', () => {
  test('English to a German and German to an English customer, the newest clear word of theirs counting', () => {
    expect(otherLanguage('We will check your line tomorrow morning.', ['Mein Internet geht seit gestern nicht mehr.'])).toEqual({ draft: 'en', customer: 'de' });
    expect(otherLanguage('Wir prüfen deine Leitung morgen früh.', ['My internet is not working since yesterday.'])).toEqual({ draft: 'de', customer: 'en' });
    expect(otherLanguage('Wir prüfen deine Leitung morgen früh.', ['My internet is not working.', 'Oh, ihr könnt ja auch Deutsch mit mir schreiben!'])).toBeUndefined();
    expect(otherLanguage('Wir prüfen deine Leitung morgen früh.', ['Router?', '???'])).toBeUndefined();
    expect(otherLanguage('OK!', ['Mein Internet geht seit gestern nicht mehr.'])).toBeUndefined();
  });
});

describe('signs count as the platform counts them', () => {
  test('an emoji of several code points is one sign of weight two, a letter with its marks one', () => {
    const rule = getChannel('x')?.length.public;
    if (rule === undefined) throw new Error('no rule');
    expect(['👍', '👍🏽', '👨‍👩‍👧‍👦', '🇩🇪', '❤️', '1️⃣', 'ä', 'a'].map((sign) => measure(sign, rule).length)).toEqual([2, 2, 2, 2, 2, 2, 1, 1]);
  });
});
