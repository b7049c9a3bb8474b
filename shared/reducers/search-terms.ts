import { termsDiff, type SearchBook } from '../domain/search-terms.ts';
import type { CenterEvent } from '../events/index.ts';

const HISTORY = 100;
const DOCUMENTS = 20;

export function reduceSearchBook(state: SearchBook | undefined, event: CenterEvent): SearchBook | undefined {
  if (event.type !== 'terms.changed') return state;
  const { brand, version, terms, byAgentId, at, note, restores } = event.data;
  const change = { version, byAgentId, at, diff: termsDiff(state?.terms ?? [], terms), ...(note === undefined ? {} : { note }), ...(restores === undefined ? {} : { restores }) };
  return {
    id: brand,
    version,
    terms,
    history: [...(state?.history ?? []), change].slice(-HISTORY),
    documents: [...(state?.documents ?? [{ version: 0, terms: [] }]), { version, terms }].slice(-DOCUMENTS),
  };
}
