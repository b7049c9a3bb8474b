import { getChannel } from '../channels/index.ts';
import type { ChannelDescriptor } from '../channels/index.ts';
import { replyWindowMs } from '../channels/reply-window.ts';
import type { CommandOf } from '../commands/index.ts';
import { permitNotice } from './away-notice.ts';
import { accept, refuse, type Decider, type Facts } from './context.ts';
import { heldForApproval } from './approval-gate.ts';
import { filesUnfit, ownDraftCleared, replyData } from './reply-data.ts';
import { isExecutor } from './reply-schedule.ts';
import { mayTouch } from './rights.ts';
import { speakerOf } from './speaker.ts';

/** A reply older than this counts as held back: what the customer wrote since must be read first. */
const HELD_AFTER_MS = 10 * 60_000;

// Invariants: a replyId is permitted once. A turn has at most one answer under way, and at most one that is not a declared follow-up.
// The order of the checks is the order of their worth to the agent: who owns it, was it answered, does the message still stand, may it go now.
export const decideRequestPermit: Decider<'reply.requestPermit'> = {
  type: 'reply.requestPermit',
  facts: ['conversation', 'workItem', 'account', 'agent', 'reply', 'message', 'draft', 'awayNotice', 'queue'],
  decide(facts, data, context) {
    const notice = facts.get('awayNotice', data.replyId);
    if (notice !== undefined) return permitNotice(facts, notice, data, context);
    const known = facts.get('reply', data.replyId);
    if (known?.state === 'scheduled') {
      if (known.agentId !== context.agentId) return refuse('NOT_ALLOWED');
      if (!isExecutor(known, context)) return refuse('NOT_EXECUTOR');
      // The clock of that desk may be ahead.
      if (known.sendAt !== undefined && context.now < known.sendAt) return refuse('TOO_EARLY', { retryAfterMs: known.sendAt - context.now });
    } else if (known !== undefined) {
      if (known.agentId !== context.agentId) return refuse('NOT_ALLOWED');
      if (known.replicaId !== context.replicaId) return refuse('REPLY_KNOWN', { detail: `It is ${known.state}.` });
      return accept([], { state: known.state });
    }
    const conversation = facts.get('conversation', data.conversationId);
    if (conversation === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (conversation.ownerAgentId !== context.agentId || conversation.epoch !== data.epoch) return refuse('LEASE_LOST');
    const speaker = speakerOf(facts, conversation, data.frozen, context);
    if ('no' in speaker) return speaker.no;
    const { account } = speaker;
    const agent = facts.get('agent', context.agentId);
    const channel = getChannel(conversation.channel);
    if (account === undefined || agent === undefined || agent.disabled || channel === undefined) return refuse('NOT_ALLOWED');
    if (!mayTouch(facts, conversation.accountId, context)) return refuse('NOT_ALLOWED', { field: 'accountId' });
    // C5: on the telephone somebody speaks.
    if (channel.byVoice === true) return refuse('CHANNEL_CANNOT');
    if (!channel.visibilities.includes(data.frozen.visibility)) return refuse('INPUT_INVALID', { field: 'frozen.visibility' });
    const unfit = filesUnfit(channel, data, context);
    if (unfit !== undefined) return unfit;
    // R14: the platform forbids answering people who did not address us; a person answers there, and that comes back as answered.
    const isLead = conversation.workItemId !== undefined && facts.get('workItem', conversation.workItemId)?.unsummoned === 'siteOnly';
    if (isLead || answersUnasked(facts, data, conversation.accountId, channel)) return refuse('SITE_ONLY');

    const opensPrivate = conversation.visibility === 'public' && data.frozen.visibility === 'private';
    if (opensPrivate && channel.oneShotPrivateReply !== undefined && conversation.privateOpenings?.some((opening) => opening.inReplyToRemoteId === data.frozen.inReplyToRemoteId && opening.replyId !== data.replyId)) return refuse('PRIVATE_REPLY_USED');
    if (conversation.lockedByReplyId !== undefined) return refuse('TURN_LOCKED', { retryAfterMs: 2_000 });
    const turn = conversation.openTurn ?? [];
    const covers = data.answersThroughMessageId === undefined ? -1 : turn.findIndex((m) => m.messageId === data.answersThroughMessageId);
    const message = data.answersThroughMessageId === undefined ? undefined : facts.get('message', data.answersThroughMessageId);
    if (message !== undefined && message.conversationId !== conversation.id) return refuse('INPUT_INVALID', { field: 'answersThroughMessageId', detail: 'It belongs to another conversation.' });
    // A deleted message has left its turn: say so, before the turn looks answered.
    if (message?.deletedAt !== undefined) return refuse('MESSAGE_DELETED');
    if (!data.followUp && covers < 0) return refuse('TURN_ANSWERED');
    if (message !== undefined) {
      if (message.editedAt !== undefined && message.editedAt > data.frozenAt) return refuse('MESSAGE_EDITED');
      const windowMs = replyWindowMs(channel, account.settings, data.frozen.visibility, opensPrivate);
      if (windowMs !== undefined && context.now > message.sentAt + windowMs) return refuse('WINDOW_CLOSED');
    }
    if (context.now - data.frozenAt > HELD_AFTER_MS && covers >= 0 && covers < turn.length - 1) return refuse('TEXT_STALE');
    if (channel.identicalText === 'refused' && context.wasSaid?.(channel.name, data.frozen, data.replyId) === true) return refuse('TEXT_IDENTICAL');
    const held = heldForApproval(agent, conversation, data.replyId, context);
    if (held !== undefined) return held;
    if (account.stopped !== undefined) return refuse('ACCOUNT_STOPPED', { retryAfterMs: 5_000 });
    const spent = context.spend(account.id, data.frozen.visibility === 'private' ? 'privateMessage' : 'post', data.replyId);
    if (!spent.ok) return refuse('BUDGET_EXHAUSTED', { retryAfterMs: spent.retryAfterMs });

    return accept([{ type: 'reply.permitted', data: replyData(data, conversation, account.id, context) }, ...ownDraftCleared(facts, conversation.id, context)], { state: 'permitted' });
  },
};

/** R14: the very message that is answered did not address us, though others of its author may have. */
function answersUnasked(facts: Facts, data: CommandOf<'reply.requestPermit'>['data'], accountId: string, channel: ChannelDescriptor): boolean {
  if (channel.unsummoned === 'approach') return false;
  const named = data.frozen.inReplyToRemoteId === undefined ? undefined : facts.messageIdByRemote(accountId, data.frozen.inReplyToRemoteId);
  const answered = named ?? data.answersThroughMessageId;
  return answered !== undefined && facts.get('message', answered)?.summoned === false;
}
