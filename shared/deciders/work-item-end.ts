import { rescindOffer } from './assignment.ts';
import { accept, isLead, refuse, type DecideContext, type Decider, type Decision, type Facts } from './context.ts';
import { costOf, dueAgain } from './due.ts';
import { whyNotHold } from './rights.ts';
import type { WorkItem } from '../domain/work-item.ts';

export function mayEnd(item: WorkItem | undefined, context: DecideContext): Decision | undefined {
  if (item === undefined) return refuse('NOT_FOUND', { field: 'workItemId' });
  if (item.ownerAgentId !== context.agentId && !isLead(context.role)) return refuse('NOT_OWNER');
  return undefined;
}

/** A message the agent has not seen must not vanish with the item. */
export function hasNewer(facts: Facts, item: WorkItem, seen: string | undefined): boolean {
  const last = facts.get('conversation', item.conversationId)?.lastInboundMessageId;
  return seen !== undefined && last !== undefined && last !== seen;
}

/** What was to follow from an answer waits on the desk until it can be said; by then the answer may have failed, and the customer waits for us. */
function hasNoAnswer(facts: Facts, replyId: string | undefined): boolean {
  if (replyId === undefined) return false;
  const state = facts.get('reply', replyId)?.state;
  return state === undefined || state === 'failed' || state === 'discarded';
}

export const decideCloseWorkItem: Decider<'workItem.close'> = {
  type: 'workItem.close',
  facts: ['workItem', 'conversation', 'reservation', 'reply'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item?.state === 'closed') return accept([]);
    const no = mayEnd(item, context);
    if (no !== undefined || item === undefined) return no ?? refuse('NOT_FOUND');
    if (hasNoAnswer(facts, data.afterReplyId)) return accept([]);
    if (hasNewer(facts, item, data.seenThroughMessageId)) return refuse('NEWER_MESSAGE');
    return accept([...rescindOffer(facts, item, context.now), { type: 'workItem.closed', data: { workItemId: item.id, conversationId: item.conversationId, disposition: data.disposition, agentId: context.agentId, at: context.now } }]);
  },
};

export const decideParkWorkItem: Decider<'workItem.park'> = {
  type: 'workItem.park',
  facts: ['workItem', 'conversation', 'reply'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    const no = mayEnd(item, context);
    if (no !== undefined || item === undefined) return no ?? refuse('NOT_FOUND');
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    if (hasNoAnswer(facts, data.afterReplyId)) return accept([]);
    // Parked already: only what was promised since is news.
    if (item.waitingFor === 'customer' && (data.promiseDueAt === undefined || data.promiseDueAt === item.promise?.dueAt)) return accept([]);
    if (hasNewer(facts, item, data.seenThroughMessageId)) return refuse('NEWER_MESSAGE');
    return accept([{ type: 'workItem.parked', data: { workItemId: item.id, conversationId: item.conversationId, at: context.now, ...(data.promiseDueAt === undefined ? {} : { promise: { dueAt: data.promiseDueAt, byAgentId: item.ownerAgentId ?? context.agentId } }) } }]);
  },
};

export const decideReopenWorkItem: Decider<'workItem.reopen'> = {
  type: 'workItem.reopen',
  facts: ['workItem', 'conversation', 'agent', 'account', 'queue'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item === undefined) return refuse('NOT_FOUND', { field: 'workItemId' });
    if (item.state !== 'closed') return accept([]);
    if (whyNotHold(facts, context.agentId, item) !== undefined) return refuse('NOT_ALLOWED');
    // A conversation raises one open item at a time.
    const current = facts.get('conversation', item.conversationId)?.workItemId;
    if (current !== undefined && current !== item.id && facts.get('workItem', current)?.state !== 'closed') return refuse('STATE_INVALID', { detail: 'The conversation already has an open item.' });
    const due = dueAgain(facts.get('queue', item.queueId), item, context.now);
    const epoch = facts.get('conversation', item.conversationId)?.epoch ?? item.epoch;
    const ref = { workItemId: item.id, conversationId: item.conversationId };
    return accept([
      { type: 'workItem.reopened', data: { ...ref, at: context.now, ...due, cost: costOf(item.channel), item: { contactId: item.contactId, accountId: item.accountId, channel: item.channel, queueId: item.queueId, needs: item.needs, priority: item.priority } } },
      { type: 'workItem.assigned', data: { ...ref, agentId: context.agentId, epoch: epoch + 1, at: context.now, reason: { by: 'self', personId: context.agentId } } },
    ]);
  },
};
