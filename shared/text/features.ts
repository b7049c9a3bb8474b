import { lexiconGroups } from './lexicon.ts';
import { blankMarks, tokenize } from './tokens.ts';

// Features of the linear models, hashed into a table: whole words, pairs of neighbouring words, and runs of three to five letters within
// words. The same function trains and reads; its version stands in the model file, so an old file is refused.

export const FEATURE_VERSION = 5;

export interface Feature {
  /** Place in the table. */
  readonly at: number;
  readonly value: number;
  /** The word the feature comes from, by place in `words`. */
  readonly word: number;
}

export interface Featured {
  readonly words: readonly string[];
  readonly features: readonly Feature[];
}

const EMOTICONS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\s)(?:[:;=8]-?[)D\]*pP]|\^\^|<3|&lt;3|xD|XD|:'\)|\\o\/)+/gu, ' _froh_ '],
  [/(?:^|\s)(?:[:=]-?[(/[|\\]|:'\(|-\.-|-_-|D:)+/gu, ' _traurig_ '],
];

/** Small letters, numbers as 0, umlauts whole, stretched letters cut to two, emoticons and emoji as words of their own. */
export function normalise(text: string): string {
  let out = text.normalize('NFC').replace(/&amp;/gu, '&').replace(/&gt;/gu, '>').replace(/&lt;/gu, '<');
  const shouting = (out.match(/\b\p{Lu}{4,}\b/gu) ?? []).length;
  const url = /https?:\/\/|www\./u.test(out);
  const tags = (out.match(/#[\p{L}\p{N}_]+/gu) ?? []).map((tag) => tag.slice(1).toLowerCase());
  const leads = /^\s*\.?@/u.test(out);
  const shared = /^\s*RT\b/u.test(out);
  out = blankMarks(out);
  for (const [pattern, word] of EMOTICONS) out = out.replace(pattern, word);
  out = out
    .toLowerCase()
    .replace(/\d+/gu, '0')
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .replace(/\p{Extended_Pictographic}/gu, (emoji) => ` ${emoji} `)
    .replace(/!{2,}/gu, ' _rufe_ ')
    .replace(/\?{2,}/gu, ' _fragen_ ')
    .replace(/!\?|\?!/gu, ' _empört_ ')
    .replace(/\?/gu, ' _frage_ ')
    .replace(/!/gu, ' _ruf_ ')
    .replace(/\.{2,}|…/gu, ' _punkte_ ');
  const marks = [shouting > 1 ? '_laut_' : '', url ? '_adresse_' : '', leads ? '_gerichtet_' : '', shared ? '_geteilt_' : '', ...tags];
  return `${out} ${marks.join(' ')}`;
}

const WORDS = /_\p{L}+_|\p{Extended_Pictographic}|[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;

/** Features of a text for a table of `1 << bits` places; the vector has length 1. */
export function featuresOf(text: string, bits: number): Featured {
  const words = normalise(text).match(WORDS) ?? [];
  const limited = words.slice(0, 400);
  const mask = (1 << bits) - 1;
  const features: { at: number; value: number; word: number }[] = [];
  const seen = new Map<number, number>();
  const add = (key: string, value: number, word: number): void => {
    const at = hashOf(key) & mask;
    const known = seen.get(at);
    if (known !== undefined) return;
    seen.set(at, features.length);
    features.push({ at, value, word });
  };
  limited.forEach((word, i) => {
    add(`w:${word}`, 1, i);
    const next = limited[i + 1];
    if (next !== undefined) add(`p:${word} ${next}`, 0.8, i);
    const after = limited[i + 2];
    if (next !== undefined && after !== undefined) add(`s:${word} ${after}`, 0.4, i);
    if (word.length > 2 && !word.startsWith('_')) {
      const padded = `<${word}>`;
      for (const size of [3, 4, 5]) for (let at = 0; at + size <= padded.length; at += 1) add(`c:${padded.slice(at, at + size)}`, 0.5, i);
    }
  });
  addGroups(limited, add);
  let norm = 0;
  for (const feature of features) norm += feature.value * feature.value;
  const scale = norm === 0 ? 1 : 1 / Math.sqrt(norm);
  for (const feature of features) feature.value *= scale;
  return { words: limited, features };
}

/** How many words of each group there are, and whether a negation stands right before: what carries over to another field of talk. */
function addGroups(words: readonly string[], add: (key: string, value: number, word: number) => void): void {
  const counts = new Map<string, number>();
  words.forEach((word, i) => {
    for (const group of lexiconGroups(word)) {
      const negated = [words[i - 1], words[i - 2], words[i - 3]].some((w) => w !== undefined && lexiconGroups(w).includes('negation'));
      const name = negated && (group === 'positive' || group === 'negative') ? `${group}-not` : group;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count <= 4) add(`l:${name}:${count}`, 2, i);
    }
  });
  const positive = counts.get('positive') ?? 0;
  const negative = counts.get('negative') ?? 0;
  add(`l:mood:${Math.sign(positive - negative)}`, 2, 0);
  add(`l:length:${Math.min(6, Math.floor(words.length / 6))}`, 1, 0);
}

/** FNV-1a over UTF-16 units, mixed once more so that the low bits are fit for a mask. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) {
    hash ^= key.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash >>> 0;
}

/** Plain words for the baseline of a measurement: small letters, nothing else. */
export function bagOfWords(text: string): readonly string[] {
  return tokenize(text).map((token) => token.lower);
}
