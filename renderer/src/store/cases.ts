import { runCommand } from './commands.ts';
import { entityOf, useConversation } from './conversation.ts';

/** C5: what became of a call. */
export function reportCall(conversationId: string, outcome: 'reached' | 'notReached' | 'cancelled'): void {
  void runCommand({ type: 'callBack.report', data: { conversationId, outcome } });
}

/** D15. */
export function closeTicket(conversationId: string, ticketId: string, outcome: 'done' | 'withdrawn'): void {
  void runCommand({ type: 'ticket.close', data: { conversationId, ticketId, outcome } });
}

/** D1: the other one is part of the same case as the open one, or no longer. */
export function linkWithOpen(otherId: string): void {
  const { openId } = useConversation.getState();
  if (openId !== undefined) void runCommand({ type: 'conversation.link', data: { conversationId: openId, withConversationId: otherId } });
}

export function unlinkOpen(): void {
  const { openId } = useConversation.getState();
  if (openId !== undefined) void runCommand({ type: 'conversation.unlink', data: { conversationId: openId } });
}

/** D8: the open one is answered with the other, or by itself again. */
export function mergeOpenInto(otherId: string): void {
  const { openId } = useConversation.getState();
  if (openId !== undefined) void runCommand({ type: 'conversation.merge', data: { conversationId: openId, intoConversationId: otherId } });
}

export function unmergeOpen(): void {
  const { openId } = useConversation.getState();
  if (openId !== undefined) void runCommand({ type: 'conversation.unmerge', data: { conversationId: openId } });
}

/** The call that was promised, where the open conversation is one. */
export function openCall(): boolean {
  const { openId, current } = useConversation.getState();
  return current !== undefined && openId !== undefined && entityOf(current, 'conversation', openId)?.callBack?.state === 'planned';
}
