import type { EventEnvelope } from '../events/index.ts';
import type { ReplicaReader } from './replica-reader.ts';

/** What an event concerns, read from its bare fields so that an event of an unknown kind can be placed too. */
export interface EventScope {
  readonly conversationId?: string | undefined;
  readonly threadId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly contactId?: string | undefined;
  /** Said in public: seen by everybody to whom the thread is shown. */
  readonly public: boolean;
}

export function scopeOf(event: Pick<EventEnvelope, 'type' | 'data'>): EventScope {
  const data = typeof event.data === 'object' && event.data !== null ? (event.data as Record<string, unknown>) : {};
  const text = (name: string): string | undefined => (typeof data[name] === 'string' ? data[name] : undefined);
  const own = (noun: string): string | undefined => (event.type.startsWith(`${noun}.`) ? text('id') : undefined);
  const messages = Array.isArray(data['messages']) ? (data['messages'] as unknown[]) : [];
  const first = messages[0] as { threadId?: unknown; visibility?: unknown } | undefined;
  return {
    conversationId: text('conversationId') ?? own('conversation'),
    threadId: text('threadId') ?? own('thread') ?? (typeof first?.threadId === 'string' ? first.threadId : undefined),
    messageId: text('messageId'),
    contactId: text('contactId') ?? own('contact'),
    public: (data['visibility'] ?? first?.visibility) === 'public',
  };
}

/** The conversation an event belongs to, as far as this copy can tell. */
export function conversationOf(scope: EventScope, reader: Pick<ReplicaReader, 'entity'>): string | undefined {
  if (scope.conversationId !== undefined) return scope.conversationId;
  if (scope.messageId === undefined) return undefined;
  return reader.entity('message', scope.messageId)?.value.conversationId;
}
