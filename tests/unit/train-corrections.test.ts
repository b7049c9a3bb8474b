import { afterEach, describe, expect, test, vi } from 'vitest';
import { predict, train } from '../../tools/train/logistic.ts';
import type { Trained } from '../../tools/train/logistic.ts';
import type { Example } from '../../tools/train/rows.ts';
import { foldOf, scoreOf } from '../../tools/train/score.ts';
import { correctionsHelp } from '../../tools/train/weigh-corrections.ts';

const labels = ['other', 'offense'];
const settings = { labels, bits: 12, epochs: 5, decay: 0, rate: 0.2, seed: 1, balance: 0 };
const fit = (rows: readonly Example[]): Trained => train(rows, settings);
const judge = (model: Trained, text: string): string => ((predict(model, text)[1] as number) >= 0.5 ? 'offense' : 'other');
const NAMES = [
  'Anna',
  'Bernd',
  'Clara',
  'Dirk',
  'Eva',
  'Frank',
  'Gerd',
  'Heike',
  'Ines',
  'Jan',
  'Karl',
  'Lena',
  'Marta',
  'Nina',
  'Olaf',
  'Paul',
  'Rita',
  'Sven',
  'Tim',
  'Ute',
];
const make = (form: (name: string) => string, label: string, weight = 1): Example[] =>
  NAMES.map((name) => ({ text: form(name), label, weight }));

const rows = [...make((n) => `${n} ist ein Trottel`, 'offense'), ...make((n) => `${n} fährt mit dem Bus`, 'other')];

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
afterEach(() => print.mockClear());

describe('corrections', () => {
  test('what the model did not know is learned, and told on rows it did not see', () => {
    const corrections = make((n) => `${n} du Schnarchnase`, 'offense', 3);
    expect(corrections.some((row) => foldOf(row.text, 5) === 0)).toBe(true);
    expect(correctionsHelp({ labels, rows, corrections, train: fit, judge })).toBe(1);
    const said = print.mock.calls.flat().join('\n');
    expect(said).toMatch(/held back, share 1: corrections \(\d+\) accuracy 0\.\d+ -> 1\.000/u);
    expect(said).toMatch(/other rows \(\d+\) macroF1 1\.000 -> 1\.000/u);
  });

  test('corrections that contradict the data are refused', () => {
    const corrections = [...make((n) => `${n} ist ein Trottel!`, 'other', 9), ...make((n) => `${n} fährt mit dem Bus!`, 'offense', 9)];
    expect(correctionsHelp({ labels, rows, corrections, train: fit, judge })).toBeUndefined();
  });

  test('the least share that tells them best is taken', () => {
    const corrections = make((n) => `${n} du Schnarchnase`, 'offense', 3);
    const shy = (model: Trained, text: string, share: number): string =>
      (predict(model, text)[1] as number) * share >= 1.1 ? 'offense' : 'other';
    const share = correctionsHelp({ labels, rows, corrections, train: fit, judge: shy, shares: [0.5, 1, 1.5, 1.7] });
    expect(share).toBe(1.5);
  });

  test('without corrections nothing is weighed', () => {
    expect(correctionsHelp({ labels, rows, corrections: [], train: fit, judge })).toBe(1);
    expect(print).not.toHaveBeenCalled();
  });
});

describe('training', () => {
  test('the same rows and seed give the same weights, another seed others', () => {
    const bytes = (model: Trained): string => model.weights.map((row) => Buffer.from(row.buffer).toString('base64')).join();
    expect(bytes(fit(rows))).toBe(bytes(fit(rows)));
    expect(bytes(fit(rows))).not.toBe(bytes(train(rows, { ...settings, seed: 2 })));
  });

  test('twins of a text lie in one fold', () => {
    expect(foldOf('Der Zug kommt nicht!', 5)).toBe(foldOf('der zug kommt nicht', 5));
    expect(scoreOf(['a', 'b'], ['a', 'a'], ['a', 'b']).accuracy).toBe(0.5);
  });
});
