import type { SearchTerms } from '../domain/search-terms.ts';

/**
 * In the language of operators (`OR`, `-`, `"…"`, `lang:`): queries that together find what the terms ask for: as many alternatives in each as fit. Reposts and what the account says itself are left out, and what names it:
 * that comes as a mention. `queryMax`: characters a query may have. Throws RangeError when the excludes alone leave no room.
 */
export function queriesOf(terms: SearchTerms, handle: string, queryMax: number): string[] {
  const alternatives = [...terms.words.map(plainWord), ...terms.phrases.map((phrase) => `"${clean(phrase)}"`)].filter(isSaid);
  if (alternatives.length === 0) return [];
  const languages = terms.languages.map((language) => `lang:${language}`);
  const tail = [
    ...(languages.length === 0 ? [] : [languages.length === 1 ? (languages[0] ?? '') : `(${languages.join(' OR ')})`]),
    ...terms.excludes.map(plainWord).filter(isSaid).map((word) => `-${word}`),
    '-is:retweet',
    `-from:${handle}`,
    `-@${handle}`,
  ].join(' ');
  const queries: string[] = [];
  let held: string[] = [];
  const make = (list: readonly string[]): string => `(${list.join(' OR ')}) ${tail}`;
  for (const one of alternatives) {
    if (make([one]).length > queryMax) throw new RangeError(`the excludes of "${terms.id}" leave no room for "${one}"`);
    if (held.length > 0 && make([...held, one]).length > queryMax) {
      queries.push(make(held));
      held = [];
    }
    held.push(one);
  }
  queries.push(make(held));
  return queries;
}

const isSaid = (one: string): boolean => one !== '' && one !== '""';

/** Nothing in a term may act as an operator of the search. */
const clean = (text: string): string => text.replace(/["()\\:]/g, ' ').replace(/\s+/g, ' ').trim();

function plainWord(word: string): string {
  const text = clean(word).replace(/^-+/, '');
  return /[\s]/.test(text) || /^(OR|AND)$/i.test(text) ? `"${text}"` : text;
}
