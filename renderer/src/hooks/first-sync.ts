import { useDesk } from '../store/desk.ts';
import { useCenter } from '../store/rows.ts';

/** Nothing of the center is on this device yet: an empty list says nothing about the work there is. */
export function useFirstSync(): boolean {
  const online = useDesk((state) => state.connection.kind === 'online');
  const known = useCenter((state) => state.queues.size > 0);
  return !online && !known;
}
