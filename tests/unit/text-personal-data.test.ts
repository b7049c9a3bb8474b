import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isCardNumber, isIban } from '../../shared/text/iban.ts';
import { findPersonalData, maskPersonalData } from '../../shared/text/personal-data.ts';
import { measurePersonalData } from '../evaluate/personal-data.ts';

const set = readFileSync(path.resolve(import.meta.dirname, '../support/texts/personal-data.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; spans: { kind: string; text: string }[] });

describe('personal data', () => {
  test('recall of 0.98 at precision of 0.95 on the published set, kinds right', () => {
    const figures = measurePersonalData(set);
    expect(figures['recall']).toBeGreaterThanOrEqual(0.98);
    expect(figures['precision']).toBeGreaterThanOrEqual(0.95);
    expect(figures['kindRight']).toBeGreaterThanOrEqual(0.98);
  });

  test('places are those of the text and do not overlap', () => {
    for (const { text } of set) {
      let last = 0;
      for (const one of findPersonalData(text)) {
        expect(text.slice(one.start, one.end)).toBe(one.text);
        expect(one.start).toBeGreaterThanOrEqual(last);
        last = one.end;
      }
    }
  });

  test('a number of the right form and the wrong check digits is none', () => {
    expect(isIban('DE89 3704 0044 0532 0130 00')).toBe(true);
    expect(isIban('DE89 3704 0044 0532 0130 01')).toBe(false);
    expect(isIban('DE89 3704 0044 0532 0130')).toBe(false);
    expect(isIban('XX89370400440532013000')).toBe(false);
    expect(isCardNumber('4111 1111 1111 1111')).toBe(true);
    expect(isCardNumber('4111 1111 1111 1112')).toBe(false);
  });

  test("a brand's own numbers are found by its pattern", () => {
    const numbers = [{ kind: 'customerNumber', pattern: 'LS-\\d{4}' }] as const;
    expect(findPersonalData('Es geht um LS-4711.')).toEqual([]);
    expect(findPersonalData('Es geht um LS-4711.', numbers)).toMatchObject([{ kind: 'customerNumber', text: 'LS-4711' }]);
  });

  test('masked text shows kinds, not data', () => {
    expect(maskPersonalData('Mail a.b@web.de oder 0171 2345678')).toBe('Mail [email] oder [phone]');
  });

  test('hostile texts end', () => {
    for (const piece of ['0', 'a@', '1 ', 'Straße ', 'A', 'Am Am ', '12.12.', 'DE89 ', 'x.y', 'Kundennummer ', '(at) ', 'ab-', '49 (0) ']) {
      const began = process.cpuUsage().user;
      findPersonalData(`${piece.repeat(Math.ceil(4_000 / piece.length))} 1 @`);
      expect((process.cpuUsage().user - began) / 1e6, piece).toBeLessThan(3);
    }
  });
});
