import type { EventOf } from '../../../shared/events/index.ts';
import { changeItem, conversationOf } from './change.ts';
import type { MatchIndex } from './match-index.ts';
import type { ConversationView, RoutingState } from './state.ts';

type ReplyEvent = EventOf<'reply.permitted' | 'reply.delivered' | 'reply.failed' | 'reply.discarded' | 'reply.unconfirmed'>;

/** A permitted answer locks its conversation until the outcome is certain; who answered is the contact's last agent (R5). */
export function foldConversation(state: RoutingState, index: MatchIndex, event: ReplyEvent): void {
  const conversation: ConversationView = conversationOf(state, event.data.conversationId);
  const itemId = conversation.workItemId;
  if (event.type === 'reply.permitted') {
    conversation.lock = { replyId: event.data.id, state: 'permitted' };
    const contactId = itemId === undefined ? undefined : state.items.get(itemId)?.contactId;
    if (contactId !== undefined) index.setLastAgent(contactId, event.data.agentId);
  } else {
    if (conversation.lock?.replyId !== event.data.replyId) return;
    conversation.lock = event.type === 'reply.unconfirmed' ? { replyId: event.data.replyId, state: 'unconfirmed' } : undefined;
  }
  if (itemId !== undefined)
    changeItem(state, index, itemId, (item) => {
      if (event.type === 'reply.permitted') item.untouched = undefined;
    });
}
