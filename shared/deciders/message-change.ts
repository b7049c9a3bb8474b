import { getChannel } from '../channels/index.ts';
import { approvalNeeded } from '../domain/approval.ts';
import type { NewEvent } from '../events/index.ts';
import { accept, isLead, refuse, type Decider } from './context.ts';
import { mayTouch } from './rights.ts';

/** So long another desk may be at it: then the same may be asked again, for both acts may be repeated. */
const AT_IT_MS = 60_000;
/** Time to report words that reached the wrong person (Art. 33 GDPR). */
export const BREACH_MS = 72 * 3_600_000;
const BREACHES: ReadonlySet<string> = new Set(['wrongRecipient', 'personalData']);

export const decideRequestChange: Decider<'message.requestChange'> = {
  type: 'message.requestChange',
  facts: ['message', 'conversation', 'account', 'agent'],
  decide(facts, data, context) {
    const message = facts.get('message', data.messageId);
    const conversation = message?.conversationId === undefined || message.conversationId !== data.conversationId ? undefined : facts.get('conversation', message.conversationId);
    if (message === undefined || conversation === undefined || message.direction !== 'out') return refuse('NOT_FOUND', { field: 'messageId' });
    // Who said it, who has the conversation now, and leads.
    const isTheirs = message.agentId === context.agentId || conversation.ownerAgentId === context.agentId;
    if (!mayTouch(facts, conversation.accountId, context) || (!isTheirs && !isLead(context.role))) return refuse('NOT_ALLOWED');
    const channel = getChannel(conversation.channel);
    if (channel === undefined || !(data.to.kind === 'delete' ? channel.canDelete : channel.canEdit)) return refuse('CHANNEL_CANNOT', { field: 'to' });
    if (message.deletedAt !== undefined || message.remoteId.startsWith('settled:')) return refuse('STATE_INVALID', { field: 'messageId' });
    const before = message.change;
    if (before?.id === data.changeId) return accept([]);
    if (before?.state === 'allowed' && context.now - before.at < AT_IT_MS && before.agentId !== context.agentId) return refuse('STATE_INVALID', { field: 'messageId', retryAfterMs: before.at + AT_IT_MS - context.now });
    // New words on an account that was stopped are still words; taking something back is what one stops for.
    if (data.to.kind === 'correct' && facts.get('account', conversation.accountId)?.stopped !== undefined) return refuse('ACCOUNT_STOPPED');
    // New words are new words: a trainee's, or any in a flagged conversation, are a lead's to say.
    const writer = facts.get('agent', context.agentId);
    if (data.to.kind === 'correct' && approvalNeeded(writer ?? {}, context.role, conversation) !== undefined) return refuse('APPROVAL_NEEDED');
    const bodyRef = context.bodyRefs[0];
    return accept([
      {
        type: 'message.changeAllowed',
        data: {
          messageId: message.id,
          change: { id: data.changeId, kind: data.to.kind, reason: data.reason, agentId: context.agentId, at: context.now, ...(bodyRef === undefined ? {} : { bodyRef }), ...(BREACHES.has(data.reason) ? { breachDueAt: before?.breachDueAt ?? context.now + BREACH_MS } : before?.breachDueAt === undefined ? {} : { breachDueAt: before.breachDueAt }) },
        },
      },
    ]);
  },
};

export const decideReportChange: Decider<'message.reportChange'> = {
  type: 'message.reportChange',
  facts: ['message', 'conversation', 'account', 'agent'],
  decide(facts, data, context) {
    const message = facts.get('message', data.messageId);
    const change = message?.change;
    if (message === undefined || change === undefined) return refuse('NOT_FOUND', { field: 'messageId' });
    if (change.agentId !== context.agentId) return refuse('NOT_ALLOWED');
    // Asked for again since, or told already.
    if (change.id !== data.changeId || change.state === 'done') return accept([]);
    const { outcome } = data;
    const ended: NewEvent = {
      type: 'message.changeEnded',
      data: { messageId: message.id, changeId: change.id, state: outcome.kind, at: context.now, ...(outcome.kind === 'failed' ? { failure: { code: outcome.failure.code, detail: outcome.failure.detail } } : {}) },
    };
    if (outcome.kind !== 'done') return accept([ended]);
    if (change.kind === 'delete') return accept([{ type: 'message.deleted', data: { messageId: message.id, deletedAt: context.now } }, ended]);
    return accept(change.bodyRef === undefined ? [ended] : [{ type: 'message.edited', data: { messageId: message.id, bodyRef: change.bodyRef, editedAt: context.now } }, ended]);
  },
};
