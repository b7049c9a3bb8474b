import type { LengthRule } from '../domain/length-rule.ts';
import { CodedError } from '../util/errors.ts';
import { findUrls } from './urls.ts';
import { measure } from './weighted-length.ts';

// Agents sign public answers with their initials ("… ^AB"), every part of an answer in parts.

const SIGNATURE = /(?:^|\s)\^([\p{Lu}\d]{2,3})\s*$/u;

/** The text with ` ^AB` at its end, exactly once; an empty text stays empty. Another person's signature at the end is replaced. */
export function withSignature(text: string, initials: string): string {
  const bare = stripSignature(text).trimEnd();
  return bare === '' ? '' : `${bare} ^${initials}`;
}

/** The text without a signature at its end; other text is returned as it is. */
export function stripSignature(text: string): string {
  return SIGNATURE.test(text) ? text.replace(SIGNATURE, '').trimEnd() : text;
}

/** The initials a text is signed with. */
export function signatureOf(text: string): string | undefined {
  return SIGNATURE.exec(text)?.[1];
}

const MOST_PARTS = 20;

/**
 * Splits an answer into as few parts as fit the rule, each with its number ("1/2") and, where given, its signature. One that fits stays
 * whole and without a number. Cuts between sentences where a part stays well filled, else between words; a web address is never cut, a
 * longer word only when it fits no part. Throws INPUT_TOO_LARGE beyond 20 parts.
 */
export function splitParts(text: string, rule: LengthRule, initials?: string): readonly string[] {
  const bare = initials === undefined ? text.trim() : stripSignature(text.trim());
  const whole = initials === undefined ? bare : withSignature(bare, initials);
  if (bare === '') return [];
  if (measure(whole, rule).fits) return [whole];
  // The width of "3/12" depends on how many parts there are, so the count is guessed and corrected.
  for (const digits of [1, 2]) {
    const widest = '8'.repeat(digits);
    const suffix = ` ${widest}/${widest}${initials === undefined ? '' : ` ^${initials}`}`;
    const chunks = cut(bare, (chunk) => measure(chunk + suffix, rule).fits);
    if (chunks === undefined || chunks.length > MOST_PARTS) break;
    if (String(chunks.length).length > digits) continue;
    return chunks.map((chunk, at) => `${chunk} ${at + 1}/${chunks.length}${initials === undefined ? '' : ` ^${initials}`}`);
  }
  throw new CodedError('INPUT_TOO_LARGE', { field: 'text', detail: `It does not fit into ${MOST_PARTS} parts.` });
}

/** Undefined when a single character with its suffix does not fit or the parts are too many. */
function cut(text: string, fits: (chunk: string) => boolean): string[] | undefined {
  const chunks: string[] = [];
  let rest = text;
  while (rest !== '') {
    if (chunks.length > MOST_PARTS) return undefined;
    if (fits(rest)) {
      chunks.push(rest);
      return chunks;
    }
    const at = cutAt(rest, fits);
    if (at === 0) return undefined;
    chunks.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return chunks;
}

/** Where the first part ends: the last good place that fits, as an index; 0 when nothing fits. */
function cutAt(text: string, fits: (chunk: string) => boolean): number {
  const words = places(text, /\s+/gu);
  const word = lastFitting(text, words, fits);
  if (word === 0) {
    const letters = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)].map((s) => s.index + s.segment.length);
    return lastFitting(text, letters, fits);
  }
  const sentence = lastFitting(text, places(text, /(?<=[.!?…:])\s+|\n+/gu), fits);
  return sentence >= word * 0.6 ? sentence : word;
}

function places(text: string, between: RegExp): number[] {
  const urls = findUrls(text);
  return [...text.matchAll(between)].map((m) => m.index).filter((at) => at > 0 && !urls.some((u) => u.start < at && at < u.end));
}

/** Longer never fits where shorter did not, but for a rounding of addresses; so a search by halves is right often enough and checked. */
function lastFitting(text: string, at: readonly number[], fits: (chunk: string) => boolean): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(text.slice(0, at[middle]).trimEnd())) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0; i -= 1) {
    const place = at[i] ?? 0;
    if (fits(text.slice(0, place).trimEnd())) return place;
  }
  return 0;
}
