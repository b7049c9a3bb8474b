import { DANGER_PRIORITY, type WorkItem } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { rescindOffer } from './assignment.ts';
import { accept, refuse, type Decider, type Facts } from './context.ts';
import { costOf, dueAgain } from './due.ts';
import { hasNewer, mayEnd } from './work-item-end.ts';

/** R2: asleep until an hour or until the customer writes. The answer warns where it is due before. */
export const decideSnoozeWorkItem: Decider<'workItem.snooze'> = {
  type: 'workItem.snooze',
  facts: ['workItem', 'conversation', 'reservation', 'queue'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    const no = mayEnd(item, context);
    if (no !== undefined || item === undefined) return no ?? refuse('NOT_FOUND');
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    if (item.priority >= DANGER_PRIORITY) return refuse('DANGER_ALONE', { detail: 'Danger to a person is never put aside.' });
    if (hasNewer(facts, item, data.seenThroughMessageId)) return refuse('NEWER_MESSAGE');
    // Written down offline, and the hour has come meanwhile: it would be awake again.
    if (data.untilAt <= context.now) return accept(item.snooze === undefined ? [] : wakeUp(facts, item, context.now));
    if (item.snooze?.untilAt === data.untilAt) return accept([]);
    const ref = { workItemId: item.id, conversationId: item.conversationId };
    const warnings = item.waitingFor === 'us' && item.dueAt < data.untilAt ? { warnings: [{ workItemId: item.id, code: 'dueBefore', dueAt: item.dueAt }] } : undefined;
    return accept([...rescindOffer(facts, item, context.now), { type: 'workItem.snoozed', data: { ...ref, agentId: context.agentId, untilAt: data.untilAt, at: context.now } }], warnings);
  },
};

export const decideWakeWorkItem: Decider<'workItem.wake'> = {
  type: 'workItem.wake',
  facts: ['workItem', 'queue'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    const no = mayEnd(item, context);
    if (no !== undefined || item === undefined) return no ?? refuse('NOT_FOUND');
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    return accept(item.snooze === undefined ? [] : wakeUp(facts, item, context.now));
  },
};

/** The end of a sleep: what the customer waits for keeps its deadlines, what waited for the customer is due anew. */
export function wakeUp(facts: Facts, item: WorkItem, now: number): NewEvent[] {
  const due = item.waitingFor === 'us' ? { dueAt: item.dueAt } : dueAgain(facts.get('queue', item.queueId), item, now);
  return [{ type: 'workItem.resumed', data: { workItemId: item.id, conversationId: item.conversationId, at: now, ...due, cost: costOf(item.channel), because: 'snooze' } }];
}
