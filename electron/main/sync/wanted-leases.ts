import type { OutboxBook } from './outbox-book.ts';
import type { ReplicaView } from './replica-view.ts';

/** Own conversations, and those with a reply on its way. */
export function wantedLeases(view: ReplicaView, book: OutboxBook, me: string): { conversationId: string; epoch: number }[] {
  const own = view.all('conversation').filter((conversation) => conversation.ownerAgentId === me);
  return [...own.map(({ id, epoch }) => ({ conversationId: id, epoch })), ...book.open().map(({ conversationId, epoch }) => ({ conversationId, epoch }))];
}
