import { accept, refuse, type Decider } from './context.ts';
import { becomesDanger } from './danger.ts';
import { mayTouch } from './rights.ts';
import { wakeUp } from './work-item-snooze.ts';

/** R11: a person says what triage did not see. */
export const decideRaiseAlert: Decider<'alert.raise'> = {
  type: 'alert.raise',
  facts: ['workItem', 'conversation', 'reservation', 'agent', 'account', 'queue', 'strategy'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item === undefined || !mayTouch(facts, item.accountId, context)) return refuse('NOT_FOUND', { field: 'workItemId' });
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    return accept([...(item.snooze === undefined ? [] : wakeUp(facts, item, context.now)), ...becomesDanger(facts, item, context.now, context.agentId)]);
  },
};

export const decideAcknowledgeAlert: Decider<'alert.acknowledge'> = {
  type: 'alert.acknowledge',
  facts: ['workItem'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item?.alert === undefined) return refuse('NOT_FOUND', { field: 'workItemId' });
    if (item.alert.seenAt !== undefined) return accept([]);
    return accept([{ type: 'alert.seen', data: { workItemId: item.id, conversationId: item.conversationId, agentId: context.agentId, at: context.now } }]);
  },
};
