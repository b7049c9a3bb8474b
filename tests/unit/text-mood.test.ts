import { describe, expect, test } from 'vitest';
import { moodFieldOf, trustInModel } from '../../shared/text/mood-field.ts';
import { moodOf } from '../../shared/text/mood.ts';
import { sentimentOf, weighMood } from '../../shared/text/sentiment.ts';

const mood = (text: string): string => sentimentOf(text).label;

describe('mood', () => {
  test.each([
    'Der Zug fällt aus und keiner sagt etwas',
    'Seit drei Stunden kein Internet',
    'Für diesen Preis ist das eine Frechheit',
    'Aufzug am Bahnhof schon wieder außer Betrieb',
    'Danke für nichts',
    'Wann geht die Rolltreppe endlich wieder?',
  ])('trouble: %s', (text) => expect(mood(text)).toBe('negative'));

  test.each([
    'Großes Lob an das Team, das hat super geklappt',
    'Streik beendet, die Züge fahren wieder',
    'Sehr freundlicher Mitarbeiter, vielen Dank für die schnelle Hilfe',
    'Alles pünktlich und sauber, gerne wieder',
  ])('relief: %s', (text) => expect(mood(text)).toBe('positive'));

  test.each([
    'Sitze im Zug nach Ulm',
    'Wo finde ich das Formular?',
    'Der neue Fahrplan gilt ab Sonntag',
    'Wir treffen uns um acht am Bahnhof',
  ])('neither: %s', (text) => expect(mood(text)).toBe('neutral'));

  test('a negation turns a word round', () => {
    expect(moodOf('Die Bahn war pünktlich').relief).toBeGreaterThan(moodOf('Die Bahn war nicht pünktlich').relief);
    expect(moodOf('Die Bahn war nicht pünktlich').trouble).toBeGreaterThan(0);
    expect(moodOf('Keine Störung heute').trouble).toBeLessThan(moodOf('Störung heute').trouble);
  });

  test('compounds are known by what is in them', () => {
    expect(moodOf('Stellwerksstörung').trouble).toBeGreaterThan(0);
    expect(moodOf('Dauerverspätung').trouble).toBeGreaterThan(0);
    expect(moodOf('Verspätungsalarm').words.trouble).toContain('verspätungsalarm');
  });

  test('what is asked for is not there yet', () => {
    expect(moodOf('Ist der Aufzug wieder in Betrieb?').relief).toBeLessThan(moodOf('Der Aufzug ist wieder in Betrieb.').relief);
  });

  test('words that only begin alike say nothing', () => {
    for (const text of ['Kosten und Leidenschaft', 'Das Krankenhaus in Nassau', 'Wir sind mit dem Zug gefahren'])
      expect(moodOf(text).trouble, text).toBe(0);
  });

  test('the more there is, the less each counts, and a long text tells less per word', () => {
    const once = moodOf('Störung').trouble;
    expect(moodOf('Störung, Ausfall, Chaos').trouble).toBeLessThan(3 * once);
    expect(moodOf(`Störung ${'und dann noch mehr Wörter '.repeat(20)}`).trouble).toBeLessThan(once);
  });

  test('same text, same verdict, whatever was read between', () => {
    const first = moodOf('Zug fällt aus');
    moodOf('Alles bestens');
    expect(moodOf('Zug fällt aus')).toEqual(first);
  });

  test('a surer model moves the verdict its way, and the chances add up', () => {
    const text = 'Der Techniker war da';
    const calm = weighMood(text, [0.1, 0.8, 0.1]);
    const sure = weighMood(text, [0.9, 0.05, 0.05]);
    expect(sure[0]).toBeGreaterThan(calm[0] as number);
    expect(sure.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(weighMood('', [0, 0, 0]).every(Number.isFinite)).toBe(true);
  });

  test('hostile texts end', () => {
    for (const piece of ['a ', 'kommt ', 'streik ', 'nicht ', '!?', '+1 ', 'wann ', 'wär ', '… ', 'zu ']) {
      const began = process.cpuUsage().user;
      moodOf(piece.repeat(Math.ceil(4_000 / piece.length)));
      expect((process.cpuUsage().user - began) / 1e6, piece).toBeLessThan(3);
    }
  });
});

describe('which of the two leads', () => {
  const trust = (text: string, names?: readonly string[]): number => trustInModel(text, moodFieldOf(text), names);

  test('the model where the text is of the kind it learned from', () => {
    for (const text of [
      '@DB_Bahn Aufzug in Hamm seit Wochen kaputt, mit dem Rollstuhl kommt man nicht zum Gleis',
      'Rolltreppe am Hauptbahnhof fährt wieder, danke @HVVStoerungen',
    ])
      expect(trust(text), text).toBeGreaterThan(0.5);
    for (const text of ['Ich freu mich so auf heute Abend :)', 'hab heute voll gut geschlafen :D']) {
      expect(trust(text), text).toBeGreaterThan(0.4);
      expect(mood(text), text).toBe('positive');
    }
  });

  test('words and turns with news, and with other trades, though addressed to the company', () => {
    for (const text of [
      'Bahn meldet Rekordgewinn',
      'Lokführerstreik: GDL kündigt neue Streiks an',
      '@vodafone_service seit gestern kein Internet, was ist los?',
      '@Telekom_hilft ihr seid die Besten, hat sofort geklappt',
      'Hallo, ich habe meine Rechnung nicht erhalten. Können Sie sie bitte noch einmal senden?',
    ])
      expect(trust(text), text).toBeLessThan(0.1);
  });

  test('what names the brand is no everyday talk', () => {
    const text = 'Freu mich so auf heute Abend mit Nordlicht :)';
    expect(trust(text)).toBeGreaterThan(0.2);
    expect(trust(text, ['Nordlicht'])).toBeLessThan(0.05);
    expect(trust(text, [''])).toBe(trust(text));
  });

  test('between what words and turns say and what the model says, never past either', () => {
    const chances = [0.1, 0.2, 0.7];
    const text = 'Der Techniker war da';
    expect(weighMood(text, chances, { trust: 1 }).map((one) => one.toFixed(6))).toEqual(chances.map((one) => one.toFixed(6)));
    const [words, half, model] = [0, 0.5, 1].map((one) => weighMood(text, chances, { trust: one })[2] ?? 0);
    expect(half).toBeGreaterThan(words ?? 1);
    expect(half).toBeLessThan(model ?? 0);
  });

  test('an empty text is neutral', () => {
    expect(mood('')).toBe('neutral');
    expect(mood('   ')).toBe('neutral');
  });
});
