// What is typed, as a query of the full-text index. Nothing anybody types is syntax.

const MOST_WORDS = 20;
const WORD = /[\p{L}\p{N}]+/gu;

export function wordsOf(typed: string): string[] {
  return typed.match(WORD)?.slice(0, MOST_WORDS) ?? [];
}

/**
 * All words are to occur, the last one may be a beginning of two letters or more. `facts`: of each list at least one. Undefined where there is nothing
 * to look for.
 */
export function toQuery(typed: string, facts: readonly (readonly string[])[] = []): string | undefined {
  const words = wordsOf(typed);
  if (words.length === 0 && facts.length === 0) return undefined;
  const parts = facts.map((any) => `{facts} : (${any.map((fact) => `"${fact}"`).join(' OR ')})`);
  if (words.length > 0) {
    const last = words.at(-1) ?? '';
    parts.unshift(`{text} : (${words.map((word) => `"${word}"`).join(' AND ')}${[...last].length > 1 ? ' *' : ''})`);
  }
  return parts.join(' AND ');
}

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
const BEFORE = 5;
const AROUND = 16;

/** The place of the first match, so many words around it; found words between U+2039 and U+203A. */
export function excerptOf(text: string, typed: string): string {
  const wanted = wordsOf(typed).map(folded);
  const last = wanted.at(-1);
  const fits = (word: string): boolean => {
    const plain = folded(word);
    return wanted.includes(plain) || (last !== undefined && last.length > 1 && plain.startsWith(last));
  };
  const found = [...text.matchAll(WORD)].map((match) => ({ at: match.index, end: match.index + match[0].length, fits: fits(match[0]) }));
  const first = Math.max(0, found.findIndex((word) => word.fits) - BEFORE);
  const shown = found.slice(first, first + AROUND);
  let out = first > 0 ? '…' : '';
  let at = first > 0 ? (shown[0]?.at ?? 0) : 0;
  for (const word of shown) {
    if (!word.fits) continue;
    out += `${text.slice(at, word.at)}‹${text.slice(word.at, word.end)}›`;
    at = word.end;
  }
  const isCut = first + AROUND < found.length;
  return `${out}${text.slice(at, isCut ? (shown.at(-1)?.end ?? text.length) : text.length)}${isCut ? '…' : ''}`.replaceAll(/\s+/gu, ' ').trim();
}
