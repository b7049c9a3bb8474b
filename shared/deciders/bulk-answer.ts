import { getChannel } from '../channels/index.ts';
import { BULK_MOST, BULK_WAITING, type BulkAnswer, type BulkMember } from '../domain/bulk-answer.ts';
import type { NewEvent } from '../events/index.ts';
import { returnToQueue } from './assignment.ts';
import { accept, type DecideContext, type Decider, type Decision, type Facts, isDecision, isLead, refuse } from './context.ts';
import { mayTouch } from './rights.ts';
import { claimMembers } from './work-item-bulk.ts';

// D6. What a person decides about many is decided here; each answer itself asks leave like any other, so nothing here sends or promises that it was sent.

const NOUNS = ['bulkAnswer', 'bulkMember', 'workItem', 'conversation', 'reservation', 'agent', 'account', 'draft'] as const;

function own(facts: Facts, bulkId: string, context: DecideContext): BulkAnswer | Decision {
  const bulk = facts.get('bulkAnswer', bulkId);
  if (bulk === undefined) return refuse('NOT_FOUND', { field: 'bulkId' });
  return bulk.agentId === context.agentId ? bulk : refuse('NOT_ALLOWED', { field: 'bulkId' });
}

/** Who answers, or a lead. */
function mine(facts: Facts, bulkId: string, context: DecideContext): BulkAnswer | Decision {
  const bulk = facts.get('bulkAnswer', bulkId);
  if (bulk === undefined) return refuse('NOT_FOUND', { field: 'bulkId' });
  return bulk.agentId === context.agentId || isLead(context.role) ? bulk : refuse('NOT_ALLOWED', { field: 'bulkId' });
}


function memberOf(facts: Facts, bulk: BulkAnswer, conversationId: string): BulkMember | undefined {
  const member = facts.get('bulkMember', conversationId);
  return member?.bulkId === bulk.id ? member : undefined;
}

export const decideStartBulkAnswer: Decider<'bulkAnswer.start'> = {
  type: 'bulkAnswer.start',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulkId = context.nextId();
    const { events, claimed, refused } = claimMembers(facts, data.workItemIds, bulkId, context);
    const first = refused[0];
    if (claimed.length === 0) return refuse(first?.code ?? 'NOT_FOUND');
    const members = claimed.map(({ id, conversationId }) => ({ workItemId: id, conversationId }));
    const started: NewEvent = { type: 'bulkAnswer.started', data: { bulkId, agentId: context.agentId, at: context.now, members, ...(data.clusterId === undefined ? {} : { clusterId: data.clusterId }) } };
    return accept([...events, started], { bulkId, claimed: claimed.map(({ id }) => id), refused });
  },
};

export const decideJoinBulkAnswer: Decider<'bulkAnswer.join'> = {
  type: 'bulkAnswer.join',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    if (bulk.conversationIds.length + data.workItemIds.length > BULK_MOST) return refuse('INPUT_INVALID', { field: 'workItemIds', detail: `At most ${BULK_MOST} altogether.` });
    // What is on its way, or waits in the list already, is not claimed a second time.
    const fresh = data.workItemIds.filter((id) => {
      const conversationId = facts.get('workItem', id)?.conversationId;
      const state = conversationId === undefined ? undefined : memberOf(facts, bulk, conversationId)?.state;
      return state === undefined || state === 'taken' || state === 'skipped' || state === 'handedOut' || state === 'sent';
    });
    const { events, claimed, refused } = claimMembers(facts, fresh, bulk.id, context, bulk.conversationIds.some((id) => costsAlready(facts, bulk, id)));
    const first = refused[0];
    if (claimed.length === 0) return fresh.length === 0 ? accept([], { claimed: [], refused: [] }) : refuse(first?.code ?? 'NOT_FOUND');
    const members = claimed.map(({ id, conversationId }) => ({ workItemId: id, conversationId }));
    return accept([...events, { type: 'bulkAnswer.joined', data: { bulkId: bulk.id, agentId: bulk.agentId, at: context.now, members } }], { claimed: claimed.map(({ id }) => id), refused });
  },
};

