import { useMemo } from 'react';
import { dayStart, figureBoard, type Board } from '../../../shared/domain/board.ts';
import { items, useCenter } from '../store/rows.ts';
import { useNow } from './ticker.ts';

/** The board's figures, once a second: one walk over all rows, whatever came in between. */
export function useBoard(): Board {
  const now = useNow();
  const agents = useCenter((state) => state.agents);
  const queues = useCenter((state) => state.queues);
  const today = useNow(60_000);
  const dayStartAt = useMemo(() => dayStart(today), [today]);
  return useMemo(
    () => figureBoard(items.all().values(), agents.values(), queues.values(), now, dayStartAt),
    [agents, queues, now, dayStartAt],
  );
}
