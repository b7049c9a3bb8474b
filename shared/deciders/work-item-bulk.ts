import { DANGER_PRIORITY, type WorkItem } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { assignTo } from './assignment.ts';
import { accept, refuse, type DecideContext, type Decider, type Facts } from './context.ts';
import { whyNotHold } from './rights.ts';

type NotClaimed = 'NOT_FOUND' | 'ITEM_CLOSED' | 'NOT_ALLOWED' | 'ALREADY_TAKEN' | 'DANGER_ALONE' | 'SPECIAL_ALONE' | 'SITE_ONLY';

export interface Claim {
  readonly events: readonly NewEvent[];
  readonly claimed: readonly WorkItem[];
  readonly refused: readonly { readonly workItemId: string; readonly code: NotClaimed }[];
}

/** R2: many items as one, in one commit and charged once (`isCharged`: one that was claimed before carries the cost). What cannot be had is left out and named. */
export function claimMembers(facts: Facts, workItemIds: readonly string[], bulkId: string, context: DecideContext, isCharged = false): Claim {
  const events: NewEvent[] = [];
  const claimed: WorkItem[] = [];
  const refused: { workItemId: string; code: NotClaimed }[] = [];
  for (const id of new Set(workItemIds)) {
    const item = facts.get('workItem', id);
    const code = whyNot(facts, item, context);
    if (code !== undefined || item === undefined) {
      refused.push({ workItemId: id, code: code ?? 'NOT_FOUND' });
      continue;
    }
    const own = assignTo(facts, item, context.agentId, context.now, { by: 'self', personId: context.agentId, bulkId, waitedMs: Math.max(0, context.now - item.queuedAt) });
    const free = isCharged || claimed.length > 0;
    events.push(...own.map((event) => (event.type === 'workItem.assigned' && free ? { ...event, data: { ...event.data, cost: 0 } } : event)));
    claimed.push(item);
  }
  return { events, claimed, refused };
}

function whyNot(facts: Facts, item: WorkItem | undefined, context: DecideContext): NotClaimed | undefined {
  if (item === undefined) return 'NOT_FOUND';
  if (item.state === 'closed') return 'ITEM_CLOSED';
  // R11, R13: whoever may be in danger, and what has a legal clock, is answered alone.
  if (item.priority >= DANGER_PRIORITY || item.alert !== undefined) return 'DANGER_ALONE';
  if (item.special !== undefined) return 'SPECIAL_ALONE';
  // R14: answered on the platform's own page, one by one.
  if (item.unsummoned === 'siteOnly') return 'SITE_ONLY';
  const offeredTo = item.state === 'offered' ? facts.get('reservation', item.reservationId ?? '')?.agentId : undefined;
  if (item.ownerAgentId !== undefined && item.ownerAgentId !== context.agentId) return 'ALREADY_TAKEN';
  if (offeredTo !== undefined && offeredTo !== context.agentId) return 'ALREADY_TAKEN';
  // An answer of one's own that is under way must keep its epoch.
  if (facts.get('conversation', item.conversationId)?.lockedByReplyId !== undefined) return 'ALREADY_TAKEN';
  return whyNotHold(facts, context.agentId, item) === undefined ? undefined : 'NOT_ALLOWED';
}

/** R2: many waiting items as one: claimed in one commit, charged once. What somebody else has taken meanwhile is left out and named. */
export const decideClaimBulk: Decider<'workItem.claimBulk'> = {
  type: 'workItem.claimBulk',
  facts: ['workItem', 'conversation', 'reservation', 'agent', 'account'],
  decide(facts, data, context) {
    const bulkId = context.nextId();
    const { events, claimed, refused } = claimMembers(facts, data.workItemIds, bulkId, context);
    const first = refused[0];
    if (claimed.length === 0 && first !== undefined) return refuse(first.code);
    return accept(events, { bulkId, claimed: claimed.map(({ id }) => id), refused });
  },
};
