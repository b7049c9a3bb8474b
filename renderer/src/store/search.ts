import { create } from 'zustand';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { isNarrowed, type SearchFilter } from '../../../shared/domain/search.ts';
import { tagNow } from '../../../shared/domain/tag.ts';
import { isResting } from '../../../shared/domain/work-item.ts';
import type { IpcResponse } from '../../../shared/ipc/index.ts';
import { tagBook, wordsOf } from './tags.ts';

export type Found = IpcResponse<'search.run'>;
export type Hit = Found['hits'][number];

/** How far back, as it is chosen: a span before now. */
export type SearchSpan = 'day' | 'week' | 'month' | 'quarter';
export const SPANS: Readonly<Record<SearchSpan, number>> = { day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000, quarter: 91 * 86_400_000 };

export interface SearchChoice {
  readonly filter: Omit<SearchFilter, 'sinceAt' | 'untilAt'>;
  readonly span: SearchSpan | undefined;
  /** The filters are shown. */
  readonly isOpen: boolean;
}

export const useSearchChoice = create<SearchChoice>(() => ({ filter: {}, span: undefined, isOpen: false }));

export function narrow(change: Partial<SearchChoice['filter']>): void {
  useSearchChoice.setState(({ filter }) => ({ filter: Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined)) }));
}

export function widen(): void {
  useSearchChoice.setState({ filter: {}, span: undefined });
}

/** What is asked of the desk. `now` to the minute, so that the same choice is the same question for a while. */
export function filterOf({ filter, span }: Pick<SearchChoice, 'filter' | 'span'>, now: number): SearchFilter {
  return span === undefined ? filter : { ...filter, sinceAt: now - SPANS[span] };
}

export { isNarrowed };

/** Tags there are on the lists, by name. */
export function tagsOf(rows: Iterable<QueueRow>, book = tagBook()): string[] {
  const tags = new Set<string>();
  for (const row of rows) for (const tag of row.tags ?? []) tags.add(tagNow(book, tag));
  return [...tags].toSorted((a, b) => a.localeCompare(b, 'de'));
}

const MOST_ROWS = 8;
const MOST_LOOKED_AT = 20_000;

/** Lines of the lists that fit and whose conversation is not among `found`: what may be seen and is not held. */
export function rowHits(rows: Iterable<QueueRow>, text: string, filter: SearchFilter, found: ReadonlySet<string>, brandOf: (accountId: string) => string | undefined, me: string): QueueRow[] {
  const words = text.toLocaleLowerCase('de').match(/[\p{L}\p{N}]+/gu) ?? [];
  // Lines know nothing of single messages but the last one of the customer.
  if (words.length === 0 || filter.agentId !== undefined || (filter.saidBy !== undefined && filter.saidBy !== 'customer')) return [];
  const hits: QueueRow[] = [];
  const tagWords = filter.tag === undefined ? undefined : wordsOf(filter.tag);
  let looked = 0;
  for (const row of rows) {
    if ((looked += 1) > MOST_LOOKED_AT || hits.length >= MOST_ROWS) break;
    const { item } = row;
    const state = item.state === 'closed' ? 'closed' : isResting(item) ? 'resting' : 'open';
    if (found.has(row.conversationId) || (filter.state ?? state) !== state || (filter.channel ?? row.channel) !== row.channel || (filter.accountId ?? item.accountId) !== item.accountId) continue;
    if (filter.brand !== undefined && brandOf(item.accountId) !== filter.brand) continue;
    if (tagWords !== undefined && row.tags?.some((tag) => tagWords.has(tag)) !== true) continue;
    if (filter.mine === true && item.ownerAgentId !== me && item.lastAgentId !== me) continue;
    if (row.lastInboundAt < (filter.sinceAt ?? 0) || row.lastInboundAt >= (filter.untilAt ?? Number.POSITIVE_INFINITY)) continue;
    const line = ` ${`${row.contactName} ${row.contactHandle} ${row.firstLine}`.toLocaleLowerCase('de').replaceAll(/[^\p{L}\p{N}]+/gu, ' ')}`;
    if (words.every((word) => line.includes(` ${word}`))) hits.push(row);
  }
  return hits;
}
