import { claimUntil } from '../domain/claim.ts';
import type { UnderWay } from '../domain/under-way.ts';
import type { WorkItem } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { assignTo, returnToQueue } from './assignment.ts';
import { accept, refuse, type DecideContext, type Decider, type Decision, type Facts } from './context.ts';
import { whyNotHold } from './rights.ts';
import { handWarnings, warned, type HandWarning } from './warnings.ts';

/** What a lead must know of an answer that may already be out; undefined where none can be. */
function underWayOf(facts: Facts, item: WorkItem, context: DecideContext): UnderWay | undefined {
  const replyId = facts.get('conversation', item.conversationId)?.lockedByReplyId;
  const reply = replyId === undefined ? undefined : facts.get('reply', replyId);
  const until = context.sendingPossibleUntil(item.conversationId);
  if (reply === undefined || until <= context.now) return undefined;
  const outbox = context.outboxOf(reply.agentId);
  return { workItemId: item.id, replyId: reply.id, agentId: reply.agentId, since: reply.permittedAt, sendingPossibleUntil: until, ...(outbox === undefined ? {} : { waiting: outbox.waiting, unclear: outbox.unclear, asOfAt: outbox.asOf }) };
}

/** Refused while an answer by the present owner may already be out (SENDING rule 4); `until` says when it is certain. */
function underWay(facts: Facts, item: WorkItem, context: DecideContext): Decision | undefined {
  const conversation = facts.get('conversation', item.conversationId);
  if (conversation?.lockedByReplyId === undefined) return undefined;
  const until = context.sendingPossibleUntil(item.conversationId);
  if (until <= context.now) return undefined;
  const known = underWayOf(facts, item, context);
  return refuse('REPLY_UNDER_WAY', { ...(known === undefined ? {} : { underWay: [known] }), detail: `An answer was permitted; it may still be sent until ${new Date(until).toISOString()}.`, retryAfterMs: until - context.now });
}

export const decideTakeWorkItem: Decider<'workItem.take'> = {
  type: 'workItem.take',
  facts: ['workItem', 'conversation', 'reply', 'reservation', 'agent', 'account', 'draft'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item === undefined) return refuse('NOT_FOUND', { field: 'workItemId' });
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    if (item.ownerAgentId === context.agentId) return accept([]);
    if (item.ownerAgentId !== undefined && data.reason !== undefined) return relieve(facts, item, data.reason, context);
    if (item.ownerAgentId !== undefined || (item.state === 'offered' && facts.get('reservation', item.reservationId ?? '')?.agentId !== context.agentId)) return refuse('ALREADY_TAKEN');
    if (whyNotHold(facts, context.agentId, item) !== undefined) return refuse('NOT_ALLOWED');
    return accept(assignTo(facts, item, context.agentId, context.now, { by: 'self', personId: context.agentId, waitedMs: Math.max(0, context.now - item.queuedAt) }), warned(handWarnings(facts, item, context.agentId, context)));
  },
};

/** CLAIM-1: somebody takes what a colleague has and lets lie, and says why. */
function relieve(facts: Facts, item: WorkItem, reason: string, context: DecideContext): Decision {
  if (whyNotHold(facts, context.agentId, item) !== undefined) return refuse('NOT_ALLOWED');
  const busy = underWay(facts, item, context);
  if (busy !== undefined) return busy;
  const until = claimUntil(item, facts.get('draft', item.conversationId));
  if (until > context.now) return refuse('CLAIM_HELD', { retryAfterMs: until - context.now, detail: `It is theirs until ${new Date(until).toISOString()}, or as long as they write.` });
  return accept(assignTo(facts, item, context.agentId, context.now, { by: 'self', personId: context.agentId, note: reason }), warned(handWarnings(facts, item, context.agentId, context)));
}

