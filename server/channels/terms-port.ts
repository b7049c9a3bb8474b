import { z } from 'zod';

/** What is looked for on behalf of a brand: any of the words or phrases, none of the excludes, in these languages. */
export const termsSchema = z.object({
  id: z.string().min(1).max(64),
  words: z.array(z.string().min(2).max(60)).max(50).default([]),
  phrases: z.array(z.string().min(2).max(120)).max(50).default([]),
  excludes: z.array(z.string().min(2).max(60)).max(50).default([]),
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).max(10).default([]),
});
export type SearchTerms = z.infer<typeof termsSchema>;

/** Whether a text is a hit: whole words, case and accents as they are written. A post that says no language passes any. */
export function finds(terms: readonly SearchTerms[]): (text: string, languages: readonly string[] | undefined) => boolean {
  const all = terms.flatMap(({ words, phrases, excludes, languages }) => {
    const wanted = pattern([...words, ...phrases]);
    return wanted === undefined ? [] : [{ wanted, unwanted: pattern(excludes), languages }];
  });
  return (text, said) =>
    all.some(({ wanted, unwanted, languages }) => {
      if (languages.length > 0 && said !== undefined && said.length > 0 && !said.some((one) => languages.includes(one.slice(0, 2)))) return false;
      return wanted.test(text) && unwanted?.test(text) !== true;
    });
}

function pattern(alternatives: readonly string[]): RegExp | undefined {
  if (alternatives.length === 0) return undefined;
  const each = alternatives.map((text) => text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${each.join('|')})(?![\\p{L}\\p{N}_])`, 'iu');
}
