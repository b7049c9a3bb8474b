import type { Conversation, Turn } from '../domain/conversation.ts';
import type { AddressForm, Visibility } from '../domain/channel.ts';
import type { ReadingSummary } from '../domain/reading.ts';
import { addressSource, overrules, summaryOf, withMessageRead } from '../domain/reading-summary.ts';
import type { Automatic } from '../domain/message-parts.ts';
import type { CenterEvent } from '../events/index.ts';
import { withApprovals } from './approval.ts';
import { withCase, withLink } from './case.ts';
import { withEscalations } from './escalation.ts';
import { withWhispers } from './whisper.ts';
import { withArticles } from './article.ts';
import { withOutreach } from './outreach.ts';

const PROMISED_CAP = 10;

// Invariants: 1. `epoch` only grows, whatever comes. 2. `lockedByReplyId` is set by reply.permitted and cleared only by an outcome that is certain
// (delivered, failed, discarded): an unconfirmed reply keeps its turn locked. 3. `openTurn` is what came in after the last answer.
// 4. What was closed without an answer is not answered: reopening opens its turn again.

export function reduceConversation(state: Conversation | undefined, event: CenterEvent): Conversation | undefined {
  if (event.type === 'conversation.opened') return state ?? { ...event.data, epoch: 0 };
  return state === undefined ? undefined : withEscalations(withWhispers(withApprovals(withArticles(withOutreach(reduced(state, event), event), event), event), event), event);
}

function reduced(state: Conversation, event: CenterEvent): Conversation {
  switch (event.type) {
    case 'message.received':
      return event.data.direction === 'in' ? withInbound(state, event.data) : state;
    case 'message.deleted':
      return withoutMessage(state, event.data.messageId);
    case 'workItem.queued':
      return without({ ...state, workItemId: event.data.id }, 'dismissedTurn');
    case 'workItem.assigned':
      return { ...state, ownerAgentId: event.data.agentId, epoch: Math.max(state.epoch, event.data.epoch) };
    case 'workItem.returned':
      return without({ ...state, epoch: Math.max(state.epoch, event.data.epoch) }, 'ownerAgentId');
    case 'workItem.parked': {
      const { promise, at } = event.data;
      if (promise === undefined) return state;
      return { ...state, promised: [...(state.promised ?? []).filter((one) => one.dueAt !== promise.dueAt), { ...promise, at }].slice(-PROMISED_CAP) };
    }
    case 'workItem.closed':
      // With an answer under way the turn stays until its outcome: if it fails, the customer still waits.
      return without(state.lockedByReplyId === undefined ? dismissed(state) : state, 'ownerAgentId');
    case 'workItem.reopened':
      return { ...reopened(state), workItemId: event.data.workItemId, ...(event.data.agentId === undefined ? {} : { ownerAgentId: event.data.agentId }) };
    case 'reply.permitted':
      return { ...withOpening(state, event.data), lockedByReplyId: event.data.id, ...(event.data.answersThroughMessageId === undefined ? {} : { answeringThroughMessageId: event.data.answersThroughMessageId }) };
    case 'reply.delivered':
      return answered(unlock(state, event.data.replyId), event.data.at, state.lockedByReplyId === event.data.replyId ? state.answeringThroughMessageId : event.data.answersThroughMessageId);
    case 'reply.failed':
    case 'reply.discarded':
      return withoutOpening(unlock(state, event.data.replyId), event.data.replyId);
    case 'conversation.answeredElsewhere':
      return answered(state, event.data.at, event.data.throughMessageId);
    case 'conversation.erased':
      return without(without(without(without(without({ ...state, erasedAt: event.data.at }, 'tags'), 'addressForm'), 'addressFormBy'), 'reading'), 'callBack');
    case 'conversation.linked':
      return withLink(state, event.data.caseId, event.data.byAgentId);
    case 'profile.asked':
      return { ...state, profileUse: { accountId: event.data.accountId, agentId: event.data.agentId, state: 'asked', at: event.data.at } };
    case 'profile.decided':
      return { ...state, profileUse: { accountId: event.data.accountId, agentId: event.data.agentId, state: event.data.allowed ? 'allowed' : 'refused', at: event.data.at, byAgentId: event.data.byAgentId } };
    case 'conversation.tagged':
      return { ...state, tags: event.data.tags };
    case 'message.read':
      return withRead(state, event.data.messageId, summaryOf(event.data.reading, event.data.visibility), event.data.reading.address);
    case 'message.marked':
    case 'message.readingCorrected':
      return withRead(state, event.data.messageId, event.data.summary);
    default:
      return withCase(state, event);
  }
}

function withInbound(state: Conversation, message: { id: string; receivedAt: number; automatic?: Automatic | undefined }): Conversation {
  // A machine's note waits for nobody's answer; a failed delivery does wait for somebody to see it.
  if (message.automatic !== undefined && message.automatic !== 'bounce') return state.lastInboundMessageId === undefined ? { ...state, lastInboundMessageId: message.id, lastInboundAt: message.receivedAt } : state;
  const turn = [...(state.openTurn ?? []), { messageId: message.id, at: message.receivedAt }];
  return { ...state, lastInboundAt: message.receivedAt, lastInboundMessageId: message.id, openTurn: capped(turn) };
}

