import type { Account } from '../../shared/domain/account.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import { outcomeOf, type Outreach } from '../../shared/domain/outreach.ts';
import type { TermCount } from '../../shared/domain/term-report.ts';

/** So many must have been judged before a term is called noisy, and so large a share of them. */
const JUDGED_NEEDED = 10;
const NOISY_SHARE = 2 / 3;

type Counting = { -readonly [K in keyof TermCount]: TermCount[K] };

/** C8: what each group of terms, and each term, brought in since then (ms). A post that several found counts for each; the most hits first. */
export function termReport(conversations: Iterable<Conversation>, brandOf: (accountId: Account['id']) => string | undefined, from: number): TermCount[] {
  const counts = new Map<string, Counting>();
  const of = (brand: string, group: string, term?: string): Counting => {
    const key = JSON.stringify([brand, group, term]);
    const count = counts.get(key) ?? { brand, group, ...(term === undefined ? {} : { term }), hits: 0, triaged: 0, noise: 0, relevant: 0, approached: 0, answered: 0, resolved: 0, leftAlone: 0, isNoisy: false };
    counts.set(key, count);
    return count;
  };
  for (const { accountId, outreach } of conversations) {
    if (outreach?.foundBy === undefined || outreach.foundAt < from) continue;
    const brand = brandOf(accountId) ?? accountId;
    for (const group of new Set(outreach.foundBy.map((hit) => hit.group))) add(of(brand, group), outreach);
    for (const { group, term } of outreach.foundBy) if (term !== undefined) add(of(brand, group, term), outreach);
  }
  for (const count of counts.values()) count.isNoisy = count.triaged >= JUDGED_NEEDED && count.noise >= count.triaged * NOISY_SHARE;
  return [...counts.values()].toSorted((a, b) => b.hits - a.hits || (a.group < b.group ? -1 : 1));
}

function add(count: Counting, outreach: Outreach): void {
  const outcome = outcomeOf(outreach);
  count.hits += 1;
  if (outcome !== 'open') count.triaged += 1;
  if (outcome === 'noise') count.noise += 1;
  else if (outcome !== 'open') count.relevant += 1;
  if (outreach.approachedAt !== undefined) count.approached += 1;
  if (outreach.answeredAt !== undefined) count.answered += 1;
  if (outcome === 'resolved') count.resolved += 1;
  if (outcome === 'leftAlone') count.leftAlone += 1;
}