export const decideTransferWorkItem: Decider<'workItem.transfer'> = {
  type: 'workItem.transfer',
  facts: ['workItem', 'conversation', 'reply', 'reservation', 'agent', 'account', 'queue'],
  decide(facts, data, context) {
    const item = facts.get('workItem', data.workItemId);
    if (item === undefined) return refuse('NOT_FOUND', { field: 'workItemId' });
    if (item.state === 'closed') return refuse('ITEM_CLOSED');
    if (item.ownerAgentId !== context.agentId) return refuse('NOT_OWNER');
    const busy = underWay(facts, item, context);
    if (busy !== undefined) return busy;
    if (data.to.kind === 'agent') {
      if (data.to.agentId === context.agentId) return accept([]);
      const why = whyNotHold(facts, data.to.agentId, item);
      if (why !== undefined) return refuse(why, { field: 'to.agentId' });
      return accept(assignTo(facts, item, data.to.agentId, context.now, { by: 'person', personId: context.agentId, ...(data.note === undefined ? {} : { note: data.note }) }), warned(handWarnings(facts, item, data.to.agentId, context)));
    }
    const events: NewEvent[] = returnToQueue(facts, item, context.now, 'released', data.note === undefined ? {} : { note: data.note });
    const queueId = data.to.queueId ?? item.queueId;
    const queue = facts.get('queue', queueId);
    if (queue === undefined) return refuse('NOT_FOUND', { field: 'to.queueId' });
    const needs = data.to.needs ?? (queueId === item.queueId ? item.needs : queue.needs);
    if (queueId !== item.queueId || data.to.needs !== undefined) events.push({ type: 'workItem.moved', data: { workItemId: item.id, conversationId: item.conversationId, queueId, needs, at: context.now } });
    return accept(events);
  },
};

export const decideReassignWorkItems: Decider<'workItem.reassign'> = {
  type: 'workItem.reassign',
  facts: ['workItem', 'conversation', 'reply', 'reservation', 'agent', 'account'],
  decide(facts, data, context) {
    const target = data.to.kind === 'agent' ? data.to.agentId : undefined;
    const events: NewEvent[] = [];
    const moved: string[] = [];
    const warnings: HandWarning[] = [];
    let given = 0;
    const refused: { workItemId: string; code: string; retryAfterMs?: number }[] = [];
    const underWays: UnderWay[] = [];
    const lines = new Map((data.lines ?? []).map(({ workItemId, line }) => [workItemId, line]));
    for (const id of new Set(data.workItemIds)) {
      const item = facts.get('workItem', id);
      if (item === undefined || item.state === 'closed') {
        refused.push({ workItemId: id, code: item === undefined ? 'NOT_FOUND' : 'ITEM_CLOSED' });
        continue;
      }
      const why = target === undefined ? undefined : whyNotHold(facts, target, item);
      if (why !== undefined) {
        refused.push({ workItemId: id, code: why });
        continue;
      }
      const busy = underWay(facts, item, context);
      if (busy?.kind === 'refused') underWays.push(...(busy.underWay ?? []));
      if (busy !== undefined && busy.kind === 'refused' && !data.force) {
        refused.push({ workItemId: id, code: busy.code, ...(busy.retryAfterMs === undefined ? {} : { retryAfterMs: busy.retryAfterMs }) });
        continue;
      }
      const forced = busy !== undefined;
      if (target !== undefined && item.ownerAgentId === target) {
        moved.push(id);
        continue;
      }
      // In the same commit and before it goes: nobody gets it without its line.
      const line = lines.get(id);
      if (line !== undefined && line !== item.handoverLine) events.push({ type: 'workItem.handoverNoted', data: { workItemId: id, conversationId: item.conversationId, agentId: context.agentId, line, at: context.now } });
      if (target === undefined) events.push(...returnToQueue(facts, item, context.now, 'reassigned', { ...(forced ? { forced } : {}), ...(data.note === undefined ? {} : { note: data.note }) }));
      else {
        warnings.push(...handWarnings(facts, item, target, context, given));
        given += item.cost;
        events.push(...assignTo(facts, item, target, context.now, { by: 'person', personId: context.agentId, ...(forced ? { forced } : {}), ...(data.note === undefined ? {} : { note: data.note }) }));
      }
      moved.push(id);
    }
    const first = refused[0];
    if (moved.length === 0 && first !== undefined) return refuse(first.code as 'NOT_FOUND', { ...(first.retryAfterMs === undefined ? {} : { retryAfterMs: first.retryAfterMs }), ...(underWays.length === 0 ? {} : { underWay: underWays }) });
    return accept(events, { moved, refused, ...warned(warnings), underWay: underWays });
  },
};
