import { DANGER_PRIORITY } from '../domain/work-item.ts';
import { strategyInForce } from '../domain/strategy.ts';
import type { NewEvent } from '../events/index.ts';
import { rescindOffer, returnToQueue } from './assignment.ts';
import { accept, refuse, type Decider } from './context.ts';
import { dangerNeeds, isTrained } from './danger.ts';
import { mayTouch } from './rights.ts';

/** R11: a person says what triage did not see. Whoever holds it keeps it if they are trained. */
export const decideRaiseAlert: Decider<'alert.raise'> = {
  type: 'alert.raise',
  facts: ['workItem', 'conversation', 'reservation', 'agent', 'account', 'strategy'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item === undefined || !mayTouch(facts, item.accountId, context)) return refuse('NOT_FOUND', { field: 'workItemId' });
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    if (item.priority >= DANGER_PRIORITY && item.alert !== undefined) return accept([]);
    const ref = { workItemId: item.id, conversationId: item.conversationId, at: context.now };
    const { danger } = strategyInForce(facts.get('strategy', 'center')).rules;
    const owner = item.ownerAgentId === undefined ? undefined : facts.get('agent', item.ownerAgentId);
    const events: NewEvent[] = item.ownerAgentId === undefined ? rescindOffer(facts, item, context.now) : [];
    if (owner !== undefined && !isTrained(owner.skills, danger.needs)) events.push(...returnToQueue(facts, item, context.now, 'reassigned'));
    events.push({ type: 'workItem.moved', data: { ...ref, queueId: item.queueId, needs: dangerNeeds(item.needs, danger.needs), priority: DANGER_PRIORITY } });
    events.push({ type: 'alert.raised', data: { ...ref, reminder: 0, byAgentId: context.agentId } });
    return accept(events);
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
