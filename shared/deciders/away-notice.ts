import { getChannel } from '../channels/index.ts';
import { replyWindowMs } from '../channels/reply-window.ts';
import type { CommandOf } from '../commands/index.ts';
import type { AwayNoticeRecord } from '../domain/away-notice.ts';
import { isOpen } from '../domain/business-time.ts';
import type { EventOf, NewEvent } from '../events/index.ts';
import { must } from '../util/assert.ts';
import { accept, refuse, type DecideContext, type Decision, type Facts } from './context.ts';
import { mayTouch } from './rights.ts';

/**
 * AWAY-3: leave for an away notice goes the way of every other: once, to the desk that is named, while the account may send and its budget lasts. It needs no
 * ownership and locks no turn: it answers nothing.
 */
export function permitNotice(facts: Facts, notice: AwayNoticeRecord, data: CommandOf<'reply.requestPermit'>['data'], context: DecideContext): Decision {
  if (notice.agentId !== context.agentId) return refuse('NOT_ALLOWED');
  if (notice.replicaId !== context.replicaId) return refuse('NOT_EXECUTOR');
  if (notice.state !== 'due') return accept([], { state: wordOf(notice) });
  const conversation = facts.get('conversation', notice.conversationId);
  const account = facts.get('account', notice.accountId);
  const channel = conversation === undefined ? undefined : getChannel(conversation.channel);
  if (conversation === undefined || account === undefined || channel === undefined || conversation.id !== data.conversationId) return refuse('NOT_FOUND', { field: 'conversationId' });
  const agent = facts.get('agent', context.agentId);
  // Whose words are looked at first sends none in the house's name either.
  if (agent === undefined || agent.disabled || agent.trainee !== undefined || !mayTouch(facts, account.id, context)) return refuse('NOT_ALLOWED');
  if (conversation.erasedAt !== undefined || isOver(facts, notice, context.now)) return refuse('TURN_ANSWERED');
  if (context.wordsDigest === undefined || notice.digests?.includes(context.wordsDigest) !== true) return refuse('NOTICE_OTHER_WORDS', { field: 'frozen' });
  if (data.frozen.visibility !== 'private' || data.frozen.parts.length !== 1 || data.frozen.files !== undefined) return refuse('INPUT_INVALID', { field: 'frozen' });
  const message = facts.get('message', notice.messageId);
  if (message === undefined || message.deletedAt !== undefined) return refuse('MESSAGE_DELETED');
  const windowMs = replyWindowMs(channel, account.settings, 'private', false);
  if (windowMs !== undefined && context.now > message.sentAt + windowMs) return refuse('WINDOW_CLOSED');
  if (account.stopped !== undefined) return refuse('ACCOUNT_STOPPED', { retryAfterMs: 5_000 });
  const spent = context.spend(account.id, 'privateMessage', notice.id);
  if (!spent.ok) return refuse('BUDGET_EXHAUSTED', { retryAfterMs: spent.retryAfterMs });
  return accept([{ type: 'awayNotice.permitted', data: { id: notice.id, conversationId: conversation.id, at: context.now, bodyRef: must(context.bodyRefs[1], 'sealed notice') } }], { state: 'permitted' });
}

/** We opened, somebody answered, or the item was closed: nobody need be told any more. */
export function isOver(facts: Pick<Facts, 'get'>, notice: AwayNoticeRecord, now: number): boolean {
  const conversation = facts.get('conversation', notice.conversationId);
  if (conversation?.openTurn === undefined || now >= notice.untilAt) return true;
  const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  const queue = item === undefined || item.state === 'closed' ? undefined : facts.get('queue', item.queueId);
  return queue === undefined || isOpen(now, queue.hours);
}

/** What became of it, from a desk. Whoever may send on the account may say what they found. */
export function reportNotice(facts: Facts, notice: AwayNoticeRecord, { outcome }: CommandOf<'reply.report'>['data'], context: DecideContext): Decision {
  const isSender = notice.agentId === context.agentId;
  if (!isSender && !mayTouch(facts, notice.accountId, context)) return refuse('NOT_ALLOWED');
  if (notice.state === 'sent' || notice.state === 'due' || notice.state === 'over') return accept([]);
  if (outcome.kind === 'delivered') return accept(noticeSent(facts, notice, must(outcome.remoteIds[0], 'remote id'), outcome.sentAt, context.nextId(), context.now));
  if (outcome.kind === 'failed' && !isSender) return refuse('NOT_ALLOWED', { field: 'outcome.kind' });
  if (notice.state !== 'permitted') return accept([]);
  return accept([ended(notice, outcome.kind === 'failed' ? 'failed' : 'unclear', context.now)]);
}

export function ended(notice: AwayNoticeRecord, outcome: EventOf<'awayNotice.ended'>['data']['outcome'], at: number): NewEvent {
  return { type: 'awayNotice.ended', data: { id: notice.id, conversationId: notice.conversationId, contactId: notice.contactId, outcome, at } };
}

/** It is out: it stands in the thread as a machine's word, and the turn stays open. */
export function noticeSent(facts: Pick<Facts, 'get'>, notice: AwayNoticeRecord, remoteId: string, sentAt: number, messageId: string, at: number): NewEvent[] {
  const conversation = facts.get('conversation', notice.conversationId);
  if (conversation === undefined || notice.bodyRef === undefined) return [];
  const inReplyTo = facts.get('message', notice.messageId)?.remoteId;
  return [
    { type: 'message.received', data: { id: messageId, threadId: conversation.threadId, conversationId: conversation.id, direction: 'out', visibility: 'private', remoteId, bodyRef: notice.bodyRef, sentAt, receivedAt: at, automatic: 'autoReply', ...(inReplyTo === undefined ? {} : { inReplyToRemoteId: inReplyTo }) } },
    { type: 'awayNotice.ended', data: { id: notice.id, conversationId: notice.conversationId, contactId: notice.contactId, outcome: 'sent', remoteId, at } },
  ];
}

/** As a desk knows the states of its replies. */
export function wordOf(notice: AwayNoticeRecord): 'scheduled' | 'permitted' | 'delivered' | 'failed' | 'unconfirmed' | 'discarded' {
  return ({ due: 'scheduled', permitted: 'permitted', sent: 'delivered', failed: 'failed', unclear: 'unconfirmed', over: 'discarded' } as const)[notice.state];
}
