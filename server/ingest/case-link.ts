import type { Conversation } from '../../shared/domain/conversation.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Center } from '../center/center.ts';
import type { Placement } from './inbound-events.ts';

/** So long after a private opening what the person writes in private counts as its answer. */
const OPEN_FOR_MS = 30 * 24 * 3_600_000;

/** Where a post belongs, as far as a case is concerned. */
type Part = Pick<Placement, 'accountId' | 'conversationId' | 'contactId'>;

/** D4: the public part from which we opened the private talk this post goes on with: of the same person and brand, the latest within a month. */
export function caseOrigin(center: Center, post: InboundPost, { accountId, contactId }: Part, at: number): Conversation | undefined {
  if (post.visibility !== 'private' || post.direction !== 'in' || contactId === undefined) return undefined;
  const brand = center.live.get('account', accountId)?.brand;
  let latest: { conversation: Conversation; at: number } | undefined;
  for (const id of center.index.conversationsOfPerson(contactId)) {
    const conversation = center.live.get('conversation', id);
    if (conversation === undefined || conversation.visibility !== 'public' || center.live.get('account', conversation.accountId)?.brand !== brand) continue;
    const openedAt = conversation.privateOpenings?.at(-1)?.at;
    if (openedAt !== undefined && at - openedAt <= OPEN_FOR_MS && openedAt > (latest?.at ?? -1)) latest = { conversation, at: openedAt };
  }
  return latest?.conversation;
}

/** Both parts join the case, where they have not yet. For the same transaction as the message; `part` may name a conversation that only these events open. */
export function caseEvents(center: Center, post: InboundPost, part: Part, at: number): NewEvent[] {
  const { conversationId } = part;
  const origin = caseOrigin(center, post, part, at);
  if (origin === undefined || conversationId === undefined) return [];
  const caseId = origin.caseId ?? origin.id;
  return [origin.id, conversationId].flatMap((id): NewEvent[] => (center.live.get('conversation', id)?.caseId === caseId ? [] : [{ type: 'conversation.linked', data: { conversationId: id, caseId, at } }]));
}

/** What goes on in private stays in the queue it came from: whoever began it knows it. */
export function caseQueue(center: Center, post: InboundPost, part: Part): Queue | undefined {
  const workItemId = caseOrigin(center, post, part, center.now())?.workItemId;
  const queueId = workItemId === undefined ? undefined : center.live.get('workItem', workItemId)?.queueId;
  return queueId === undefined ? undefined : center.live.get('queue', queueId);
}
