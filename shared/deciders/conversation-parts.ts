import type { Conversation } from '../domain/conversation.ts';
import type { NewEvent } from '../events/index.ts';
import { personOf } from '../domain/person.ts';
import { rescindOffer } from './assignment.ts';
import { DANGER_PRIORITY, type WorkItem } from '../domain/work-item.ts';
import { accept, type Decider, type Facts, isDecision, refuse } from './context.ts';
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
    const goesOn = goesOnIn(facts, conversation, item, into, now);
    if (goesOn === undefined) return refuse('STATE_INVALID', { field: 'intoConversationId', detail: 'Nothing was ever to be done there, and here somebody waits.' });
    const caseId = into.caseId ?? into.id;
    const linked = [into, conversation].flatMap((one): NewEvent[] => (one.caseId === caseId ? [] : [{ type: 'conversation.linked', data: { conversationId: one.id, caseId, at: now, byAgentId: context.agentId } }]));
    const ended: NewEvent[] = item === undefined || item.state === 'closed' ? [] : [...rescindOffer(facts, item, now), { type: 'workItem.closed', data: { workItemId: item.id, conversationId: conversation.id, disposition: { kind: 'merged' }, agentId: context.agentId, at: now } }];
    return accept([...linked, { type: 'conversation.merged', data: { conversationId: conversation.id, intoConversationId: into.id, byAgentId: context.agentId, at: now } }, ...ended, ...goesOn], { caseId });
  },
};

/** CMERGE-3: what the customer waits for here is waited for there from now on: asleep, waiting for the customer or ended, that one is work again, due no later than this was. Undefined: there is no work there that could be. */
function goesOnIn(facts: Facts, { openTurn }: Conversation, item: WorkItem | undefined, into: Conversation, at: number): NewEvent[] | undefined {
  if (openTurn === undefined || item === undefined || item.state === 'closed') return [];
  const other = into.workItemId === undefined ? undefined : facts.get('workItem', into.workItemId);
  if (other === undefined) return undefined;
  const ref = { workItemId: other.id, conversationId: into.id, at };
  const { contactId, accountId, channel, queueId, needs, priority } = other;
  if (other.state === 'closed') return [{ type: 'workItem.reopened', data: { ...ref, dueAt: item.dueAt, cost: costOf(channel), item: { contactId, accountId, channel, queueId, needs, priority } } }];
  const dueAt = Math.min(item.dueAt, other.waitingFor === 'us' ? other.dueAt : item.dueAt);
  if (other.waitingFor === 'customer' || other.snooze !== undefined) return [{ type: 'workItem.resumed', data: { ...ref, dueAt, cost: costOf(channel) } }];
  return dueAt < other.dueAt && other.special === undefined ? [{ type: 'workItem.dueMoved', data: { ...ref, dueAt } }] : [];
}

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
