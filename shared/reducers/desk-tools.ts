import { withRead } from './briefing.ts';
import { mentionIdOf, type DeskSetup, type Mention, type SavedView } from '../domain/desk-tools.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceSavedView(state: SavedView | undefined, event: CenterEvent): SavedView | undefined {
  if (event.type === 'savedView.saved') return { ...event.data };
  return event.type === 'savedView.removed' ? undefined : state;
}

export function reduceDeskSetup(state: DeskSetup | undefined, event: CenterEvent): DeskSetup | undefined {
  if (event.type === 'briefing.read') return withRead(state, event.data.agentId, event.data);
  if (event.type !== 'deskSetup.changed') return state;
  return state?.readBriefings === undefined ? { ...event.data } : { ...event.data, readBriefings: state.readBriefings };
}

export function reduceMention(state: Mention | undefined, event: CenterEvent, id: string): Mention | undefined {
  if (event.type === 'note.added') {
    const { conversationId, id: noteId, agentId: byAgentId, at, mentions } = event.data;
    const agentId = mentions?.find((one) => mentionIdOf(conversationId, one) === id);
    return agentId === undefined ? state : { id, agentId, conversationId, noteId, byAgentId, at };
  }
  if (event.type === 'mention.seen' && state !== undefined && state.seenAt === undefined) return { ...state, seenAt: event.data.at };
  return event.type === 'conversation.erased' ? undefined : state;
}
