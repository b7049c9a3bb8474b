import { ESCALATION_DUE_MS, openEscalation, type Escalation } from '../domain/escalation.ts';
import type { NewEvent } from '../events/index.ts';
import { must } from '../util/assert.ts';
import { accept, type DecideContext, type Decider, type Decision, type Facts, isDecision, isLead, refuse } from './context.ts';
import { decideReassignWorkItems } from './work-item-move.ts';

/** A lead who works here, and somebody else. */
function mayHelp(facts: Facts, agentId: string, context: DecideContext): boolean {
  const agent = facts.get('agent', agentId);
  return agent !== undefined && !agent.disabled && isLead(agent.role) && agentId !== context.agentId;
}

function open(facts: Facts, data: { conversationId: string; id: string }): Escalation | Decision {
  const known = facts.get('conversation', data.conversationId)?.escalations?.find(({ id }) => id === data.id);
  if (known === undefined) return refuse('NOT_FOUND', { field: 'id' });
  return known.state === 'open' ? known : refuse('ESCALATION_OVER', { detail: `It is ${known.state}.` });
}


export const decideRaiseEscalation: Decider<'escalation.raise'> = {
  type: 'escalation.raise',
  facts: ['conversation', 'agent'],
  decide(facts, data, context) {
    const conversation = facts.get('conversation', data.conversationId);
    if (conversation === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (conversation.escalations?.some(({ id }) => id === data.id) === true) return accept([]);
    if (conversation.ownerAgentId !== context.agentId) return refuse('NOT_OWNER');
    if (openEscalation(conversation.escalations) !== undefined) return refuse('STATE_INVALID', { field: 'conversationId', detail: 'A lead has been asked already.' });
    if (data.approverId !== undefined && !mayHelp(facts, data.approverId, context)) return refuse('AGENT_UNKNOWN', { field: 'approverId' });
    // Whoever looks at a trainee's answers helps them, too.
    const trainee = facts.get('agent', context.agentId)?.trainee;
    const approverId = data.approverId ?? trainee?.approverId;
    const standInId = trainee?.standInId === approverId ? undefined : trainee?.standInId;
    return accept([
      {
        type: 'escalation.raised',
        data: { id: data.id, conversationId: conversation.id, agentId: context.agentId, at: context.now, dueAt: context.now + ESCALATION_DUE_MS, reasonRef: must(context.bodyRefs[0], 'sealed reason'), ...(approverId === undefined ? {} : { approverId }), ...(standInId === undefined ? {} : { standInId }) },
      },
    ]);
  },
};

export const decideTakeOverEscalation: Decider<'escalation.takeOver'> = {
  type: 'escalation.takeOver',
  facts: ['conversation', 'workItem', 'reply', 'reservation', 'agent', 'account'],
  decide(facts, data, context) {
    const asked = open(facts, data);
    if (isDecision(asked)) return asked;
    if (asked.agentId === context.agentId) return refuse('NOT_ALLOWED');
    const workItemId = facts.get('conversation', data.conversationId)?.workItemId ?? '';
    const moved = decideReassignWorkItems.decide(facts, { workItemIds: [workItemId], to: { kind: 'agent', agentId: context.agentId }, force: false }, context);
    if (moved.kind === 'refused') return moved;
    // First, or it would end because the conversation went to somebody else.
    return accept([...endEscalation(data.conversationId, asked, 'taken', context), ...moved.events], moved.result);
  },
};

export const decideGiveBackEscalation: Decider<'escalation.giveBack'> = {
  type: 'escalation.giveBack',
  facts: ['conversation'],
  decide(facts, data, context) {
    const asked = open(facts, data);
    if (isDecision(asked)) return asked;
    if (asked.agentId === context.agentId) return refuse('NOT_ALLOWED');
    // The word goes the way of every word of a lead: above the composer, until it is read.
    const word: NewEvent = { type: 'whisper.sent', data: { id: `${asked.id}.word`, conversationId: data.conversationId, byAgentId: context.agentId, toAgentId: asked.agentId, bodyRef: must(context.bodyRefs[0], 'sealed word'), at: context.now } };
    return accept([...endEscalation(data.conversationId, asked, 'givenBack', context), word]);
  },
};

export const decideWithdrawEscalation: Decider<'escalation.withdraw'> = {
  type: 'escalation.withdraw',
  facts: ['conversation'],
  decide(facts, data, context) {
    const known = facts.get('conversation', data.conversationId)?.escalations?.find(({ id }) => id === data.id);
    // A lead was faster: there is nothing left to take back.
    if (known?.state !== 'open') return accept([]);
    if (known.agentId !== context.agentId) return refuse('NOT_ALLOWED');
    return accept(endEscalation(data.conversationId, known, 'withdrawn', context));
  },
};

export function endEscalation(conversationId: string, { id }: Escalation, how: Exclude<Escalation['state'], 'open'>, context: Pick<DecideContext, 'agentId' | 'now'>): NewEvent[] {
  return [{ type: 'escalation.ended', data: { conversationId, id, how, byAgentId: context.agentId, at: context.now } }];
}