/** R2: it costs as one, whichever member carries it. */
function costsAlready(facts: Facts, bulk: BulkAnswer, conversationId: string): boolean {
  const item = facts.get('workItem', facts.get('conversation', conversationId)?.workItemId ?? '');
  return item?.bulkId === bulk.id && item.state === 'assigned' && item.ownerAgentId === bulk.agentId && item.cost > 0;
}

export const decideWriteBulkAnswer: Decider<'bulkAnswer.write'> = {
  type: 'bulkAnswer.write',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    if (JSON.stringify([bulk.core, bulk.then]) === JSON.stringify([data.core, data.then])) return accept([]);
    return accept([{ type: 'bulkAnswer.written', data: { bulkId: bulk.id, core: data.core, then: data.then, at: context.now } }]);
  },
};

export const decideConfirmBulkAnswer: Decider<'bulkAnswer.confirm'> = {
  type: 'bulkAnswer.confirm',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    if (bulk.state === 'stopped') return refuse('STATE_INVALID', { field: 'bulkId' });
    const refused: { conversationId: string; code: 'NOT_FOUND' | 'NOT_OWNER' | 'STATE_INVALID' | 'BULK_FORBIDDEN' | 'DANGER_ALONE' | 'NEWER_MESSAGE' }[] = [];
    const members = data.members.filter(({ conversationId, throughMessageId }) => {
      const code = whyNotConfirm(facts, bulk, conversationId, throughMessageId);
      if (code !== undefined) refused.push({ conversationId, code });
      return code === undefined;
    });
    const first = refused[0];
    if (members.length === 0) return refuse(first?.code ?? 'NOT_FOUND');
    return accept([{ type: 'bulkAnswer.confirmed', data: { bulkId: bulk.id, replicaId: context.replicaId, at: context.now, members } }], { confirmed: members.length, refused });
  },
};

function whyNotConfirm(facts: Facts, bulk: BulkAnswer, conversationId: string, throughMessageId: string): 'NOT_FOUND' | 'NOT_OWNER' | 'STATE_INVALID' | 'BULK_FORBIDDEN' | 'DANGER_ALONE' | 'NEWER_MESSAGE' | undefined {
  const member = memberOf(facts, bulk, conversationId);
  const conversation = facts.get('conversation', conversationId);
  if (member === undefined || conversation === undefined) return 'NOT_FOUND';
  if (!BULK_WAITING.has(member.state)) return 'STATE_INVALID';
  if (conversation.ownerAgentId !== bulk.agentId) return 'NOT_OWNER';
  // Not slipped past a platform's rule by any wording: there a person sends each by hand.
  if (getChannel(conversation.channel)?.bulk !== 'allowed') return 'BULK_FORBIDDEN';
  if (facts.get('workItem', member.workItemId)?.alert !== undefined) return 'DANGER_ALONE';
  const last = conversation.openTurn?.at(-1)?.messageId ?? conversation.lastInboundMessageId;
  return last === throughMessageId ? undefined : 'NEWER_MESSAGE';
}

export const decideSkipBulkAnswer: Decider<'bulkAnswer.skip'> = {
  type: 'bulkAnswer.skip',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    const members = waiting(facts, bulk, data.conversationIds);
    if (members.length === 0) return refuse('STATE_INVALID', { field: 'conversationIds' });
    return accept([{ type: 'bulkAnswer.skipped', data: { bulkId: bulk.id, at: context.now, conversationIds: members.map((member) => member.conversationId) } }, ...members.flatMap((member) => givenBack(facts, bulk, member, context, true))], { skipped: members.length });
  },
};

export const decideHandOutBulkAnswer: Decider<'bulkAnswer.handOut'> = {
  type: 'bulkAnswer.handOut',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    // Whoever gets it finds the text in the composer: without one there is nothing to hand out.
    const members = waiting(facts, bulk, data.conversationIds).filter(({ conversationId }) => facts.get('draft', conversationId)?.agentId === bulk.agentId);
    if (members.length === 0) return refuse('STATE_INVALID', { field: 'conversationIds' });
    return accept([{ type: 'bulkAnswer.handedOut', data: { bulkId: bulk.id, at: context.now, conversationIds: members.map((member) => member.conversationId) } }, ...members.flatMap((member) => givenBack(facts, bulk, member, context, false))], { handedOut: members.length });
  },
};

