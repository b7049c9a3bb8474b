import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findUrls } from '../../shared/text/urls.ts';
import { measure, weightedLength } from '../../shared/text/weighted-length.ts';

const urlsIn = (text: string): string[] => findUrls(text).map((u) => text.slice(u.start, u.end));

describe('LEN-1 weighted length', () => {
  test.each([
    ['Hallo Welt', 10],
    ['Größe, Straße, naïve', 20],
    ['日本語', 6],
    ['a\u0301', 1],
    ['Danke! 👨‍👩‍👧‍👦', 9],
    ['🏳️‍🌈🇩🇪👍🏽1️⃣1⃣', 10],
    ['„Guten Tag“ – ja …', 18 + 1],
    ['siehe https://hilfe.example.com/tarif/wechsel?ref=1#oben danke', 6 + 23 + 6],
    ['leitstand.example ist keine, example.com schon', 29 + 23 + 6],
    ['', 0],
  ])('%s', (text, length) => expect(weightedLength(text)).toBe(length));

  test.each([
    ['Mail an max.muster@web.de, bitte', []],
    ['z.B. heute. Morgen', []],
    ['(siehe http://a.de/b_(c)) und a.de.', ['http://a.de/b_(c)', 'a.de']],
    ['http://müller.de/größe, ok', ['http://müller.de/größe']],
    ['www.bahn.de/x?y=1. Ende', ['www.bahn.de/x?y=1']],
    ['@bahn.de #a.de $b.de', []],
    ['HTTPS://EXAMPLE.COM:8080/A', ['HTTPS://EXAMPLE.COM:8080/A']],
  ])('addresses in %s', (text, urls) => expect(urlsIn(text)).toEqual(urls));

  test('a long hostile text is measured at once', () => {
    for (const text of [
      'a.'.repeat(20_000),
      `http://${'a-'.repeat(20_000)}`,
      `a.de/${'('.repeat(20_000)}`,
      `a.de/${'(a'.repeat(5_000)}${')'.repeat(5_000)}`,
    ]) {
      const began = process.cpuUsage().user;
      weightedLength(text);
      expect((process.cpuUsage().user - began) / 1e6, text.slice(0, 12)).toBeLessThan(5);
    }
  });
});

describe('rules', () => {
  test('what is left, and whether it fits', () => {
    expect(measure('a'.repeat(281), { kind: 'weighted', max: 280 })).toEqual({ length: 281, max: 280, remaining: -1, fits: false });
    expect(measure('👍🏽', { kind: 'characters', max: 2 })).toEqual({ length: 2, max: 2, remaining: 0, fits: true });
    expect(measure('👨‍👩‍👧‍👦ä', { kind: 'graphemesAndBytes', max: 300, maxBytes: 3000 })).toMatchObject({
      length: 2,
      remaining: 298,
      fits: true,
    });
    expect(measure('ä', { kind: 'graphemesAndBytes', max: 300, maxBytes: 1 })).toMatchObject({ remaining: -1, fits: false });
  });
});

const vectors = path.resolve(import.meta.dirname, '../../../shared/data/twitter_text/validate.yml');

describe.skipIf(!existsSync(vectors))('published vectors', () => {
  const sections = ['WeightedTweetsWithDiscountedEmojiCounterTest', 'UnicodeDirectionalMarkerCounterTest'];
  const cases: { name: string; text: string; expected: number }[] = [];
  if (existsSync(vectors)) {
    let section = '';
    let name = '';
    let text = '';
    for (const line of readFileSync(vectors, 'utf8').split('\n')) {
      const head = /^ {2}(\w+):$/u.exec(line);
      if (head !== null) section = head[1] ?? '';
      if (!sections.includes(section)) continue;
      name = /- description: "(.*)"$/u.exec(line)?.[1] ?? name;
      const given = /^ {6}text: "(.*)"$/u.exec(line)?.[1];
      if (given !== undefined)
        text = JSON.parse(
          `"${given.replace(/\\U([0-9A-F]{8})/giu, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))}"`,
        ) as string;
      const expected = /weightedLength: (\d+)/u.exec(line)?.[1];
      if (expected !== undefined) cases.push({ name, text, expected: Number(expected) });
    }
  }

  test('are all here', () => expect(cases.length).toBeGreaterThanOrEqual(20));
  test.each(cases)('$name', ({ text, expected }) => expect(weightedLength(text)).toBe(expected));
});
