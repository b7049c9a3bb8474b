import { APPROVAL_DUE_MS, approvalNeeded, type Approval } from '../domain/approval.ts';
import type { Agent } from '../domain/agent.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { EventOf, NewEvent } from '../events/index.ts';
import { must } from '../util/assert.ts';
import { accept, refuse, type DecideContext, type Decider, type Decision, type Facts } from './context.ts';

/** Asked again so long after, should the news of the decision be lost on its way. */
const ASK_AGAIN_MS = 5 * 60_000;

// Invariant: where approval is needed, leave is given only for words whose digest a lead has approved for this very reply.

/** What stands between this answer and its leave: somebody is asked to look, has yet to look, or sent it back. Undefined: nothing does. */
export function heldForApproval(agent: Agent, conversation: Conversation, replyId: string, context: DecideContext): Decision | undefined {
  const why = approvalNeeded(agent, context.role, conversation);
  const known = conversation.approvals?.find((one) => one.replyId === replyId);
  if (known?.state === 'sentBack') return refuse('APPROVAL_SENT_BACK');
  if (why === undefined) return undefined;
  if (known === undefined || known.state === 'withdrawn') return accept([asked(agent, conversation, replyId, why, context)], { state: 'inApproval' });
  if (known.state === 'asked') return refuse('APPROVAL_PENDING', { retryAfterMs: ASK_AGAIN_MS });
  return known.digest === context.wordsDigest ? undefined : refuse('APPROVAL_OTHER_WORDS');
}

/** The same for one that goes later: somebody is asked now, leave is another matter. */
export function askedWhenScheduled(agent: Agent, conversation: Conversation, replyId: string, context: DecideContext): NewEvent[] {
  const why = approvalNeeded(agent, context.role, conversation);
  return why === undefined ? [] : [asked(agent, conversation, replyId, why, context)];
}

function asked(agent: Agent, conversation: Conversation, replyId: string, why: Approval['why'], context: DecideContext): NewEvent {
  const names = why === 'trainee' ? agent.trainee : { approverId: conversation.approvalFlag?.byAgentId };
  const data: EventOf<'approval.asked'>['data'] = {
    conversationId: conversation.id,
    replyId: replyId,
    agentId: agent.id,
    why,
    at: context.now,
    dueAt: context.now + (agent.trainee?.dueMs ?? APPROVAL_DUE_MS),
    bodyRef: must(context.bodyRefs[0], 'sealed reply'),
    digest: must(context.wordsDigest, 'digest of the words'),
    ...(names?.approverId === undefined ? {} : { approverId: names.approverId }),
    ...(agent.trainee?.standInId === undefined || why !== 'trainee' ? {} : { standInId: agent.trainee.standInId }),
  };
  return { type: 'approval.asked', data };
}

function waiting(facts: Facts, data: { conversationId: string; replyId: string }): Approval | Decision {
  const known = facts.get('conversation', data.conversationId)?.approvals?.find((one) => one.replyId === data.replyId);
  if (known === undefined) return refuse('NOT_FOUND', { field: 'replyId' });
  return known.state === 'asked' ? known : refuse('APPROVAL_OVER', { detail: `It is ${known.state}.` });
}

const isDecision = (value: Approval | Decision): value is Decision => 'kind' in value;

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