function waiting(facts: Facts, bulk: BulkAnswer, conversationIds: readonly string[]): BulkMember[] {
  return [...new Set(conversationIds)].flatMap((id) => {
    const member = memberOf(facts, bulk, id);
    const holds = facts.get('conversation', id)?.ownerAgentId === bulk.agentId;
    return member !== undefined && holds && BULK_WAITING.has(member.state) ? [member] : [];
  });
}

/** Back to its queue; what was prepared for it does not lie in the way of whoever takes it. */
function givenBack(facts: Facts, bulk: BulkAnswer, member: BulkMember, context: DecideContext, clears: boolean): NewEvent[] {
  const item = facts.get('workItem', member.workItemId);
  const conversation = facts.get('conversation', member.conversationId);
  const draft = facts.get('draft', member.conversationId);
  const cleared: NewEvent[] = clears && draft?.agentId === bulk.agentId && draft.fromReplyId === undefined ? [{ type: 'draft.cleared', data: { conversationId: member.conversationId } }] : [];
  // While its answer is under way nobody may take it from who sends it.
  if (item === undefined || item.state !== 'assigned' || item.ownerAgentId !== bulk.agentId || conversation?.lockedByReplyId !== undefined) return cleared;
  return [...cleared, ...returnToQueue(facts, item, context.now, 'released')];
}

export const decideReportBulkAnswer: Decider<'bulkAnswer.report'> = {
  type: 'bulkAnswer.report',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    if (memberOf(facts, bulk, data.conversationId)?.state !== 'confirmed') return accept([]);
    return accept([{ type: 'bulkAnswer.failed', data: { bulkId: bulk.id, conversationId: data.conversationId, code: data.code, at: context.now } }]);
  },
};

export const decidePauseBulkAnswer: Decider<'bulkAnswer.pause'> = {
  type: 'bulkAnswer.pause',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = mine(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    if (bulk.state !== 'running' && bulk.state !== 'open') return accept([]);
    return accept([{ type: 'bulkAnswer.paused', data: { bulkId: bulk.id, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideResumeBulkAnswer: Decider<'bulkAnswer.resume'> = {
  type: 'bulkAnswer.resume',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    if (bulk.state === 'stopped') return refuse('STATE_INVALID', { field: 'bulkId' });
    if (bulk.state === 'running' && bulk.replicaId === context.replicaId) return accept([]);
    return accept([{ type: 'bulkAnswer.resumed', data: { bulkId: bulk.id, replicaId: context.replicaId, at: context.now } }]);
  },
};

export const decideStopBulkAnswer: Decider<'bulkAnswer.stop'> = {
  type: 'bulkAnswer.stop',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = mine(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    if (bulk.state === 'stopped') return accept([]);
    // What failed is a case of its own by now: it stays with who has it, and in the list.
    const members = waiting(facts, bulk, bulk.conversationIds).filter(({ state }) => state !== 'failed');
    const skipped: NewEvent[] = chunks(members.map((member) => member.conversationId)).map((conversationIds) => ({ type: 'bulkAnswer.skipped', data: { bulkId: bulk.id, at: context.now, conversationIds } }));
    return accept([...skipped, ...members.flatMap((member) => givenBack(facts, bulk, member, context, true)), { type: 'bulkAnswer.stopped', data: { bulkId: bulk.id, byAgentId: context.agentId, at: context.now } }], { returned: members.length });
  },
};

const chunks = (ids: readonly string[]): string[][] => Array.from({ length: Math.ceil(ids.length / 500) }, (_, i) => ids.slice(i * 500, i * 500 + 500));

export const decideStatusPosted: Decider<'bulkAnswer.statusPosted'> = {
  type: 'bulkAnswer.statusPosted',
  facts: NOUNS,
  decide(facts, data, context) {
    const bulk = own(facts, data.bulkId, context);
    if (isDecision(bulk)) return bulk;
    const touchable = bulk.conversationIds.some((id) => mayTouch(facts, facts.get('conversation', id)?.accountId ?? '', context));
    if (!touchable) return refuse('NOT_ALLOWED');
    return bulk.statusPost === undefined ? accept([{ type: 'bulkAnswer.statusPosted', data: { bulkId: bulk.id, agentId: context.agentId, at: context.now } }]) : accept([]);
  },
};
