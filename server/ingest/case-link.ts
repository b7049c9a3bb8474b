import type { Conversation } from '../../shared/domain/conversation.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Center } from '../center/center.ts';
import type { Placement } from './inbound-events.ts';

/** So long after a private opening what the person writes in private counts as its answer. */
const OPEN_FOR_MS = 30 * 24 * 3_600_000;

/**
 * D4: what a person writes in private after we opened a private talk about their post belongs to the same case as that post. For the same transaction as the
 * message; `place` may name a conversation that only these events open.
 */
export function caseEvents(center: Center, post: InboundPost, place: Placement, at: number): NewEvent[] {
  const { conversationId, contactId } = place;
  if (post.visibility !== 'private' || conversationId === undefined || contactId === undefined) return [];
  const brand = center.live.get('account', place.accountId)?.brand;
  let latest: { conversation: Conversation; at: number } | undefined;
  for (const id of center.index.conversationsOfContact(contactId)) {
    const conversation = center.live.get('conversation', id);
    if (conversation === undefined || conversation.visibility !== 'public' || center.live.get('account', conversation.accountId)?.brand !== brand) continue;
    const openedAt = conversation.privateOpenings?.at(-1)?.at;
    if (openedAt !== undefined && at - openedAt <= OPEN_FOR_MS && openedAt > (latest?.at ?? -1)) latest = { conversation, at: openedAt };
  }
  if (latest === undefined) return [];
  const caseId = latest.conversation.caseId ?? latest.conversation.id;
  return [
    ...(latest.conversation.caseId === caseId ? [] : [{ type: 'conversation.linked' as const, data: { conversationId: latest.conversation.id, caseId, at } }]),
    ...(center.live.get('conversation', conversationId)?.caseId === caseId ? [] : [{ type: 'conversation.linked' as const, data: { conversationId, caseId, at } }]),
  ];
}
