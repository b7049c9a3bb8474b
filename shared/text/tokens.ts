/** A word of a text with its place (UTF-16, `end` exclusive). Words are runs of letters and digits; an inner hyphen or apostrophe stays in. */
export interface Token {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** The characters between the token before (or the beginning) and this one. */
  readonly before: string;
}

const WORD = /[\p{L}\p{N}]+(?:[-'’‘][\p{L}\p{N}]+)*/gu;

/** Words in the order of the text. Handles, hashtags and addresses are cut like other text; blank them first where they must not count. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let last = 0;
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    tokens.push({
      text: word,
      lower: word.toLowerCase(),
      start: match.index,
      end: match.index + word.length,
      before: text.slice(last, match.index),
    });
    last = match.index + word.length;
  }
  return tokens;
}

/** The same text with web addresses, e-mail addresses, @handles and #tags blanked by spaces, so that places stay valid. */
export function blankMarks(text: string): string {
  return text.replace(/https?:\/\/\S+|www\.\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}.]+|[@#][\p{L}\p{N}_-]+/gu, (mark) =>
    ' '.repeat(mark.length),
  );
}

/** True for a capital first letter with the rest small, or a single capital. */
export function isCapitalised(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}
