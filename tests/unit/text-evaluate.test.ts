import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  calibrationBins,
  calibrationError,
  classFigures,
  interval,
  accuracy,
  macroF1,
  tallyFigures,
  tallyInterval,
  wordEdits,
} from '../evaluate/figures.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(
  task: string,
  rows: readonly unknown[] | string,
  name = 'rows.jsonl',
): { status: number | null; last: Record<string, unknown>; err: string } {
  const file = path.join(folder, name);
  writeFileSync(file, typeof rows === 'string' ? rows : rows.map((row) => JSON.stringify(row)).join('\n'));
  const ran = spawnSync(process.execPath, ['tests/evaluate/main.ts', task, '--data', file], { cwd: root, encoding: 'utf8' });
  const line = ran.stdout.trim().split('\n').at(-1) ?? '';
  return { status: ran.status, last: line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {}, err: ran.stderr };
}

describe('figures', () => {
  const judged = [
    { truth: 'a', said: 'a', confidence: 0.9 },
    { truth: 'a', said: 'b', confidence: 0.6 },
    { truth: 'b', said: 'b', confidence: 0.8 },
    { truth: 'b', said: 'b', confidence: 0.7 },
  ];
  test('by hand', () => {
    expect(classFigures(judged, 'a')).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3, n: 2 });
    expect(accuracy(judged)).toBe(0.75);
    expect(macroF1(judged)).toBeCloseTo((2 / 3 + 0.8) / 2, 9);
    expect(calibrationError(judged)).toBeCloseTo((0.1 + 0.6 + 0.2 + 0.3) / 4, 9);
    const [low, high] = interval(judged, accuracy);
    expect(low).toBeLessThanOrEqual(0.75);
    expect(high).toBeGreaterThanOrEqual(0.75);
    expect(wordEdits(['a', 'b', 'c'], ['a', 'c', 'd'])).toBe(2);
  });

  test('tenths of confidence hold what was said and how often it was right', () => {
    expect(calibrationBins(judged).map((bin) => [bin.from, bin.n, bin.accuracy])).toEqual([
      [0.6, 1, 0],
      [0.7, 1, 1],
      [0.8, 1, 1],
      [0.9, 1, 1],
    ]);
  });

  test('a tally says what the rows say', () => {
    const rows = (truth: string, said: string, n: number): typeof judged =>
      Array.from({ length: n }, () => ({ truth, said, confidence: 1 }));
    const all = [...rows('true', 'true', 30), ...rows('false', 'true', 5), ...rows('true', 'false', 20), ...rows('false', 'false', 45)];
    const tally = { hit: 30, wrong: 5, missed: 20, right: 45 };
    expect(tallyFigures(tally).macroF1).toBeCloseTo(macroF1(all), 9);
    expect(tallyFigures(tally).true).toEqual(classFigures(all, 'true'));
    const [low, high] = tallyInterval(tally);
    const [rowsLow, rowsHigh] = interval(all, macroF1);
    expect(low).toBeCloseTo(rowsLow, 1);
    expect(high).toBeCloseTo(rowsHigh, 1);
  });
});

