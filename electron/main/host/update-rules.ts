import type { Attention, UpdateHold } from '../../../shared/ipc/index.ts';

/**
 * What an update waits for. It ends the desk, and ending a desk in the middle of a shift, with answers that have not left, or with ones nobody knows the fate of,
 * costs more than any update brings. A copy that lies here unopened may hold such answers: nobody can say, so it waits as well.
 */
export function updateHolds(attention: Attention): UpdateHold[] {
  return [
    ...(attention.onShift ? (['shift'] as const) : []),
    ...(attention.unsent > 0 ? (['unsent'] as const) : []),
    ...(attention.unclear > 0 ? (['unclear'] as const) : []),
    ...(attention.closedCopy ? (['closedCopy'] as const) : []),
  ];
}
