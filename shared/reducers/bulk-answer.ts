import { BULK_WAITING, type BulkAnswer, type BulkMember } from '../domain/bulk-answer.ts';
import { DANGER_PRIORITY } from '../domain/work-item.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceBulkAnswer(state: BulkAnswer | undefined, event: CenterEvent): BulkAnswer | undefined {
  if (event.type === 'bulkAnswer.started') {
    const { bulkId, agentId, clusterId, at, members } = event.data;
    const core = { wording: '', addressForm: 'du', unknownAs: 'look', greeting: true } as const;
    return state ?? { id: bulkId, agentId, ...(clusterId === undefined ? {} : { clusterId }), state: 'open', core, then: 'wait', startedAt: at, changedAt: at, conversationIds: members.map((member) => member.conversationId) };
  }
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'bulkAnswer.joined': {
      const there = new Set([...state.conversationIds, ...event.data.members.map((member) => member.conversationId)]);
      return { ...withoutBy(state), changedAt: event.data.at, state: state.state === 'stopped' ? 'open' : state.state, conversationIds: [...there] };
    }
    case 'bulkAnswer.written':
      return { ...state, core: event.data.core, then: event.data.then, changedAt: event.data.at };
    case 'bulkAnswer.confirmed':
      return { ...state, replicaId: event.data.replicaId, changedAt: event.data.at, state: state.state === 'paused' ? 'paused' : 'running' };
    case 'bulkAnswer.paused':
    case 'bulkAnswer.stopped': {
      const { byAgentId, at } = event.data;
      return { ...withoutBy(state), state: event.type === 'bulkAnswer.paused' ? 'paused' : 'stopped', changedAt: at, ...(byAgentId === state.agentId ? {} : { byAgentId }) };
    }
    case 'bulkAnswer.resumed':
      return { ...withoutBy(state), state: 'running', replicaId: event.data.replicaId, changedAt: event.data.at };
    case 'bulkAnswer.statusPosted':
      return { ...state, statusPost: { agentId: event.data.agentId, at: event.data.at }, changedAt: event.data.at };
    default:
      return state;
  }
}

function withoutBy(state: BulkAnswer): BulkAnswer {
  const { byAgentId: _before, ...rest } = state;
  return rest;
}

/** One conversation's part. Invariant: from `sending` on only its reply moves it, and `sent` is never taken back. */
export function reduceBulkMember(state: BulkMember | undefined, event: CenterEvent, id: string): BulkMember | undefined {
  if (event.type === 'bulkAnswer.started' || event.type === 'bulkAnswer.joined') {
    const { bulkId, agentId, at, members } = event.data;
    const own = members.find((member) => member.conversationId === id);
    return own === undefined ? state : { conversationId: id, bulkId, agentId, workItemId: own.workItemId, state: 'proposed', at };
  }
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'bulkAnswer.confirmed': {
      const own = event.data.bulkId === state.bulkId ? event.data.members.find((member) => member.conversationId === id) : undefined;
      if (own === undefined || !BULK_WAITING.has(state.state)) return state;
      const { replyId: _reply, edited: _edited, ...rest } = plain(state);
      return { ...rest, state: 'confirmed', throughMessageId: own.throughMessageId, ...(own.edited === undefined ? {} : { edited: true as const }), at: event.data.at };
    }
    case 'bulkAnswer.skipped':
    case 'bulkAnswer.handedOut':
      if (event.data.bulkId !== state.bulkId || !BULK_WAITING.has(state.state)) return state;
      return { ...plain(state), state: event.type === 'bulkAnswer.skipped' ? 'skipped' : 'handedOut', at: event.data.at };
    case 'bulkAnswer.failed':
      return state.state === 'confirmed' && event.data.bulkId === state.bulkId ? { ...plain(state), state: 'failed', code: event.data.code, at: event.data.at } : state;
    case 'reply.permitted':
      if (!BULK_WAITING.has(state.state) || event.data.agentId !== state.agentId) return state;
      return { ...plain(state), state: 'sending', replyId: event.data.id, at: event.data.permittedAt };
    case 'reply.delivered':
      return ofReply(state, event.data, 'sent');
    case 'reply.failed':
      return ofReply(state, event.data, 'failed', event.data.failure.code);
    case 'reply.unconfirmed':
      return ofReply(state, event.data, 'unclear', event.data.reason);
    case 'reply.discarded':
      return ofReply(state, event.data, 'failed', 'DISCARDED');
    case 'conversation.answeredElsewhere':
      return gone(state, event.data.at, 'ANSWERED_ELSEWHERE');
    case 'workItem.returned':
      return gone(state, event.data.at, event.data.reason);
    case 'workItem.assigned':
      return event.data.agentId === state.agentId && event.data.reason.bulkId === state.bulkId ? state : gone(state, event.data.at, 'ALREADY_TAKEN');
    case 'workItem.closed':
      return gone(state, event.data.at, 'ITEM_CLOSED');
    case 'workItem.moved':
      return (event.data.priority ?? 0) >= DANGER_PRIORITY ? gone(state, event.data.at, 'DANGER_ALONE') : state;
    case 'alert.raised':
      return gone(state, event.data.at, 'DANGER_ALONE');
    case 'receipt.recorded':
      return gone(state, event.data.receivedAt, 'SPECIAL_ALONE');
    case 'conversation.erased':
      return undefined;
    default:
      return state;
  }
}

/** The platform's own word on its reply counts; of another reply of the conversation it says nothing. */
function ofReply(state: BulkMember, { replyId, at }: { readonly replyId: string; readonly at: number }, to: 'sent' | 'failed' | 'unclear', code?: string): BulkMember {
  if (state.replyId !== replyId || state.state === 'sent') return state;
  return { ...plain(state), state: to, ...(code === undefined ? {} : { code: code.slice(0, 64) }), at };
}

/** Its item is no longer there to be answered with the others: what is on its way, or out, stays as it is. */
function gone(state: BulkMember, at: number, code: string): BulkMember {
  return BULK_WAITING.has(state.state) ? { ...plain(state), state: 'taken', code, at } : state;
}

function plain(state: BulkMember): BulkMember {
  const { code: _before, ...rest } = state;
  return rest;
}

/** Events of other nouns that say something of a member, and of whose conversation. */
export function movesBulkMember(event: CenterEvent): string | undefined {
  switch (event.type) {
    case 'reply.permitted':
    case 'reply.delivered':
    case 'reply.failed':
    case 'reply.unconfirmed':
    case 'reply.discarded':
    case 'conversation.answeredElsewhere':
    case 'conversation.erased':
    case 'workItem.returned':
    case 'workItem.assigned':
    case 'workItem.closed':
    case 'workItem.moved':
    case 'alert.raised':
    case 'receipt.recorded':
      return event.data.conversationId;
    default:
      return undefined;
  }
}