describe('the script', () => {
  test('labelled rows, others skipped and counted', () => {
    const { status, last } = run('address-form', [
      { text: 'Kannst du helfen?', label: 'du' },
      { text: 'Können Sie helfen?', label: 'Sie' },
      { text: 'ohne' },
      { text: 'Der Bus kommt.', label: 'none' },
    ]);
    expect(status).toBe(0);
    expect(last).toMatchObject({ n: 3, skipped: 1, accuracy: 1, macroF1: 1 });
    expect(Object.keys(last)).toEqual(
      expect.arrayContaining(['macroF1Interval', 'classes', 'calibrationError', 'microsecondsPerText', 'baselines']),
    );
  });

  test('yes or no with its positive class', () => {
    const { last } = run('answer', [
      { text: '@bahn_hilft Wann fährt der Zug?', answer: true },
      { text: 'RT @x: News', answer: false },
      { text: 'nichts', answer: null },
    ]);
    expect(last).toMatchObject({ n: 2, skipped: 1, precision: 1, recall: 1, f1: 1 });
  });

  test('mixed moods are left out', () => {
    expect(
      run('sentiment', [
        { text: 'Super, danke!', label: 'positive' },
        { text: 'Na ja', label: 'mixed' },
      ]).last,
    ).toMatchObject({ n: 1, leftOut: 1 });
  });

  test('rewriting prints exact and word error', () => {
    expect(run('rewrite-address', [{ text: 'Hast du Zeit?', to: 'Sie', reference: 'Haben Sie Zeit?' }]).last).toMatchObject({
      n: 1,
      exact: 1,
      wordError: 0,
    });
  });

  test('pairs and groups', () => {
    expect(
      run('same-question', [
        { a: 'Wann kommt mein Paket?', b: 'Wann kommt mein Paket?', score: 5 },
        { a: 'Wann kommt mein Paket?', b: 'Wie wird das Wetter?', score: 0 },
      ]).last,
    ).toMatchObject({ n: 2, precision: 1, recall: 1 });
    expect(
      run('same-question', [
        { text: 'reset my passcode', label: 'a' },
        { text: 'reset my passcode please', label: 'a' },
        { text: 'exchange rate today', label: 'b' },
      ]).last,
    ).toMatchObject({ n: 3, texts: 3, accuracy: 1, macroF1: 1, classes: { true: { support: 1 }, false: { support: 2 } } });
  });

  test('moods listed per aspect: one that all share counts, several are mixed', () => {
    expect(
      run('sentiment', [
        { text: 'Rolltreppe seit Wochen kaputt, unverschämt', labels: [['escalator', 'negative', 'Rolltreppe']] },
        {
          text: 'Zug pünktlich, Toilette defekt',
          labels: [
            ['train', 'positive', 'Zug'],
            ['toilet', 'negative', 'Toilette'],
          ],
        },
        { text: 'nichts', labels: [] },
      ]).last,
    ).toMatchObject({ n: 1, leftOut: 1, skipped: 1, accuracy: 1 });
  });

  test('pieces of personal data, per kind; a piece that is not in the text is an error with its line', () => {
    const { last } = run('personal-data', [
      { text: 'Mail a.b@web.de', spans: [{ kind: 'email', text: 'a.b@web.de' }] },
      { text: 'Um 12:30 Uhr für 20 Euro', spans: [] },
      { text: 'ohne Angabe' },
    ]);
    expect(last).toMatchObject({ n: 2, skipped: 1, precision: 1, recall: 1, kinds: { email: { f1: 1, support: 1 } } });
    expect(run('personal-data', '\n{"text":"a","spans":[{"kind":"email","text":"b"}]}').err).toMatch(/EVALUATE_DATA_INVALID.*Line 2/u);
  });

  test("lengths from JSON and from the vectors' form, other sections named", () => {
    expect(run('weighted-length', JSON.stringify([{ text: 'Hallo', weightedLength: 5 }]), 'a.json').last).toMatchObject({
      n: 1,
      accuracy: 1,
    });
    const yaml =
      'tests:\n  tweets:\n    - description: "old"\n      text: "a"\n      expected: true\n\n  WeightedTweetsWithDiscountedEmojiCounterTest:\n    - description: "new"\n      text: "\\U0001f431 a"\n      expected:\n        weightedLength: 4\n        valid: true\n';
    expect(run('weighted-length', yaml, 'v.yml').last).toMatchObject({ n: 1, accuracy: 1, leftOut: { tweets: 1 } });
  });

  test.each([
    ['abuse', '{"text": "a"', 'EVALUATE_DATA_INVALID'],
    ['abuse', '{"text":"a","label":"other"}\n\n{"text":"a","label":"strange"}', 'Line 3'],
    ['abuse', '{"text":"a","label":"other"}\nnull', 'Line 2'],
    ['abuse', '', 'EVALUATE_DATA_INVALID'],
    ['abuse', '[]', 'EVALUATE_DATA_INVALID'],
    ['abuse', '{"text":1,"label":"other"}', 'EVALUATE_DATA_INVALID'],
    ['same-question', '{"a":"x","b":"y","score":"high"}', 'EVALUATE_DATA_INVALID'],
    ['knowledge', '{"text":"a"}', 'EVALUATE_DATA_INVALID'],
    ['nonsense', '{"text":"a"}', 'OPTION_INVALID'],
  ])('%s on %s', (task, text, code) => {
    const { status, err } = run(task, text);
    expect(status).not.toBe(0);
    expect(err).toContain(code);
  });
});
