import type { Conversation } from '../domain/conversation.ts';
import type { Reply } from '../domain/reply.ts';
import type { EventOf, NewEvent } from '../events/index.ts';
import { reportNotice } from './away-notice.ts';
import { accept, isLead, refuse, type Decider, type Facts } from './context.ts';
import { costOf, dueAgain } from './due.ts';
import { wakeUp } from './work-item-snooze.ts';
import { mayTouch, whyNotHold } from './rights.ts';

/** The event that says a reply is out, with the messages the thread does not show yet. Also used when an echo brings the news. */
export function delivered(facts: Facts, reply: Reply, remoteIds: readonly string[], at: number, by: EventOf<'reply.delivered'>['data']['by'], nextId: () => string, sentAt: number): NewEvent {
  const conversation = facts.get('conversation', reply.conversationId);
  const messages = remoteIds.flatMap((remoteId, part) => {
    const bodyRef = reply.partBodyRefs[part];
    if (conversation === undefined || bodyRef === undefined || facts.messageIdByRemote(reply.accountId, remoteId) !== undefined) return [];
    return [partMessage(reply, conversation, { id: nextId(), part, remoteId, bodyRef, sentAt, receivedAt: at, inReplyTo: part === 0 ? reply.inReplyToRemoteId : remoteIds[part - 1] })];
  });
  return { type: 'reply.delivered', data: { replyId: reply.id, conversationId: reply.conversationId, at, by, remoteIds: [...remoteIds], messages, ...(reply.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: reply.answersThroughMessageId }) } };
}

/** One part of an answer as the thread shows it. */
export function partMessage(
  reply: Reply,
  conversation: Conversation,
  found: { id: string; part: number; remoteId: string; bodyRef: string; sentAt: number; receivedAt: number; inReplyTo: string | undefined },
): EventOf<'message.received'>['data'] {
  const { inReplyTo, ...rest } = found;
  return { ...rest, threadId: conversation.threadId, conversationId: conversation.id, direction: 'out', agentId: reply.agentId, replyId: reply.id, visibility: reply.visibility, ...refsOfPart(reply, rest.part), ...(inReplyTo === undefined ? {} : { inReplyToRemoteId: inReplyTo }) };
}

function refsOfPart({ fileRefs, filesApart, parts }: Reply, part: number): { contentRefs?: string[] } {
  if (fileRefs === undefined) return {};
  if (filesApart !== true) return part === 0 ? { contentRefs: fileRefs } : {};
  const ref = fileRefs[part - (parts - fileRefs.length)];
  return ref === undefined ? {} : { contentRefs: [ref] };
}

/** The customer still waits: a parked or closed item comes back to who sent it, or to the queue. */
export function wakeItem(facts: Facts, reply: Reply, now: number): NewEvent[] {
  const conversation = facts.get('conversation', reply.conversationId);
  const item = conversation?.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  if (conversation === undefined || item === undefined) return [];
  const due = dueAgain(facts.get('queue', item.queueId), item, now);
  const ref = { workItemId: item.id, conversationId: item.conversationId, at: now };
  if (item.state === 'closed') {
    const agent = facts.get('agent', reply.agentId);
    const events: NewEvent[] = [{ type: 'workItem.reopened', data: { ...ref, ...due, cost: costOf(item.channel) } }];
    if (agent !== undefined && agent.connected && agent.state !== 'offDuty' && whyNotHold(facts, agent.id, item) === undefined) events.push({ type: 'workItem.assigned', data: { ...ref, agentId: agent.id, epoch: conversation.epoch + 1, reason: { by: 'router', lastAgent: true } } });
    return events;
  }
  if (item.waitingFor === 'us') return item.snooze === undefined ? [] : wakeUp(facts, item, now);
  return [{ type: 'workItem.resumed', data: { ...ref, ...due, cost: costOf(item.channel) } }];
}

