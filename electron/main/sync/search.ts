import { contactProfileSchema } from '../../../shared/domain/contact.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { IpcResponse } from '../../../shared/ipc/index.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

type Hit = IpcResponse<'search.run'>['hits'][number];

/** Looks through every text on this desk: messages, notes, names. Works offline. */
export function search(base: SyncBase, view: ReplicaView, text: string, limit: number): Hit[] {
  const found = base.stores.bodies.search(text, { limit: Math.min(500, limit * 2) });
  if (found.length === 0) return [];
  const byProfile = new Map(view.all('contact').map((contact) => [contact.profileRef as string, contact.id]));
  const conversations = view.all('conversation');
  const hits: Hit[] = [];
  for (const { ref, conversationId, excerpt } of found) {
    const contactId = byProfile.get(ref);
    const conversation =
      contactId === undefined ? view.get('conversation', conversationId) : conversations.find((known) => known.contactId === contactId);
    if (conversation === undefined || view.held(conversation.id) === undefined) continue;
    const hit = toHit(base, view, conversation, ref, excerpt);
    if (hit !== undefined) hits.push(hit);
    if (hits.length >= limit) break;
  }
  return hits;
}

function toHit(base: SyncBase, view: ReplicaView, conversation: Conversation, ref: string, excerpt: string): Hit | undefined {
  const message = view
    .ofConversation(conversation.id)
    .filter(({ noun }) => noun === 'message')
    .map(({ id }) => view.get('message', id))
    .find((known) => known?.bodyRef === ref);
  if (message?.deletedAt !== undefined) return undefined;
  return {
    conversationId: conversation.id,
    contactName: nameOf(base, view, conversation.contactId),
    excerpt,
    at: message?.sentAt ?? conversation.lastInboundAt ?? conversation.openedAt,
    channel: conversation.channel,
    ...(message === undefined ? {} : { messageId: message.id }),
  };
}

export function nameOf(base: SyncBase, view: ReplicaView, contactId: string): string {
  const contact = view.get('contact', contactId);
  const text = contact === undefined ? undefined : base.stores.bodies.get(contact.profileRef);
  if (text === undefined) return '';
  const profile = contactProfileSchema.safeParse(JSON.parse(text));
  if (!profile.success) return '';
  return profile.data.displayName !== '' ? profile.data.displayName : (profile.data.identities[0]?.handle ?? '');
}
