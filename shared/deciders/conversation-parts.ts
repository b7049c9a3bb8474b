import type { NewEvent } from '../events/index.ts';
import { personOf } from '../domain/person.ts';
import { rescindOffer } from './assignment.ts';
import { DANGER_PRIORITY } from '../domain/work-item.ts';
import { accept, type Decider, isDecision, refuse } from './context.ts';
import { dealtWith } from './dealt-with.ts';
import { costOf, dueAgain } from './due.ts';
import { mayTouch } from './rights.ts';

export const decideLinkConversations: Decider<'conversation.link'> = {
  type: 'conversation.link',
  facts: ['conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    const other = facts.get('conversation', data.withConversationId);
    if (other === undefined || other.erasedAt !== undefined || other.id === conversation.id) return refuse('NOT_FOUND', { field: 'withConversationId' });
    if (!mayTouch(facts, other.accountId, context)) return refuse('NOT_ALLOWED', { field: 'withConversationId' });
    const caseId = conversation.caseId ?? other.caseId ?? conversation.id;
    const all = new Set([conversation.id, other.id]);
    // Two cases become one, with all their parts.
    for (const id of [conversation.caseId, other.caseId]) if (id !== undefined) for (const part of context.partsOfCase?.(id) ?? []) all.add(part);
    const events = [...all].flatMap((id): NewEvent[] => (facts.get('conversation', id)?.caseId === caseId ? [] : [{ type: 'conversation.linked', data: { conversationId: id, caseId, at: context.now, byAgentId: context.agentId } }]));
    return accept(events, { caseId });
  },
};

export const decideUnlinkConversation: Decider<'conversation.unlink'> = {
  type: 'conversation.unlink',
  facts: ['conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    if (conversation.caseId === undefined) return accept([]);
    return accept([{ type: 'conversation.unlinked', data: { conversationId: conversation.id, caseId: conversation.caseId, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideMergeConversations: Decider<'conversation.merge'> = {
  type: 'conversation.merge',
  facts: ['conversation', 'contact', 'workItem', 'reservation', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    const into = dealtWith(facts, data.intoConversationId, context, 'intoConversationId');
    if (isDecision(into)) return into;
    if (into.id === conversation.id || into.mergedInto !== undefined) return refuse('STATE_INVALID', { field: 'intoConversationId', detail: 'It is answered with another one itself.' });
    if (conversation.mergedInto?.conversationId === into.id) return accept([]);
    if (personOf(facts, conversation.contactId) !== personOf(facts, into.contactId)) return refuse('STATE_INVALID', { field: 'intoConversationId', detail: 'They are not known to be one person.' });
    if (conversation.lockedByReplyId !== undefined) return refuse('TURN_LOCKED');
    const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
    if (item !== undefined && item.state !== 'closed' && (item.priority >= DANGER_PRIORITY || item.special !== undefined)) return refuse(item.special === undefined ? 'DANGER_ALONE' : 'SPECIAL_ALONE');
    const now = context.now;
    const caseId = into.caseId ?? into.id;
    const linked = [into, conversation].flatMap((one): NewEvent[] => (one.caseId === caseId ? [] : [{ type: 'conversation.linked', data: { conversationId: one.id, caseId, at: now, byAgentId: context.agentId } }]));
    const ended: NewEvent[] = item === undefined || item.state === 'closed' ? [] : [...rescindOffer(facts, item, now), { type: 'workItem.closed', data: { workItemId: item.id, conversationId: conversation.id, disposition: { kind: 'merged' }, agentId: context.agentId, at: now } }];
    return accept([...linked, { type: 'conversation.merged', data: { conversationId: conversation.id, intoConversationId: into.id, byAgentId: context.agentId, at: now } }, ...ended], { caseId });
  },
};

export const decideUnmergeConversation: Decider<'conversation.unmerge'> = {
  type: 'conversation.unmerge',
  facts: ['conversation', 'workItem', 'queue', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    if (conversation.mergedInto === undefined) return accept([]);
    const now = context.now;
    const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
    const { contactId, accountId, channel, queueId, needs, priority } = item ?? {};
    // What was waiting there when they became one waits again, in its queue.
    const again: NewEvent[] =
      item === undefined || item.disposition?.kind !== 'merged' || contactId === undefined || accountId === undefined || channel === undefined || queueId === undefined || needs === undefined || priority === undefined
        ? []
        : [{ type: 'workItem.reopened', data: { workItemId: item.id, conversationId: conversation.id, at: now, ...dueAgain(facts.get('queue', queueId), item, now), cost: costOf(channel), item: { contactId, accountId, channel, queueId, needs, priority } } }];
    return accept([{ type: 'conversation.unmerged', data: { conversationId: conversation.id, fromConversationId: conversation.mergedInto.conversationId, byAgentId: context.agentId, at: now } }, ...again]);
  },
};
