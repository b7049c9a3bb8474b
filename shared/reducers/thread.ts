import type { Thread } from '../domain/thread.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceThread(state: Thread | undefined, event: CenterEvent): Thread | undefined {
  if (event.type === 'thread.opened') return state ?? { ...event.data, lastMessageAt: event.data.openedAt, messageCount: 0 };
  if (state === undefined) return undefined;
  if (event.type === 'message.received') return { ...state, lastMessageAt: Math.max(state.lastMessageAt, event.data.sentAt), messageCount: state.messageCount + 1 };
  if (event.type === 'reply.delivered') return { ...state, lastMessageAt: Math.max(state.lastMessageAt, event.data.at), messageCount: state.messageCount + event.data.messages.length };
  return state;
}
