import { useMemo } from 'react';
import { figureBoard, type Board } from '../store/board.ts';
import { items, useCenter } from '../store/rows.ts';
import { formatFor } from '../text/format.ts';
import { useNow } from './ticker.ts';

const DAY_MS = 86_400_000;

/** The board's figures, once a second: one walk over all rows, whatever came in between. */
export function useBoard(): Board {
  const now = useNow();
  const agents = useCenter((state) => state.agents);
  const queues = useCenter((state) => state.queues);
  const today = useNow(60_000);
  const dayStartAt = useMemo(() => startOfDay(today), [today]);
  return useMemo(
    () => figureBoard(items.all().values(), agents.values(), queues.values(), now, dayStartAt),
    [agents, queues, now, dayStartAt],
  );
}

/** Midnight in the center's time, to the hour that its clock shows (days of a clock change included). */
function startOfDay(now: number): number {
  const { day } = formatFor('en');
  const today = day(now, now);
  let low = now - DAY_MS - 7_200_000;
  let high = now;
  while (high - low > 1_000) {
    const middle = (low + high) / 2;
    if (day(middle, now) === today) high = middle;
    else low = middle;
  }
  return high;
}
