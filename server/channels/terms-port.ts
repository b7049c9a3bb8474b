import { finder, searchTermsListSchema, type SearchTerms, type TermHit } from '../../shared/domain/search-terms.ts';
import type { FeedRun } from './ports.ts';

/** Terms in a feed's settings: they hold until the brand has terms of its own at the desk. */
export const settingTermsSchema = searchTermsListSchema.default([]);

export interface TermsNow {
  readonly terms: readonly SearchTerms[];
  readonly find: (text: string, languages: readonly string[] | undefined) => TermHit[];
}

/** The terms in force, asked anew each time: a change at the desk holds from the next question on. `configured`: those of the feed's settings. */
export function termsInForce(run: Pick<FeedRun, 'terms'>, configured: readonly SearchTerms[]): () => TermsNow {
  let now: TermsNow = { terms: configured, find: finder(configured) };
  return () => {
    const terms = run.terms?.() ?? configured;
    if (now.terms !== terms) now = { terms, find: finder(terms) };
    return now;
  };
}
