import { describe, expect, test } from 'vitest';
import { abuseOf } from '../../shared/text/abuse.ts';
import { shouldAnswer } from '../../shared/text/answer.ts';
import { caseType } from '../../shared/text/case-type.ts';
import { languageOf } from '../../shared/text/language.ts';
import { relevanceOf } from '../../shared/text/relevance.ts';
import { sentimentOf } from '../../shared/text/sentiment.ts';
import { signalsOf, specialMailOf } from '../../shared/text/signals.ts';
import { LONGEST_READ, triage } from '../../shared/text/triage.ts';

const addressed = { names: ['Netzwerk Nord'], addressed: true };

describe('language', () => {
  test.each([
    ['Warum geht mein Internet nicht?', 'de'],
    ['My internet has been down since Monday', 'en'],
    ['Bonjour, je ne peux pas me connecter avec mon compte', 'other'],
    ['Здравствуйте, у меня не работает интернет', 'other'],
    ['Merhaba, internet çok yavaş, lütfen yardım', 'other'],
  ])('%s', (text, label) => expect(languageOf(text).label).toBe(label));
});

describe('kind of case and answer, on a channel of the brand', () => {
  test.each([
    ['Seit gestern kein Internet, der Router ist defekt.', 'fault', 'true'],
    ['Die App funktioniert schon wieder nicht, immer noch Störung.', 'fault', 'true'],
    ['Eine Frechheit, so unfreundlich war noch nie jemand. Unverschämt!', 'complaint', 'true'],
    ['Wie kann ich meinen Tarif wechseln?', 'request', 'true'],
    ['Gibt es den Vertrag auch ohne Laufzeit?', 'request', 'true'],
    ['Großes Lob, der Techniker war super freundlich und schnell!', 'praise', 'true'],
  ])('%s', (text, kind, answer) => {
    expect(caseType(text, addressed).label).toBe(kind);
    expect(shouldAnswer(text, addressed).label === answer || kind === 'praise').toBe(true);
  });

  test.each([
    'RT @NetzwerkNord: Störung in Kiel behoben',
    'Konzern meldet Quartalszahlen https://example.com (dpa)',
    'Sitze mit Lena im Zug und esse Kuchen',
  ])('%s needs none', (text) => {
    expect(caseType(text).label).toBe('other');
    expect(shouldAnswer(text).label).toBe('false');
  });
});

describe('mood and tone', () => {
  test.each([
    ['Schon wieder Verspätung, ich bin so genervt! 😡', 'negative'],
    ['Der Techniker war super nett, vielen Dank! 😍', 'positive'],
    ['Der Bus fährt um 8:15 Uhr ab Gleis 3.', 'neutral'],
  ])('%s', (text, label) => expect(sentimentOf(text).label).toBe(label));

  test('an insult is abuse, anger about a service is not', () => {
    expect(abuseOf('Halt die Fresse, du dummer Hurensohn').label).toBe('offense');
    expect(abuseOf('Danke für die schnelle Antwort, das hat geholfen.').label).toBe('other');
    expect(abuseOf('Halt die Fresse, du dummer Hurensohn').evidence.length).toBeGreaterThan(0);
  });
});

describe('relevance', () => {
  const brand = { names: ['Netzwerk Nord'], notNames: ['Netzwerk Nordhausen'] };
  test('by the names of the brand', () => {
    expect(relevanceOf('Netzwerk Nord hat heute wieder Störung', brand).label).toBe('true');
    expect(relevanceOf('Hotel mit Dachterrasse auf Mallorca, jetzt Rabatt', brand).label).toBe('false');
    expect(relevanceOf('Treffen beim Netzwerk Nordhausen im Hotel', brand).label).toBe('false');
  });
});

describe('signals', () => {
  test.each([
    ['Ich kann nicht mehr, ich bringe mich um', 'danger'],
    ['Im Waggon brennt es, wir brauchen einen Krankenwagen', 'danger'],
    ['Wir stecken seit einer Stunde im Aufzug fest', 'danger'],
    ['Totalausfall in der ganzen Stadt', 'outage'],
    ['Wenn das so bleibt, kündige ich und wechsle den Anbieter', 'threatToCancel'],
    ['Vielen Dank für die schnelle Hilfe!', 'praise'],
  ])('%s', (text, kind) => expect(signalsOf(text).map((one) => one.kind)).toContain(kind));

  test.each([
    'Der Film hat mich umgebracht vor Lachen',
    'Ich warte mich noch zu Tode hier, haha',
    'Danke für nichts!',
    'Wann kommt mein Paket?',
  ])('%s is none', (text) => {
    expect(signalsOf(text)).toEqual([]);
  });
});

describe('special mail', () => {
  test.each([
    ['Presseanfrage: Wir bitten um eine Stellungnahme bis heute 17 Uhr.', 'press'],
    ['Mein Anwalt wird rechtliche Schritte einleiten.', 'lawyer'],
    ['Ich habe mich bei der Bundesnetzagentur beschwert.', 'regulator'],
    ['Auskunftsersuchen der Staatsanwaltschaft, Aktenzeichen folgt', 'police'],
    ['Bitte geben Sie mir Auskunft nach Art. 15 DSGVO.', 'privacyRequest'],
    ['Hiermit kündige ich meinen Vertrag fristgerecht.', 'cancellation'],
    ['Hiermit widerrufe ich meinen Vertrag vom 3. Mai.', 'withdrawal'],
  ])('%s', (text, kind) => expect(specialMailOf(text).map((one) => one.kind)).toContain(kind));

  test.each(['Danke für die nette Beratung', 'Wann ist die Rechnung fällig?', 'Ich habe Kekse gebacken'])('%s is none', (text) =>
    expect(specialMailOf(text)).toEqual([]),
  );
});

describe('all together', () => {
  test('danger and letters are answered whatever else', () => {
    const read = triage('Ich will nicht mehr leben');
    expect(read.signals.map((one) => one.kind)).toContain('danger');
    expect(read.answer.label).toBe('true');
    expect(read.relevant.label).toBe('true');
  });

  test('who declares a cancellation does not threaten with it', () => {
    const read = triage('Hiermit kündige ich meinen Vertrag fristgerecht.', { brand: addressed });
    expect(read.specialMail.map((one) => one.kind)).toContain('cancellation');
    expect(read.signals).toEqual([]);
  });

  test('odd texts pass: empty, endless, lone surrogates, only marks', () => {
    for (const text of ['', ' ', '\uD800', '😡'.repeat(900), 'a'.repeat(LONGEST_READ * 3), '@@@###', 'RT @a: '.repeat(50)]) {
      const read = triage(text);
      for (const verdict of [read.language, read.relevant, read.sentiment, read.caseType, read.answer, read.address, read.abuse]) {
        expect(verdict.confidence).toBeGreaterThanOrEqual(0);
        expect(verdict.confidence).toBeLessThanOrEqual(1);
      }
    }
  });

  test('the same text reads the same', () => {
    const text = 'Warum fällt der Zug schon wieder aus? Könnt ihr mir helfen?';
    expect(triage(text, { brand: addressed })).toEqual(triage(text, { brand: addressed }));
  });
});
