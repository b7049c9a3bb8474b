import type { QueueRow } from '../../../shared/domain/rows.ts';

const SLOT_MS = 15 * 60_000;
const SLOTS = 24;

export interface Slot {
  readonly at: number;
  readonly arrived: number;
  readonly closed: number;
}

/** Counts items by quarter of an hour over the last six hours, oldest first; the running quarter is the last. */
export function countBySlot(rows: Iterable<QueueRow>, now: number): Slot[] {
  const last = Math.floor(now / SLOT_MS);
  const slots = Array.from({ length: SLOTS }, (_, place) => ({ at: (last - SLOTS + 1 + place) * SLOT_MS, arrived: 0, closed: 0 }));
  const slotOf = (at: number | undefined): (typeof slots)[number] | undefined =>
    at === undefined ? undefined : slots[Math.floor(at / SLOT_MS) - (last - SLOTS + 1)];
  for (const { item } of rows) {
    const arrived = slotOf(item.createdAt);
    if (arrived !== undefined) arrived.arrived += 1;
    const closed = item.state === 'closed' ? slotOf(item.closedAt) : undefined;
    if (closed !== undefined) closed.closed += 1;
  }
  return slots;
}
