import { DANGER_PRIORITY } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { assignTo } from './assignment.ts';
import { accept, refuse, type Decider } from './context.ts';
import { whyNotHold } from './rights.ts';

/** R2: many waiting items as one: claimed in one commit, charged once. What somebody else has taken meanwhile is left out and named. */
export const decideClaimBulk: Decider<'workItem.claimBulk'> = {
  type: 'workItem.claimBulk',
  facts: ['workItem', 'conversation', 'reservation', 'agent', 'account'],
  decide(facts, data, context) {
    const bulkId = context.nextId();
    const events: NewEvent[] = [];
    const claimed: string[] = [];
    const refused: { workItemId: string; code: 'NOT_FOUND' | 'ITEM_CLOSED' | 'NOT_ALLOWED' | 'ALREADY_TAKEN' | 'DANGER_ALONE' }[] = [];
    for (const id of new Set(data.workItemIds)) {
      const item = facts.get('workItem', id);
      const offeredTo = item?.state === 'offered' ? facts.get('reservation', item.reservationId ?? '')?.agentId : undefined;
      const code =
        item === undefined
          ? 'NOT_FOUND'
          : item.state === 'closed'
            ? 'ITEM_CLOSED'
            : item.priority >= DANGER_PRIORITY
              ? 'DANGER_ALONE'
              : (item.ownerAgentId !== undefined && item.ownerAgentId !== context.agentId) || (offeredTo !== undefined && offeredTo !== context.agentId)
                ? 'ALREADY_TAKEN'
                : whyNotHold(facts, context.agentId, item) === undefined
                  ? undefined
                  : 'NOT_ALLOWED';
      if (code !== undefined || item === undefined) {
        refused.push({ workItemId: id, code: code ?? 'NOT_FOUND' });
        continue;
      }
      const own = assignTo(facts, item, context.agentId, context.now, { by: 'self', personId: context.agentId, bulkId, waitedMs: Math.max(0, context.now - item.queuedAt) });
      events.push(...own.map((event) => (event.type === 'workItem.assigned' && claimed.length > 0 ? { ...event, data: { ...event.data, cost: 0 } } : event)));
      claimed.push(id);
    }
    const first = refused[0];
    if (claimed.length === 0 && first !== undefined) return refuse(first.code);
    return accept(events, { bulkId, claimed, refused });
  },
};
