import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { featuresOf, FEATURE_VERSION } from '../../shared/text/features.ts';
import { fromBase64, readModel } from '../../shared/text/linear-model.ts';
import type { ModelFile } from '../../shared/text/linear-model.ts';
import { moodFieldOf, trustInModel } from '../../shared/text/mood-field.ts';
import { isSameQuestion, prepareQuestion, sharedWords } from '../../shared/text/same-question.ts';
import { LABELLED, measureLabelled } from '../evaluate/labelled.ts';
import { measureRewrite } from '../evaluate/rewrite.ts';
import { readRows } from '../evaluate/rows.ts';
import { measureSameQuestion } from '../evaluate/same-question.ts';

const folder = path.resolve(import.meta.dirname, '../../shared/text/models');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('model files', () => {
  test('ten megabytes at most together', () => {
    expect(files.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0)).toBeLessThanOrEqual(10 * 1024 * 1024);
  });

  test('each names what it was trained on, with its licence', () => {
    for (const name of files) {
      const file = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { trainedOn: string[] };
      expect(file.trainedOn.length, name).toBeGreaterThan(0);
      for (const source of file.trainedOn) expect(source).toMatch(/CC BY 4\.0|MIT|CDLA-Sharing-1\.0|Apache-2\.0/u);
    }
  });

  test('a model for other features is refused', () => {
    const file: ModelFile = {
      kind: 'x',
      features: FEATURE_VERSION + 1,
      bits: 2,
      labels: ['a'],
      scales: [1],
      biases: [0],
      weights: 'AAAA',
      trainedOn: [],
    };
    expect(() => readModel(file)).toThrow(RangeError);
    expect(() => readModel({ ...file, features: FEATURE_VERSION })).toThrow(RangeError);
  });

  test('base64 is read as Node reads it', () => {
    for (const text of ['', 'a', 'ab', 'abc', 'äöü€']) {
      const bytes = Buffer.from(text);
      expect([...fromBase64(bytes.toString('base64'))]).toEqual([...bytes]);
    }
  });

  test('features have length one', () => {
    const norm = featuresOf('Der Zug fällt schon wieder aus!', 16).features.reduce((sum, one) => sum + one.value ** 2, 0);
    expect(norm).toBeCloseTo(1, 6);
  });
});

describe('same question', () => {
  const same = (a: string, b: string): boolean => isSameQuestion(prepareQuestion(a), prepareQuestion(b));
  test('in other words', () => {
    expect(same('Wann kommt mein Paket an?', 'Wann kommt meine Sendung an?')).toBe(true);
    expect(same('How do I reset my passcode?', 'I need to reset my passcode')).toBe(true);
  });
  test('not about another thing', () => {
    expect(same('Wann kommt mein Paket an?', 'Wie kündige ich meinen Vertrag?')).toBe(false);
    expect(same('Wie schalte ich das WLAN ein?', 'Warum ist meine Rechnung so hoch?')).toBe(false);
  });
  test('its reason are words both share', () => {
    expect(sharedWords(prepareQuestion('Wann kommt mein Paket an?'), prepareQuestion('Wo bleibt die Sendung?'))).toContain('paket');
  });
});

const data = path.resolve(import.meta.dirname, '../../../shared/data');
const here = existsSync(path.join(data, 'README.md'));
if (!here) console.log('The measuring data is not beside this checkout: the checks against it are skipped.');

describe.skipIf(!here)('against data nobody here wrote', () => {
  const rows = (file: string): ReturnType<typeof readRows> => readRows(path.join(data, file));
  const labelled = (task: string, file: string): Record<string, unknown> => {
    const one = LABELLED[task];
    if (one === undefined) throw new Error(task);
    return measureLabelled(task, one, rows(file));
  };

  // Floors a little below what was measured, so that a change that costs something is seen.
  test('form of address', () => {
    expect(labelled('address-form', 'address_form/posts_dev.jsonl')['macroF1']).toBeGreaterThanOrEqual(0.94);
    expect(labelled('address-form', 'address_form/train.jsonl')['accuracy']).toBeGreaterThanOrEqual(0.99);
  });
  test('rewriting', () => {
    const figures = measureRewrite(rows('address_form/pairs.jsonl'));
    expect(figures['exact']).toBeGreaterThanOrEqual(0.9);
    expect(figures['wordError']).toBeLessThanOrEqual(0.01);
  });
  test('should the desk answer', () => expect(labelled('answer', 'case_type_de/dev.jsonl')['f1']).toBeGreaterThanOrEqual(0.74));
  test('kind of case', () => expect(labelled('case-type', 'case_type_de/dev.jsonl')['macroF1']).toBeGreaterThanOrEqual(0.66));
  test('mood', () => expect(labelled('sentiment', 'relevance_sentiment_de/dev.jsonl')['macroF1']).toBeGreaterThanOrEqual(0.61));
  test('tweets to companies and everyday tweets are known for what the model learned, posts of another field are not', () => {
    const median = (file: string): number => {
      const texts = rows(file).map((row) => String(row['text']));
      const trusts = texts.slice(0, 400).map((text) => trustInModel(text, moodFieldOf(text)));
      return trusts.toSorted((a, b) => a - b)[Math.floor(trusts.length / 2)] ?? 0;
    };
    expect(median('brand_tweets_de/dev.jsonl')).toBeGreaterThan(0.7);
    expect(median('sentiment_de/dev.jsonl')).toBeGreaterThan(0.7);
    expect(median('relevance_sentiment_de/dev.jsonl')).toBeLessThan(0.1);
  });
  test('same question in pairs', () =>
    expect(measureSameQuestion(rows('similarity_de/pairs.jsonl'))['precision']).toBeGreaterThanOrEqual(0.9));
});
