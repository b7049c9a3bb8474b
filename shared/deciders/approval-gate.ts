import { APPROVAL_DUE_MS, approvalNeeded, type Approval, type Trainee } from '../domain/approval.ts';
import type { Agent } from '../domain/agent.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { EventOf, NewEvent } from '../events/index.ts';
import { must } from '../util/assert.ts';
import { accept, refuse, type DecideContext, type Decision } from './context.ts';

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
  const names = why === 'trainee' ? agent.trainee : askedByFlag(conversation);
  const data: EventOf<'approval.asked'>['data'] = {
    conversationId: conversation.id,
    replyId: replyId,
    agentId: agent.id,
    why,
    at: context.now,
    dueAt: context.now + (names?.dueMs ?? APPROVAL_DUE_MS),
    bodyRef: must(context.bodyRefs[0], 'sealed reply'),
    digest: must(context.wordsDigest, 'digest of the words'),
    ...(names?.approverId === undefined ? {} : { approverId: names.approverId }),
    ...(names?.standInId === undefined ? {} : { standInId: names.standInId }),
  };
  return { type: 'approval.asked', data };
}

/** Whom a flag asks: the lead who set it, else whom the first rule names that names anybody; the shortest time any of the rules gives. */
function askedByFlag({ approvalFlag }: Conversation): Trainee {
  const rules = approvalFlag?.rules ?? [];
  const named = rules.find(({ approverId }) => approverId !== undefined);
  const spans = rules.flatMap(({ dueMs }) => dueMs ?? []);
  return {
    ...(approvalFlag?.byAgentId !== undefined ? { approverId: approvalFlag.byAgentId } : named === undefined ? {} : { approverId: named.approverId }),
    ...(approvalFlag?.byAgentId !== undefined || named?.standInId === undefined ? {} : { standInId: named.standInId }),
    ...(spans.length === 0 ? {} : { dueMs: Math.min(...spans) }),
  };
}
