import type { WorkItem } from '../../../shared/domain/work-item.ts';
import type { Then } from '../../../shared/sync/outbox-state.ts';

/** R8: the part of `workItem.park` that says by when something was promised. */
export function promised(then: Then): { promiseDueAt?: number } {
  return then.kind === 'wait' && then.promiseDueAt !== undefined ? { promiseDueAt: then.promiseDueAt } : {};
}

/** What parking with such a promise will say of the item. */
export function promiseOf(item: WorkItem, dueAt: number | undefined): { promise?: { dueAt: number; byAgentId: string } } {
  return dueAt === undefined || item.ownerAgentId === undefined ? {} : { promise: { dueAt, byAgentId: item.ownerAgentId } };
}
