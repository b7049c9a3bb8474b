import { getChannel } from '../channels/index.ts';
import type { ExecutorRef, Reply } from '../domain/reply.ts';
import { accept, refuse, type DecideContext, type Decider } from './context.ts';
import { askedWhenScheduled } from './approval-gate.ts';
import { filesUnfit, ownDraftCleared, replyData } from './reply-data.ts';
import { mayTouch } from './rights.ts';
import { speakerOf } from './speaker.ts';

/** ms ahead. */
const LATEST_MS = 90 * 24 * 3_600_000;

/** Whether this desk is the one to send it. */
export function isExecutor(reply: Reply, context: DecideContext): boolean {
  const { executor } = reply;
  if (executor === undefined) return false;
  return executor.kind === 'headless' ? context.isHeadless : executor.replicaId === context.replicaId;
}

function refOf(executor: 'desk' | 'headless', context: DecideContext): ExecutorRef {
  return executor === 'headless' ? { kind: 'headless' } : { kind: 'desk', replicaId: context.replicaId };
}

// Whether the turn was answered, the window has closed or the text is stale is asked when the time has come: much can happen until then.
export const decideScheduleReply: Decider<'reply.schedule'> = {
  type: 'reply.schedule',
  facts: ['conversation', 'account', 'agent', 'reply', 'draft'],
  decide(facts, data, context) {
    const known = facts.get('reply', data.replyId);
    if (known !== undefined) return known.agentId === context.agentId ? accept([], { state: known.state }) : refuse('NOT_ALLOWED');
    const conversation = facts.get('conversation', data.conversationId);
    if (conversation === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (conversation.ownerAgentId !== context.agentId || conversation.epoch !== data.epoch) return refuse('LEASE_LOST');
    const agent = facts.get('agent', context.agentId);
    if (agent === undefined || agent.disabled || !mayTouch(facts, conversation.accountId, context)) return refuse('NOT_ALLOWED');
    if (getChannel(conversation.channel)?.visibilities.includes(data.frozen.visibility) !== true) return refuse('INPUT_INVALID', { field: 'frozen.visibility' });
    const channel = getChannel(conversation.channel);
    const unfit = channel === undefined ? undefined : filesUnfit(channel, data, context);
    if (unfit !== undefined) return unfit;
    const speaker = speakerOf(facts, conversation, data.frozen, context);
    if ('no' in speaker) return speaker.no;
    if (data.sendAt > context.now + LATEST_MS) return refuse('INPUT_INVALID', { field: 'sendAt', detail: 'At most 90 days ahead.' });
    if (data.executor === 'headless' && !context.hasHeadlessDesk(context.agentId)) return refuse('EXECUTOR_MISSING', { field: 'executor' });
    const scheduled = { ...replyData(data, conversation, speaker.account?.id ?? conversation.accountId, context), sendAt: data.sendAt, executor: refOf(data.executor, context) };
    return accept([{ type: 'reply.scheduled', data: scheduled }, ...askedWhenScheduled(agent, conversation, data.replyId, context), ...ownDraftCleared(facts, conversation.id, context)], { state: 'scheduled' });
  },
};

export const decideChangeExecutor: Decider<'reply.changeExecutor'> = {
  type: 'reply.changeExecutor',
  facts: ['reply'],
  decide(facts, data, context) {
    const reply = facts.get('reply', data.replyId);
    if (reply === undefined) return refuse('NOT_FOUND', { field: 'replyId' });
    if (reply.agentId !== context.agentId) return refuse('NOT_ALLOWED');
    // Leave comes before the first attempt: while it is scheduled, none exists.
    if (reply.state !== 'scheduled') return refuse('REPLY_NOT_OPEN', { detail: `It is ${reply.state}.` });
    if (data.executor === 'headless' && !context.hasHeadlessDesk(context.agentId)) return refuse('EXECUTOR_MISSING', { field: 'executor' });
    const executor = refOf(data.executor, context);
    if (JSON.stringify(executor) === JSON.stringify(reply.executor)) return accept([]);
    return accept([{ type: 'reply.executorChanged', data: { replyId: reply.id, conversationId: reply.conversationId, at: context.now, executor, agentId: context.agentId } }]);
  },
};
