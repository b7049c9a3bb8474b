import { useMemo } from 'react';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { rankItem } from '../store/item-ranks.ts';
import { items } from '../store/rows.ts';
import { useOrdered } from './items.ts';

/** What this person has on their desk, most urgent first; follows while it is looked at. */
export function useDeskOf(agentId: string): readonly QueueRow[] {
  const view = useOrdered(
    useMemo(() => (row: QueueRow) => (row.item.state === 'assigned' && row.item.ownerAgentId === agentId ? rankItem(row, 'due') : undefined), [agentId]),
  );
  return Array.from({ length: view.size }, (_, place) => items.get(view.idAt(place) ?? '')).flatMap((row) => row ?? []);
}
