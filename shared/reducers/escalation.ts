import type { Conversation } from '../domain/conversation.ts';
import { ESCALATIONS_KEPT, type Escalation } from '../domain/escalation.ts';
import type { CenterEvent } from '../events/index.ts';

/** What an event makes of the help that was asked for here. */
export function withEscalations(state: Conversation, event: CenterEvent): Conversation {
  switch (event.type) {
    case 'escalation.raised': {
      const { at, conversationId: _here, ...asked } = event.data;
      const others = (state.escalations ?? []).filter(({ id }) => id !== asked.id);
      return { ...state, escalations: [...others, { ...asked, askedAt: at, state: 'open' as const }].slice(-ESCALATIONS_KEPT) };
    }
    case 'escalation.ended': {
      const { id, how, byAgentId, at } = event.data;
      return ended(state, (open) => open.id === id, { state: how, endedAt: at, ...(byAgentId === undefined ? {} : { byAgentId }) });
    }
    // Help is for whoever has it now.
    case 'workItem.assigned':
      return ended(state, (open) => open.agentId !== event.data.agentId, { state: 'withdrawn', endedAt: event.data.at });
    case 'workItem.returned':
    case 'workItem.closed':
      return ended(state, () => true, { state: 'withdrawn', endedAt: event.data.at });
    case 'conversation.erased': {
      const { escalations: _gone, ...rest } = state;
      return rest;
    }
    default:
      return state;
  }
}

function ended(state: Conversation, which: (open: Escalation) => boolean, change: Pick<Escalation, 'state' | 'endedAt' | 'byAgentId'>): Conversation {
  const open = state.escalations?.find((one) => one.state === 'open' && which(one));
  if (open === undefined) return state;
  return { ...state, escalations: (state.escalations ?? []).map((one) => (one === open ? { ...one, ...change } : one)) };
}
