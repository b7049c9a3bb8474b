import { z } from 'zod';
import { agentIdSchema, instantSchema } from './ids.ts';

// C8: what is looked for on behalf of a brand. Leads change it at the desk; feeds take up a change without a restart.

const one = (max: number) => z.string().trim().min(2).max(max);

/** Any of the words or phrases, none of the excludes, in these languages (none: any). */
export const searchTermsSchema = z.object({
  id: z.string().trim().min(1).max(64),
  words: z.array(one(60)).max(50).default([]),
  phrases: z.array(one(120)).max(50).default([]),
  excludes: z.array(one(60)).max(50).default([]),
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).max(10).default([]),
});
export type SearchTerms = z.infer<typeof searchTermsSchema>;
export const searchTermsListSchema = z.array(searchTermsSchema).max(20);

/** What found a post: a group of terms, and its word or phrase where it can be told. */
export const termHitSchema = z.object({ group: z.string().min(1).max(64), term: z.string().min(1).max(120).optional() });
export type TermHit = z.infer<typeof termHitSchema>;

export const TERM_KINDS = ['words', 'phrases', 'excludes', 'languages'] as const;
/** One thing that came or went; `kind` `group`: the group itself. */
export const termsDiffSchema = z.object({ group: z.string().max(64), kind: z.enum([...TERM_KINDS, 'group']), change: z.enum(['added', 'removed']), text: z.string().max(120) });
export type TermsDiff = z.infer<typeof termsDiffSchema>;

/** The terms of one brand (its id is the brand's name). While there is none, those of the server's configuration hold. */
export const searchBookSchema = z.object({
  id: z.string().min(1).max(128),
  version: z.number().int().min(1),
  terms: searchTermsListSchema,
  /** Newest last; at most 100. */
  history: z.array(z.object({ version: z.number().int().min(1), at: instantSchema, byAgentId: agentIdSchema, note: z.string().max(500).optional(), restores: z.number().int().min(0).optional(), diff: z.array(termsDiffSchema).max(200) })).max(100),
  /** For undo; at most 20, newest last, the one in force included. */
  documents: z.array(z.object({ version: z.number().int().min(0), terms: searchTermsListSchema })).max(20),
});
export type SearchBook = z.infer<typeof searchBookSchema>;

const MOST_DIFFS = 200;

/** What a change of terms added and removed, group by group. At most 200. */
export function termsDiff(from: readonly SearchTerms[], to: readonly SearchTerms[]): TermsDiff[] {
  const before = new Map(from.map((terms) => [terms.id, terms]));
  const after = new Map(to.map((terms) => [terms.id, terms]));
  const found: TermsDiff[] = [];
  for (const group of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(group), after.get(group)];
    if (was === undefined || is === undefined) found.push({ group, kind: 'group', change: was === undefined ? 'added' : 'removed', text: group });
    for (const kind of TERM_KINDS) {
      for (const text of is?.[kind] ?? []) if (was?.[kind].includes(text) !== true) found.push({ group, kind, change: 'added', text });
      for (const text of was?.[kind] ?? []) if (is?.[kind].includes(text) !== true) found.push({ group, kind, change: 'removed', text });
    }
  }
  return found.slice(0, MOST_DIFFS);
}

/** What of these terms a text hits: whole words, case and accents as they are written. A post that says no language passes any. At most 20 hits. */
export function finder(terms: readonly SearchTerms[]): (text: string, languages: readonly string[] | undefined) => TermHit[] {
  const groups = terms.flatMap(({ id, words, phrases, excludes, languages }) => {
    const all = [...words, ...phrases];
    const wanted = pattern(all);
    return wanted === undefined ? [] : [{ id, wanted, unwanted: pattern(excludes), languages, each: all.map((term) => ({ term, wanted: pattern([term]) })) }];
  });
  return (text, said) => {
    const hits: TermHit[] = [];
    for (const { id, wanted, unwanted, languages, each } of groups) {
      if (languages.length > 0 && said !== undefined && said.length > 0 && !said.some((language) => languages.includes(language.slice(0, 2)))) continue;
      if (!wanted.test(text) || unwanted?.test(text) === true) continue;
      for (const { term, wanted: alone } of each) if (alone?.test(text) === true) hits.push({ group: id, term });
    }
    return hits.slice(0, 20);
  };
}

function pattern(alternatives: readonly string[]): RegExp | undefined {
  if (alternatives.length === 0) return undefined;
  const each = alternatives.map((text) => text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${each.join('|')})(?![\\p{L}\\p{N}_])`, 'iu');
}
