import { useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { items } from '../store/rows.ts';
import type { OrderedView, RankRow } from '../store/ordered-view.ts';

/** Draws again when rows changed: at most once per frame. */
export function useItemsVersion(): number {
  return useSyncExternalStore(items.subscribe, () => items.version);
}

export function useItemCounts(): typeof items.counts {
  return useSyncExternalStore(items.subscribe, () => items.counts);
}

export function useOffers(): readonly QueueRow[] {
  return useSyncExternalStore(items.subscribe, () => items.myOffers);
}

export function useItemRow(workItemId: string | undefined): QueueRow | undefined {
  return useSyncExternalStore(items.subscribe, () => (workItemId === undefined ? undefined : items.get(workItemId)));
}

/** The row of the item a conversation raised: the open one where there is one. */
export function useConversationRow(conversationId: string | undefined): QueueRow | undefined {
  return useSyncExternalStore(items.subscribe, () => (conversationId === undefined ? undefined : items.forConversation(conversationId)));
}

/** An ordered selection of items that follows the table; a new `rank` makes a new selection. */
export function useOrdered(rank: RankRow<QueueRow>): OrderedView<QueueRow> {
  useItemsVersion();
  const selected = useMemo(() => ({ view: items.select(rank), atVersion: items.version }), [rank]);
  useLayoutEffect(() => items.follow(selected.view, selected.atVersion === items.version && !items.isChanging), [selected]);
  return selected.view;
}
