import { accept, isLead, refuse, type Decider } from './context.ts';

export const decideHandoverWorkItem: Decider<'workItem.handover'> = {
  type: 'workItem.handover',
  facts: ['workItem'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item === undefined) return refuse('NOT_FOUND', { field: 'workItemId' });
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    if (item.ownerAgentId !== context.agentId && !isLead(context.role)) return refuse('NOT_OWNER');
    if ((item.handoverLine ?? '') === data.line) return accept([]);
    return accept([{ type: 'workItem.handoverNoted', data: { workItemId: item.id, conversationId: item.conversationId, agentId: context.agentId, line: data.line, at: context.now } }]);
  },
};