/** What was read of one of its messages, in short; the form of address the customer uses here. Nothing is kept of who was erased. */
function withRead(state: Conversation, messageId: string, summary: ReadingSummary, address?: { readonly label: AddressForm; readonly confidence: number }): Conversation {
  if (state.erasedAt !== undefined) return state;
  const open = (state.openTurn ?? state.dismissedTurn ?? []).map((m) => m.messageId as string);
  const isLast = state.lastInboundMessageId === undefined || state.lastInboundMessageId === messageId || state.reading?.messageId === messageId;
  const next = { ...state, reading: withMessageRead(state.reading, open, messageId, summary, isLast) };
  if (address === undefined || address.label === 'none') return next;
  const by = addressSource(address.confidence);
  return overrules(by, state.addressFormBy) ? { ...next, addressForm: address.label, addressFormBy: by } : next;
}

/** What the customer took back needs no answer. An answer under way that reached to it still covers what came before. */
function withoutMessage(state: Conversation, messageId: string): Conversation {
  const before = state.openTurn?.[state.openTurn.findIndex((m) => m.messageId === messageId) - 1]?.messageId;
  const moved = state.answeringThroughMessageId !== messageId ? state : before === undefined ? without(state, 'answeringThroughMessageId') : { ...state, answeringThroughMessageId: before };
  return withoutIn(withoutIn(withoutRead(moved, messageId), 'openTurn', messageId), 'dismissedTurn', messageId);
}

function withoutRead(state: Conversation, messageId: string): Conversation {
  const { reading } = state;
  if (reading === undefined) return state;
  if (reading.messageId === messageId) return without(state, 'reading');
  const flags = reading.flags.filter((one) => one.messageId !== messageId);
  return flags.length === reading.flags.length ? state : { ...state, reading: { ...reading, flags } };
}

function withoutIn(state: Conversation, which: 'openTurn' | 'dismissedTurn', messageId: string): Conversation {
  const rest = state[which]?.filter((m) => m.messageId !== messageId);
  if (rest === undefined || rest.length === state[which]?.length) return state;
  return rest.length === 0 ? without(state, which) : { ...state, [which]: rest };
}

/** One person posting without end must not make the state grow without end. */
const TURN_CAP = 1_000;
function capped(turn: Turn): Turn {
  return turn.length > TURN_CAP ? turn.slice(turn.length - TURN_CAP) : turn;
}

/** An answer covers what the customer had said when it was frozen; what came in later stays open. */
function answered(state: Conversation, at: number, throughMessageId: string | undefined): Conversation {
  const through = throughMessageId ?? state.answeredThroughMessageId;
  const next: Conversation = { ...state, answeredAt: at, firstAnsweredAt: state.firstAnsweredAt ?? at, ...(through === undefined ? {} : { answeredThroughMessageId: through }) };
  return through === undefined ? next : withoutTurnThrough(withoutTurnThrough(next, 'openTurn', through), 'dismissedTurn', through);
}

function withoutTurnThrough(state: Conversation, which: 'openTurn' | 'dismissedTurn', through: string): Conversation {
  const turn = state[which];
  const covered = turn?.findIndex((m) => m.messageId === through) ?? -1;
  if (turn === undefined || covered < 0) return state;
  const rest = turn.slice(covered + 1);
  return rest.length === 0 ? without(state, which) : { ...state, [which]: rest };
}

/** A private answer given from a public part opens a private talk. */
function withOpening(state: Conversation, reply: { id: string; visibility: Visibility; inReplyToRemoteId?: string | undefined; permittedAt: number }): Conversation {
  if (state.visibility !== 'public' || reply.visibility !== 'private') return state;
  const opening = { replyId: reply.id, at: reply.permittedAt, ...(reply.inReplyToRemoteId === undefined ? {} : { inReplyToRemoteId: reply.inReplyToRemoteId }) };
  return { ...state, privateOpenings: [...(state.privateOpenings ?? []), opening].slice(-20) };
}

function withoutOpening(state: Conversation, replyId: string): Conversation {
  const rest = state.privateOpenings?.filter((opening) => opening.replyId !== replyId);
  if (rest === undefined || rest.length === state.privateOpenings?.length) return state;
  return rest.length === 0 ? without(state, 'privateOpenings') : { ...state, privateOpenings: rest };
}

function dismissed(state: Conversation): Conversation {
  return state.openTurn === undefined ? state : without({ ...state, dismissedTurn: state.openTurn }, 'openTurn');
}

function reopened(state: Conversation): Conversation {
  if (state.dismissedTurn === undefined) return state;
  return without({ ...state, openTurn: capped([...state.dismissedTurn, ...(state.openTurn ?? [])]) }, 'dismissedTurn');
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
