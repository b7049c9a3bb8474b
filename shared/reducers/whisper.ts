import type { Conversation } from '../domain/conversation.ts';
import { LEAD_READS_KEPT } from '../domain/lead-read.ts';
import { WHISPERS_KEPT } from '../domain/whisper.ts';
import type { CenterEvent } from '../events/index.ts';

/** What leads said here, and that they read here. */
export function withWhispers(state: Conversation, event: CenterEvent): Conversation {
  switch (event.type) {
    case 'whisper.sent': {
      const { conversationId: _here, ...whisper } = event.data;
      return { ...state, whispers: [...(state.whispers ?? []).filter(({ id }) => id !== whisper.id), whisper].slice(-WHISPERS_KEPT) };
    }
    case 'whisper.seen': {
      const { whisperId, at } = event.data;
      if (state.whispers?.some(({ id, seenAt }) => id === whisperId && seenAt === undefined) !== true) return state;
      return { ...state, whispers: state.whispers.map((one) => (one.id === whisperId ? { ...one, seenAt: at } : one)) };
    }
    case 'conversation.readByLead': {
      const { conversationId: _here, ...read } = event.data;
      return { ...state, leadReads: [...(state.leadReads ?? []), read].slice(-LEAD_READS_KEPT) };
    }
    case 'conversation.erased': {
      const { whispers: _gone, ...rest } = state;
      return rest;
    }
    default:
      return state;
  }
}
