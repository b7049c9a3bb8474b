import { callChannel } from '../channels/index.ts';
import { CALL_LEAD_MS, FURTHEST_CALL_MS, LONGEST_CALL_WINDOW_MS } from '../domain/call-back.ts';
import type { NewEvent } from '../events/index.ts';
import { must } from '../util/assert.ts';
import { accept, type Decider, isDecision, refuse } from './context.ts';
import { dealtWith } from './dealt-with.ts';
import { costOf } from './due.ts';
import { mayUseAccount } from './rights.ts';

type Window = { readonly fromAt: number; readonly untilAt: number };

function isPromisable({ fromAt, untilAt }: Window, now: number): boolean {
  return untilAt > now && untilAt - fromAt <= LONGEST_CALL_WINDOW_MS && fromAt <= now + FURTHEST_CALL_MS;
}

/** The event that lets it sleep until shortly before the window; none where that has come. */
function asleep(ref: { workItemId: string; conversationId: string }, { fromAt }: Window, agentId: string, now: number): NewEvent[] {
  const untilAt = fromAt - CALL_LEAD_MS;
  return untilAt <= now ? [] : [{ type: 'workItem.snoozed', data: { ...ref, agentId, untilAt, at: now } }];
}

/** C5: a call is a conversation of its own of the same person, linked with the one it was promised in; its work comes as a call (R3, R9). */
export const decidePlanCallBack: Decider<'callBack.plan'> = {
  type: 'callBack.plan',
  facts: ['conversation', 'workItem', 'agent', 'account'],
  decide(facts, data, context) {
    const origin = dealtWith(facts, data.conversationId, context);
    if (isDecision(origin)) return origin;
    if (!isPromisable(data.window, context.now)) return refuse('INPUT_INVALID', { field: 'window', detail: 'A window of at most 12 hours within the next 90 days.' });
    const item = origin.workItemId === undefined ? undefined : facts.get('workItem', origin.workItemId);
    if (item === undefined) return refuse('STATE_INVALID', { detail: 'Nothing was ever to be done in this conversation.' });
    if (data.own && !mayUseAccount(facts, facts.get('agent', context.agentId), origin.accountId)) return refuse('NOT_ALLOWED', { field: 'own' });
    const [threadId, conversationId, workItemId] = [context.nextId(), context.nextId(), context.nextId()];
    const { accountId, contactId } = origin;
    const { fromAt, untilAt } = data.window;
    const now = context.now;
    const channel = callChannel.name;
    const common = { accountId, channel, visibility: 'private' as const, openedAt: now };
    const caseId = origin.caseId ?? origin.id;
    const ref = { workItemId, conversationId };
    const events: NewEvent[] = [
      { type: 'thread.opened', data: { id: threadId, remoteId: `${channel}:${conversationId}`, ...common } },
      { type: 'conversation.opened', data: { id: conversationId, threadId, contactId, ...common } },
      ...(origin.caseId === undefined ? [{ type: 'conversation.linked' as const, data: { conversationId: origin.id, caseId, at: now, byAgentId: context.agentId } }] : []),
      { type: 'conversation.linked', data: { conversationId, caseId, at: now, byAgentId: context.agentId } },
      { type: 'callBack.planned', data: { conversationId, at: now, callBack: { bodyRef: must(context.bodyRefs[0], 'sealed call-back'), originConversationId: origin.id, fromAt, untilAt, byAgentId: context.agentId, plannedAt: now } } },
      { type: 'workItem.queued', data: { id: workItemId, conversationId, contactId, accountId, channel, queueId: item.queueId, needs: item.needs, priority: item.priority, cost: costOf(channel), createdAt: now, queuedAt: now, dueAt: untilAt } },
    ];
    if (data.own) events.push({ type: 'workItem.assigned', data: { ...ref, agentId: context.agentId, epoch: 1, at: now, reason: { by: 'self', personId: context.agentId } } });
    return accept([...events, ...asleep(ref, data.window, context.agentId, now)], { conversationId, workItemId });
  },
};

export const decideReportCallBack: Decider<'callBack.report'> = {
  type: 'callBack.report',
  facts: ['conversation', 'workItem', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    const { callBack } = conversation;
    if (callBack === undefined) return refuse('STATE_INVALID', { detail: 'No call was promised here.' });
    if (callBack.state !== 'planned') return accept([]);
    const { outcome, next } = data;
    if (next !== undefined && (outcome !== 'notReached' || !isPromisable(next, context.now))) return refuse('INPUT_INVALID', { field: 'next', detail: 'Another time, to come, where nobody was reached.' });
    const now = context.now;
    const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
    const events: NewEvent[] = [{ type: 'callBack.tried', data: { conversationId: conversation.id, at: now, byAgentId: context.agentId, outcome, ...(next === undefined ? {} : { next }) } }];
    if (item === undefined || item.state === 'closed') return accept(events);
    const ref = { workItemId: item.id, conversationId: conversation.id };
    if (outcome !== 'notReached') {
      const disposition = outcome === 'reached' ? { kind: 'resolved' as const } : { kind: 'noAnswerNeeded' as const, reason: 'other' as const };
      return accept([...events, { type: 'workItem.closed', data: { ...ref, disposition, agentId: context.agentId, at: now } }]);
    }
    // Promised anew: due anew, and asleep until then.
    if (next !== undefined) events.push({ type: 'workItem.resumed', data: { ...ref, dueAt: next.untilAt, cost: costOf(item.channel), because: 'snooze', at: now } }, ...asleep(ref, next, context.agentId, now));
    return accept(events);
  },
};
