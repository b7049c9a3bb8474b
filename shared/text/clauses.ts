import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** A word with what its place in the sentence says about it. */
export interface Word extends Token {
  /** Grows at every punctuation mark that parts clauses, and at "und", "oder" and the like. */
  readonly clause: number;
  /** Grows at commas and stronger marks only. */
  readonly stretch: number;
  readonly sentence: number;
  readonly opensSentence: boolean;
  readonly opensClause: boolean;
  readonly opensStretch: boolean;
}

const PARTS = /[,.;:!?()[\]"„“”»«…\n/]|\s[-–—]+\s|^[-–—]\s/u;
const ENDS = /[.!?…\n:]|["„»(]\s*$|\s[-–—]+\s/u;
const JOINS: ReadonlySet<string> = new Set(['und', 'oder', 'aber', 'sondern', 'denn', '&']);

/** The words of a text, parted into sentences and clauses by punctuation and conjunctions; a rough cut that needs no grammar. */
export function splitClauses(text: string): readonly Word[] {
  const words: Word[] = [];
  let clause = 0;
  let stretch = 0;
  let sentence = 0;
  let joined = true;
  for (const token of tokenize(text)) {
    const first = words.length === 0;
    const ends = !first && ENDS.test(token.before);
    const parts = !first && (ends || PARTS.test(token.before));
    const joins = JOINS.has(token.lower);
    if (ends) sentence += 1;
    if (parts) stretch += 1;
    if (parts || joins) clause += 1;
    words.push({
      ...token,
      clause,
      stretch,
      sentence,
      opensSentence: first || ends,
      opensClause: first || parts || joined,
      opensStretch: first || parts,
    });
    joined = joins;
  }
  return words;
}

/** What ends the sentence of this word: the first of . ! ? … after it, or nothing. */
export function sentenceEnd(text: string, word: Word): string {
  return /[.!?…]/u.exec(text.slice(word.end))?.[0] ?? '';
}
