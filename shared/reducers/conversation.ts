import type { Conversation } from '../domain/conversation.ts';
import type { CenterEvent } from '../events/index.ts';

// Invariants: 1. `epoch` only grows. 2. `lockedByReplyId` is set by reply.permitted and cleared only by an outcome that is certain
// (delivered, failed, discarded): an unconfirmed reply keeps its turn locked. 3. `openTurn` is what came in after the last answer.

export function reduceConversation(state: Conversation | undefined, event: CenterEvent): Conversation | undefined {
  if (event.type === 'conversation.opened') return state ?? { ...event.data, epoch: 0 };
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'message.received':
      return event.data.direction === 'in' ? withInbound(state, event.data) : state;
    case 'workItem.queued':
      return { ...state, workItemId: event.data.id };
    case 'workItem.assigned':
      return { ...state, ownerAgentId: event.data.agentId, epoch: event.data.epoch };
    case 'workItem.returned':
      return without({ ...state, epoch: event.data.epoch }, 'ownerAgentId');
    case 'workItem.closed':
      // With an answer under way the turn stays until its outcome: if it fails, the customer still waits.
      return without(state.lockedByReplyId === undefined ? without(state, 'openTurn') : state, 'ownerAgentId');
    case 'workItem.reopened':
      return event.data.agentId === undefined ? state : { ...state, ownerAgentId: event.data.agentId };
    case 'reply.permitted':
      return { ...state, lockedByReplyId: event.data.id, ...(event.data.answersThroughMessageId === undefined ? {} : { answeringThroughMessageId: event.data.answersThroughMessageId }) };
    case 'reply.delivered':
      return answered(unlock(state, event.data.replyId), event.data.at, state.lockedByReplyId === event.data.replyId ? state.answeringThroughMessageId : undefined);
    case 'reply.failed':
    case 'reply.discarded':
      return unlock(state, event.data.replyId);
    case 'conversation.answeredElsewhere':
      return answered(state, event.data.at, event.data.throughMessageId);
    case 'conversation.tagged':
      return { ...state, tags: event.data.tags };
    case 'contact.addressFormSet':
      return { ...state, addressForm: event.data.addressForm };
    default:
      return state;
  }
}

function withInbound(state: Conversation, message: { id: string; receivedAt: number }): Conversation {
  const turn = [...(state.openTurn ?? []), { messageId: message.id, at: message.receivedAt }];
  return { ...state, lastInboundAt: message.receivedAt, lastInboundMessageId: message.id, openTurn: turn.length > TURN_CAP ? turn.slice(turn.length - TURN_CAP) : turn };
}

/** One person posting without end must not make the state grow without end. */
const TURN_CAP = 1_000;

/** An answer covers what the customer had said when it was frozen; what came in later stays open. */
function answered(state: Conversation, at: number, throughMessageId: string | undefined): Conversation {
  const through = throughMessageId ?? state.answeredThroughMessageId;
  const next: Conversation = { ...state, answeredAt: at, firstAnsweredAt: state.firstAnsweredAt ?? at, ...(through === undefined ? {} : { answeredThroughMessageId: through }) };
  return withoutTurnThrough(next, through);
}

function withoutTurnThrough(state: Conversation, through: string | undefined): Conversation {
  if (state.openTurn === undefined || through === undefined) return state;
  const covered = state.openTurn.findIndex((m) => m.messageId === through);
  if (covered < 0) return state;
  const rest = state.openTurn.slice(covered + 1);
  return rest.length === 0 ? without(state, 'openTurn') : { ...state, openTurn: rest };
}

function unlock(state: Conversation, replyId: string): Conversation {
  return state.lockedByReplyId === replyId ? without(without(state, 'lockedByReplyId'), 'answeringThroughMessageId') : state;
}

function without<T extends object, K extends keyof T>(value: T, key: K): T {
  if (!(key in value)) return value;
  const copy = { ...value };
  delete copy[key];
  return copy;
}
