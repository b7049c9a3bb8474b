import { getChannel } from '../channels/index.ts';
import { queriesOf } from '../channels/search-query.ts';
import type { Account } from '../domain/account.ts';
import type { SearchBook, SearchTerms } from '../domain/search-terms.ts';
import { accept, refuse, type Decider } from './context.ts';

interface Problem {
  readonly field: string;
  readonly detail: string;
}

const folded = (text: string): string => text.toLocaleLowerCase('de').replace(/\s+/g, ' ').trim();

/** What a schema cannot see: groups that look for nothing or exclude what they look for, and what a platform's search has no room for. The first, by its place. */
export function termsProblem(terms: readonly SearchTerms[], accounts: readonly Account[]): Problem | undefined {
  const ids = new Set<string>();
  for (const [i, group] of terms.entries()) {
    if (ids.has(folded(group.id))) return { field: `terms.${i}.id`, detail: `two groups are called "${group.id}"` };
    ids.add(folded(group.id));
    const wanted = new Set<string>();
    for (const kind of ['words', 'phrases'] as const) {
      for (const [place, text] of group[kind].entries()) {
        if (!/[\p{L}\p{N}]/u.test(text)) return { field: `terms.${i}.${kind}.${place}`, detail: `"${text}" has nothing to look for` };
        if (wanted.has(folded(text))) return { field: `terms.${i}.${kind}.${place}`, detail: `"${text}" is there twice` };
        wanted.add(folded(text));
      }
    }
    if (wanted.size === 0) return { field: `terms.${i}`, detail: `"${group.id}" looks for nothing` };
    const against = group.excludes.findIndex((text) => wanted.has(folded(text)));
    if (against >= 0) return { field: `terms.${i}.excludes.${against}`, detail: `"${group.excludes[against]}" is looked for and excluded` };
    for (const account of accounts) {
      const queryMax = getChannel(account.channel)?.search?.queryMax;
      if (queryMax === undefined) continue;
      try {
        queriesOf(group, account.handle, queryMax);
      } catch (error) {
        return { field: `terms.${i}.excludes`, detail: `${account.name}: ${error instanceof Error ? error.message : ''} (${queryMax})` };
      }
    }
  }
  return undefined;
}

export const decideChangeTerms: Decider<'terms.change'> = {
  type: 'terms.change',
  facts: ['searchBook'],
  decide(facts, data, context) {
    const version = facts.get('searchBook', data.brand)?.version ?? 0;
    if (version !== data.baseVersion) return refuse('TERMS_STALE', { field: 'baseVersion', detail: `version ${version} is in force` });
    const accounts = context.accountsOf?.(data.brand) ?? [];
    if (accounts.length === 0) return refuse('NOT_FOUND', { field: 'brand' });
    const problem = termsProblem(data.terms, accounts);
    if (problem !== undefined) return refuse('TERMS_INVALID', problem);
    return accept([{ type: 'terms.changed', data: { brand: data.brand, version: version + 1, terms: data.terms, byAgentId: context.agentId, at: context.now, ...noted(data.note) } }], { version: version + 1 });
  },
};

export const decideUndoTerms: Decider<'terms.undo'> = {
  type: 'terms.undo',
  facts: ['searchBook'],
  decide(facts, data, context) {
    const book = facts.get('searchBook', data.brand);
    if (book === undefined || book.version !== data.version) return refuse('TERMS_STALE', { field: 'version', detail: `version ${book?.version ?? 0} is in force` });
    // An undo after an undo goes one further back, not forth again.
    const restores = meant(book, meant(book, book.version) - 1);
    const before = book.documents.findLast((document) => document.version === restores);
    if (before === undefined) return refuse('TERMS_NOTHING_TO_UNDO');
    // An account with less room may have come since.
    const problem = termsProblem(before.terms, context.accountsOf?.(data.brand) ?? []);
    if (problem !== undefined) return refuse('TERMS_INVALID', problem);
    const version = book.version + 1;
    return accept([{ type: 'terms.changed', data: { brand: data.brand, version, terms: before.terms, restores, byAgentId: context.agentId, at: context.now, ...noted(data.note) } }], { version, restores });
  },
};

/** The version whose terms this one brought back, or itself. */
function meant(book: SearchBook, version: number): number {
  const restored = book.history.find((change) => change.version === version)?.restores;
  return restored === undefined || restored >= version ? version : meant(book, restored);
}

function noted(note: string | undefined): { note?: string } {
  return note === undefined ? {} : { note };
}