export const decideReportReply: Decider<'reply.report'> = {
  type: 'reply.report',
  facts: ['reply', 'conversation', 'workItem', 'queue', 'agent', 'account', 'message', 'awayNotice'],
  decide(facts, data, context) {
    const notice = facts.get('awayNotice', data.replyId);
    if (notice !== undefined) return reportNotice(facts, notice, data, context);
    const reply = facts.get('reply', data.replyId);
    if (reply === undefined) return refuse('NOT_FOUND', { field: 'replyId' });
    // Any desk that may send on the account may report what it found; who sent it stays on record.
    const isSender = reply.agentId === context.agentId;
    if (!isSender && !mayTouch(facts, reply.accountId, context)) return refuse('NOT_ALLOWED');
    const ref = { replyId: reply.id, conversationId: reply.conversationId, at: context.now };
    const outcome = data.outcome;
    // Called off at one desk of this person while another was given leave: that one may be sending, or has sent.
    const isTooLate = outcome.kind === 'failed' && outcome.failure.code === 'CALLED_OFF' && (reply.state === 'permitted' || reply.state === 'unconfirmed' || reply.state === 'delivered') && reply.replicaId !== context.replicaId;
    if (isSender && isTooLate) return refuse('NOT_EXECUTOR');
    if (reply.state === 'delivered') return accept([]);
    switch (outcome.kind) {
      case 'delivered':
        if (outcome.remoteIds.length !== reply.parts) return refuse('INPUT_INVALID', { field: 'outcome.remoteIds', detail: `The reply has ${reply.parts} parts.` });
        return accept([delivered(facts, reply, outcome.remoteIds, context.now, outcome.by, context.nextId, outcome.sentAt)]);
      case 'failed':
        // Only where it was tried can anybody know that it had no effect: for others not found is no proof, and the turn stays locked.
        if (!isSender) return refuse('NOT_ALLOWED', { field: 'outcome.kind' });
        if (reply.state === 'failed' || reply.state === 'discarded') return accept([]);
        return accept([{ type: 'reply.failed', data: { ...ref, failure: outcome.failure } }, ...wakeItem(facts, reply, context.now)]);
      case 'unconfirmed':
        if (reply.state !== 'permitted') return accept([]);
        return accept([{ type: 'reply.unconfirmed', data: { ...ref, reason: outcome.reason } }]);
    }
  },
};

export const decideSettleReply: Decider<'reply.settle'> = {
  type: 'reply.settle',
  facts: ['reply', 'conversation', 'workItem', 'queue', 'agent', 'account', 'message'],
  decide(facts, data, context) {
    const reply = facts.get('reply', data.replyId);
    if (reply === undefined) return refuse('NOT_FOUND', { field: 'replyId' });
    const owns = facts.get('conversation', reply.conversationId)?.ownerAgentId === context.agentId;
    if (reply.agentId !== context.agentId && !owns && !isLead(context.role)) return refuse('NOT_ALLOWED');
    if (reply.state === 'delivered' || reply.state === 'discarded' || reply.state === 'failed') return accept([]);
    if (data.decision.kind === 'found') {
      // What nobody had leave to send cannot be out.
      if (reply.state === 'scheduled') return refuse('STATE_INVALID');
      // Without the platform's id each part is recorded under a name of our own, so that the thread still shows what the customer read.
      const remoteIds = Array.from({ length: reply.parts }, (_, part) => (part === 0 && data.decision.kind === 'found' && data.decision.remoteId !== undefined ? data.decision.remoteId : `settled:${reply.id}:${part}`));
      return accept([delivered(facts, reply, remoteIds, context.now, 'person', context.nextId, reply.permittedAt)]);
    }
    const until = context.sendingPossibleUntil(reply.conversationId, reply.replicaId);
    if (reply.state === 'permitted' && until > context.now && reply.replicaId !== context.replicaId) return refuse('REPLY_UNDER_WAY', { retryAfterMs: until - context.now });
    return accept([{ type: 'reply.discarded', data: { replyId: reply.id, conversationId: reply.conversationId, agentId: context.agentId, at: context.now } }, ...wakeItem(facts, reply, context.now)]);
  },
};
