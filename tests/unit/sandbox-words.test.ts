import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PostIds } from '../../sandbox/id-source.ts';
import { hostAllowed } from '../../sandbox/host-check.ts';
import { parseMentions } from '../../sandbox/mentions.ts';
import { textLength } from '../../sandbox/policies.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { DEFAULT_SETTINGS, patchSettings } from '../../sandbox/settings.ts';
import { privateThreadId } from '../../sandbox/store.ts';
import { SANDBOX_ERRORS } from '../../sandbox/errors.ts';

const SEED = 20_260_111;
console.log(`seed ${SEED}`);

describe('mentions', () => {
  it.each([
    ['@a und @b', ['a', 'b']],
    ['(@a), @a. @A!', ['a']],
    ['mail@example.org', []],
    ['x@@a', []],
    ['@', []],
    ['kein.@a', []],
    ['@115712 @Ask_Us', ['115712', 'Ask_Us']],
    [`@${'x'.repeat(41)}`, []],
  ])('%j → %j', (text, handles) => expect(parseMentions(text)).toEqual(handles));
});

describe('ids', () => {
  it('grow and never repeat, whatever the clock does and wherever a journal ended', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_050 }), { minLength: 2, maxLength: 300 }), fc.nat(), (clock, cut) => {
        let ids = new PostIds();
        const made: string[] = [];
        for (const [index, now] of clock.entries()) {
          if (index === cut % clock.length) {
            ids = new PostIds();
            for (const id of made) ids.seen(id);
          }
          made.push(ids.next(now));
        }
        expect(made.toSorted()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
      { seed: SEED },
    );
  });

  it('go on into the next millisecond when one is full', () => {
    const ids = new PostIds();
    const made = Array.from({ length: 20_001 }, () => ids.next(1_700_000_000_000));
    expect(new Set(made).size).toBe(20_001);
    expect(made.at(-1)).toBe('17000000000020000');
  });
});

it('length counts what a reader counts', () => {
  expect(['', 'abc', 'ä', 'a\u0308', '👨‍👩‍👧‍👦', '🇩🇪', 'a\r\nb', 'https://example.org/a/very/long/way?with=query', 'x https://a.de y'].map(textLength)).toEqual([0, 3, 1, 1, 1, 1, 3, 23, 27]);
});

it('a private thread is the same from both sides', () => {
  expect(privateThreadId('Lena', 'brand_a')).toBe(privateThreadId('brand_A', 'lena'));
  expect(privateThreadId('a', 'b')).not.toBe(privateThreadId('a', 'c'));
});

it('the dice are the same for the same seed and spread over [0, 1)', () => {
  const throwN = (seed: number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 2000 }, random);
  };
  expect(throwN(5)).toEqual(throwN(5));
  const thrown = throwN(6);
  expect(Math.min(...thrown)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...thrown)).toBeLessThan(1);
  expect(Math.abs(thrown.reduce((sum, value) => sum + value, 0) / thrown.length - 0.5)).toBeLessThan(0.03);
});

it('a settings change touches only what it names', () => {
  expect(patchSettings(DEFAULT_SETTINGS, { rateLimit: { posts: 5 } })).toEqual({ ...DEFAULT_SETTINGS, rateLimit: { ...DEFAULT_SETTINGS.rateLimit, posts: 5 } });
});

it('only loopback names are let in on a loopback address', () => {
  expect(['localhost', 'localhost:80', '127.0.0.1:5', '[::1]:5', '127.8.9.1'].every((name) => hostAllowed('127.0.0.1', name))).toBe(true);
  expect([undefined, '', 'evil.example', '127.0.0.1.evil.example', '10.0.0.1'].some((name) => hostAllowed('127.0.0.1', name))).toBe(false);
  expect(hostAllowed('0.0.0.0', 'center.example')).toBe(true);
});

it('every error says what happened and what to do', () => {
  for (const [code, entry] of Object.entries(SANDBOX_ERRORS)) {
    expect(code).toMatch(/^[A-Z][A-Z_0-9]+$/);
    expect(entry.message, code).toMatch(/\.$/);
    expect(entry.remedy, code).toMatch(/\.$/);
    expect(entry.status).toBeGreaterThanOrEqual(400);
  }
});
