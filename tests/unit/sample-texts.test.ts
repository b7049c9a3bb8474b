import { describe, expect, it } from 'vitest';
import { accountInputSchema } from '../../sandbox/schemas.ts';
import { DEFAULT_SETTINGS } from '../../sandbox/settings.ts';
import { parseMentions } from '../../sandbox/mentions.ts';
import { HANDLES } from '../../tools/sample/center.ts';
import {
  BYSTANDERS,
  CHASERS,
  KIEL_OUTAGE,
  MORE_QUESTIONS,
  PEOPLE,
  PRIVATE_MESSAGES,
  SAMPLE_POSTS,
  THANKS,
  UNHAPPY,
  type Language,
} from '../../tools/sample/texts/index.ts';

const LANGUAGES: readonly Language[] = ['de', 'en'];
const LONGEST_HANDLE = `@${HANDLES.german} `;
const letters = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

describe('the sample texts', () => {
  it('are many, in both languages, about everything, in every mood and form of address', () => {
    const count = (language: Language): number => SAMPLE_POSTS.filter((post) => post.language === language).length;
    expect(count('de')).toBeGreaterThanOrEqual(150);
    expect(count('en')).toBeGreaterThanOrEqual(60);
    expect(KIEL_OUTAGE).toHaveLength(30);
    const german = SAMPLE_POSTS.filter((post) => post.language === 'de');
    for (const form of ['du', 'sie', 'none']) expect(german.filter((post) => post.form === form).length).toBeGreaterThanOrEqual(30);
    for (const topic of ['mobile', 'fixed', 'tv', 'billing', 'general']) {
      for (const kind of ['complaint', 'request', 'praise', 'smallTalk'])
        expect(german.some((post) => post.topic === topic && post.kind === kind)).toBe(true);
    }
    expect(SAMPLE_POSTS.some((post) => post.deletes === true) && SAMPLE_POSTS.some((post) => post.editedTo !== undefined)).toBe(true);
    expect(SAMPLE_POSTS.some((post) => /\p{Extended_Pictographic}/u.test(post.text))).toBe(true);
    expect(SAMPLE_POSTS.filter((post) => post.text.length > 200).length).toBeGreaterThanOrEqual(5);
  });

  it('say each thing once', () => {
    const openers = [...SAMPLE_POSTS.map((post) => post.text), ...KIEL_OUTAGE, ...PRIVATE_MESSAGES.de, ...PRIVATE_MESSAGES.en];
    expect(new Set(openers.map(letters)).size).toBe(openers.length);
    for (const pool of [BYSTANDERS, CHASERS, MORE_QUESTIONS, THANKS, UNHAPPY]) {
      for (const language of LANGUAGES) {
        expect(pool[language].length).toBeGreaterThanOrEqual(6);
        expect(new Set(pool[language].map(letters)).size).toBe(pool[language].length);
      }
    }
  });

  it('fit the platform with the handle before them, and name nobody but the brand', () => {
    const said = [
      ...SAMPLE_POSTS.flatMap((post) => [post.text, post.editedTo ?? '']),
      ...KIEL_OUTAGE,
      ...LANGUAGES.flatMap((language) =>
        [BYSTANDERS, CHASERS, MORE_QUESTIONS, THANKS, UNHAPPY, PRIVATE_MESSAGES].flatMap((pool) => pool[language]),
      ),
    ];
    expect(said.filter((text) => [...`${LONGEST_HANDLE}${text}`].length > DEFAULT_SETTINGS.maxLength)).toEqual([]);
    expect(said.filter((text) => parseMentions(text).length > 0)).toEqual([]);
    expect(said.filter((text) => /[{}]/.test(text.replaceAll('{brand}', '')))).toEqual([]);
  });

  it('hold no number or address that could belong to someone', () => {
    const all = JSON.stringify([SAMPLE_POSTS, KIEL_OUTAGE, PRIVATE_MESSAGES, BYSTANDERS, MORE_QUESTIONS]);
    // 0171 39200xx is kept free for film and books; example.org for documents.
    for (const [number] of all.matchAll(/\b01[5-7]\d[ /\d]{6,}/g)) expect(number).toMatch(/^0171 39200\d\d$/);
    for (const [address] of all.matchAll(/[\w.]+@[\w.]+/g)) expect(address).toMatch(/@example\.(org|com)$/);
    expect(all).not.toMatch(/DE\d{2} ?\d{4}/);
  });

  it('come from people the platform takes, each once', () => {
    expect(
      PEOPLE.filter(
        ({ handle, displayName, followers }) => !accountInputSchema.safeParse({ handle, displayName, followers, kind: 'person' }).success,
      ),
    ).toEqual([]);
    expect(new Set(PEOPLE.map((one) => one.handle.toLowerCase())).size).toBe(PEOPLE.length);
  });
});
