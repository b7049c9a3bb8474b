import type { Approval } from '../domain/approval.ts';
import { must } from '../util/assert.ts';
import { accept, type Decider, type Decision, type Facts, isDecision, refuse } from './context.ts';

function waiting(facts: Facts, data: { conversationId: string; replyId: string }): Approval | Decision {
  const known = facts.get('conversation', data.conversationId)?.approvals?.find((one) => one.replyId === data.replyId);
  if (known === undefined) return refuse('NOT_FOUND', { field: 'replyId' });
  return known.state === 'asked' ? known : refuse('APPROVAL_OVER', { detail: `It is ${known.state}.` });
}


export const decideGiveApproval: Decider<'approval.give'> = {
  type: 'approval.give',
  facts: ['conversation'],
  decide(facts, data, context) {
    const open = waiting(facts, data);
    if (isDecision(open)) return open;
    // Four eyes: nobody approves what is their own.
    if (open.agentId === context.agentId) return refuse('NOT_ALLOWED');
    const given = { conversationId: data.conversationId, replyId: data.replyId, byAgentId: context.agentId, at: context.now };
    const isChanged = data.words !== undefined && context.wordsDigest !== open.digest;
    return accept([{ type: 'approval.given', data: isChanged ? { ...given, changedRef: must(context.bodyRefs[0], 'sealed words'), digest: must(context.wordsDigest, 'digest of the words') } : given }]);
  },
};

export const decideSendBack: Decider<'approval.sendBack'> = {
  type: 'approval.sendBack',
  facts: ['conversation'],
  decide(facts, data, context) {
    const open = waiting(facts, data);
    if (isDecision(open)) return open;
    if (open.agentId === context.agentId) return refuse('NOT_ALLOWED');
    return accept([{ type: 'approval.sentBack', data: { conversationId: data.conversationId, replyId: data.replyId, byAgentId: context.agentId, at: context.now, wordRef: must(context.bodyRefs[0], 'sealed word') } }]);
  },
};

export const decideWithdrawApproval: Decider<'approval.withdraw'> = {
  type: 'approval.withdraw',
  facts: ['conversation'],
  decide(facts, data, context) {
    const known = facts.get('conversation', data.conversationId)?.approvals?.find((one) => one.replyId === data.replyId);
    // Taken back before it was ever asked for, or decided meanwhile: nothing goes without leave in any case.
    if (known?.state !== 'asked') return accept([]);
    if (known.agentId !== context.agentId) return refuse('NOT_ALLOWED');
    return accept([{ type: 'approval.withdrawn', data: { ...data, at: context.now } }]);
  },
};

export const decideFlagForApproval: Decider<'approval.flag'> = {
  type: 'approval.flag',
  facts: ['conversation'],
  decide(facts, data, context) {
    const conversation = facts.get('conversation', data.conversationId);
    if (conversation === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if ((conversation.approvalFlag !== undefined) === data.wanted) return accept([]);
    return accept([{ type: 'approval.flagged', data: { conversationId: conversation.id, wanted: data.wanted, byAgentId: context.agentId, at: context.now } }]);
  },
};
