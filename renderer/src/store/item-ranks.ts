import type { QueueRow } from '../../../shared/domain/rows.ts';
import { isResting } from '../../../shared/domain/work-item.ts';

export type QueueTab = 'mine' | 'team' | 'waiting' | 'done';
export const QUEUE_TABS: readonly QueueTab[] = ['mine', 'team', 'waiting', 'done'];
export type QueueSort = 'due' | 'newest' | 'longest';

export interface QueueFilter {
  readonly accountId?: string | undefined;
  readonly queueId?: string | undefined;
  readonly visibility?: 'public' | 'private' | undefined;
  readonly channel?: string | undefined;
  /** By its accounts: see `rankFor`. */
  readonly brand?: string | undefined;
  readonly tag?: string | undefined;
}

/** Items that wait for the customer or sleep stand after all that wait for us. Larger than any instant, so the two never mix. */
const AFTER_ALL = 1e14;

// Made once: this is asked 100,000 times when a tab is opened.
const DONE: readonly QueueTab[] = ['done'];
const MINE: readonly QueueTab[] = ['mine', 'team'];
const OTHERS: readonly QueueTab[] = ['team'];
const WAITING: readonly QueueTab[] = ['team', 'waiting'];

/** Tabs an item shows up in. An item offered to me is neither mine nor waiting: it has its own place. */
export function tabsOf(row: QueueRow, me: string): readonly QueueTab[] {
  const { item } = row;
  if (item.state === 'closed') return DONE;
  if (item.state === 'assigned') return item.ownerAgentId === me ? MINE : OTHERS;
  return WAITING;
}

export type BrandOf = (accountId: string) => string | undefined;
const NO_BRAND: BrandOf = () => undefined;

export function passesFilter(row: QueueRow, filter: QueueFilter, brandOf: BrandOf = NO_BRAND, /** Every word the tag asked for may stand under (TAG-2). */ tagWords?: ReadonlySet<string>): boolean {
  return (
    (filter.channel === undefined || row.channel === filter.channel) &&
    (filter.brand === undefined || brandOf(row.item.accountId) === filter.brand) &&
    (filter.tag === undefined || row.tags?.some((tag) => (tagWords ?? new Set([filter.tag])).has(tag)) === true) &&
    (filter.accountId === undefined || row.item.accountId === filter.accountId) &&
    (filter.queueId === undefined || row.item.queueId === filter.queueId) &&
    (filter.visibility === undefined || row.visibility === filter.visibility)
  );
}

export function rankItem(row: QueueRow, sort: QueueSort): number {
  if (row.item.state === 'closed') return -(row.item.closedAt ?? row.lastInboundAt);
  const rest = isResting(row.item) ? AFTER_ALL : 0;
  if (sort === 'newest') return rest - row.lastInboundAt;
  if (sort === 'longest') return rest + row.item.queuedAt;
  return rest + row.item.dueAt;
}

export function rankFor(view: {
  readonly tab: QueueTab;
  readonly sort: QueueSort;
  readonly filter: QueueFilter;
  readonly me: string;
  readonly brandOf?: BrandOf | undefined;
  readonly tagWords?: ReadonlySet<string> | undefined;
}): (row: QueueRow) => number | undefined {
  return (row) => (tabsOf(row, view.me).includes(view.tab) && passesFilter(row, view.filter, view.brandOf, view.tagWords) ? rankItem(row, view.sort) : undefined);
}
