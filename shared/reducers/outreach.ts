import type { Conversation } from '../domain/conversation.ts';
import type { NoAnswerReason } from '../domain/disposition.ts';
import type { Outreach } from '../domain/outreach.ts';
import type { CenterEvent } from '../events/index.ts';

/** R14: what an event says of approaching the person of this conversation. */
export function withOutreach(state: Conversation, event: CenterEvent): Conversation {
  const { outreach } = state;
  if (outreach === undefined) {
    const begins = begun(event);
    return begins === undefined ? state : { ...state, outreach: begins };
  }
  if (cameBySelf(outreach, event)) {
    const { outreach: _none, ...rest } = state;
    return rest;
  }
  const next = after(outreach, event);
  return next === outreach ? state : { ...state, outreach: next };
}

function begun(event: CenterEvent): Outreach | undefined {
  return event.type === 'workItem.queued' && event.data.unsummoned !== undefined ? { rule: event.data.unsummoned, foundAt: event.data.queuedAt, ...(event.data.foundBy === undefined ? {} : { foundBy: event.data.foundBy }) } : undefined;
}

/** They addressed us before anybody approached them: a customer like any other. */
function cameBySelf(outreach: Outreach, event: CenterEvent): boolean {
  return outreach.approachedAt === undefined && (event.type === 'workItem.chased' || event.type === 'workItem.resumed') && event.data.summoned === true;
}

function whyNot(reason: NoAnswerReason): 'leftAlone' | 'noise' | 'other' {
  if (reason === 'leaveAlone') return 'leftAlone';
  return reason === 'noise' || reason === 'spam' ? 'noise' : 'other';
}

function after(outreach: Outreach, event: CenterEvent): Outreach {
  switch (event.type) {
    case 'reply.delivered':
    case 'conversation.answeredElsewhere':
      return outreach.approachedAt === undefined ? { ...outreach, approachedAt: event.data.at } : outreach;
    case 'message.received': {
      const { direction, automatic, receivedAt } = event.data;
      const isAnswer = direction === 'in' && automatic === undefined && outreach.approachedAt !== undefined && outreach.answeredAt === undefined;
      return isAnswer ? { ...outreach, answeredAt: receivedAt } : outreach;
    }
    case 'workItem.queued':
    case 'workItem.reopened': {
      const { ended: _over, ...rest } = outreach;
      return rest;
    }
    case 'workItem.closed': {
      const { disposition, at } = event.data;
      const how = disposition.kind === 'resolved' ? 'resolved' : disposition.kind === 'noAnswerNeeded' ? whyNot(disposition.reason) : disposition.kind === 'spam' ? 'noise' : 'other';
      return { ...outreach, ended: { at, how } };
    }
    default:
      return outreach;
  }
}
