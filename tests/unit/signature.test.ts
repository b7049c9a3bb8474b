import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LengthRule } from '../../shared/channels/index.ts';
import { signatureOf, splitParts, stripSignature, withSignature } from '../../shared/text/signature.ts';
import { measure } from '../../shared/text/weighted-length.ts';

const SEED = 20_260_302;
const RULE: LengthRule = { kind: 'weighted', max: 280 };

describe('LEN-2 signature', () => {
  test('is added once', () => {
    expect(withSignature('Danke!', 'AB')).toBe('Danke! ^AB');
    expect(withSignature('Danke! ^AB', 'AB')).toBe('Danke! ^AB');
    expect(withSignature('Danke! ^AB \n', 'AB')).toBe('Danke! ^AB');
    expect(withSignature('', 'AB')).toBe('');
    expect(withSignature('  ', 'AB')).toBe('');
  });

  test('of somebody else is replaced: who sends signs', () => {
    expect(withSignature('Danke! ^XY', 'AB')).toBe('Danke! ^AB');
  });

  test('is only what looks like one at the very end', () => {
    expect(stripSignature('2^10 ist viel')).toBe('2^10 ist viel');
    expect(stripSignature('x^AB')).toBe('x^AB');
    expect(stripSignature('klein ^ab')).toBe('klein ^ab');
    expect(stripSignature('Bis bald ^ÄÖ')).toBe('Bis bald');
    expect(signatureOf('Bis bald ^M2')).toBe('M2');
    expect(signatureOf('Bis bald')).toBeUndefined();
  });
});

describe('LEN-3 parts', () => {
  const sentence = 'Das klären wir gern mit der Technik und melden uns. ';

  test('what fits stays whole, signed and without a number', () => {
    expect(splitParts('Kurz.', RULE, 'AB')).toEqual(['Kurz. ^AB']);
    expect(splitParts('Kurz.', RULE)).toEqual(['Kurz.']);
    expect(splitParts('  ', RULE, 'AB')).toEqual([]);
  });

  test('numbered, each signed, cut after a sentence', () => {
    const parts = splitParts(sentence.repeat(8), RULE, 'AB');
    expect(parts).toHaveLength(2);
    expect(parts[0]).toMatch(/melden uns\. 1\/2 \^AB$/u);
    expect(parts[1]).toMatch(/melden uns\. 2\/2 \^AB$/u);
  });

  test('ten and more', () => {
    const parts = splitParts(sentence.repeat(60), RULE, 'AB');
    expect(parts.length).toBeGreaterThan(9);
    expect(parts.at(-1)).toContain(`${parts.length}/${parts.length}`);
    for (const part of parts) expect(measure(part, RULE).fits).toBe(true);
  });

  test('an address stays whole; a word without end is cut', () => {
    const url = `https://example.com/${'a'.repeat(100)}`;
    const parts = splitParts(`${'Wort '.repeat(52)}${url} ${'Wort '.repeat(30)}`, RULE);
    expect(parts.filter((p) => p.includes(url))).toHaveLength(1);
    expect(splitParts('x'.repeat(600), RULE)).toHaveLength(3);
  });

  test('too much is refused', () => {
    expect(() => splitParts(sentence.repeat(200), RULE, 'AB')).toThrow(/INPUT_TOO_LARGE/u);
    expect(() => splitParts('Hallo Welt', { kind: 'characters', max: 4 }, 'AB')).toThrow(/INPUT_TOO_LARGE/u);
  });

  test('nothing is lost and everything fits, by any rule', () => {
    const word = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.constantFrom('Danke!', 'https://example.com/a(b)', '👨‍👩‍👧‍👦', 'größer.'),
    );
    const rule = fc.oneof(
      fc.integer({ min: 60, max: 300 }).map((max): LengthRule => ({ kind: 'weighted', max })),
      fc.integer({ min: 60, max: 300 }).map((max): LengthRule => ({ kind: 'graphemesAndBytes', max, maxBytes: max * 2 })),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 80 }), rule, (words, r) => {
        const text = stripSignature(words.join(' ').trim());
        const parts = splitParts(text, r, 'AB');
        for (const part of parts) expect(measure(part, r).fits).toBe(true);
        const bare = parts.length === 1 ? parts.map(stripSignature) : parts.map((p) => p.replace(/ \d+\/\d+ \^AB$/u, ''));
        expect(bare.join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
