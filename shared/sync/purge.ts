import type { Entity, Noun } from '../domain/entity.ts';
import { contactsOfPerson } from '../domain/person.ts';
import type { EntityOverlay } from './entity-overlay.ts';
import { textRefsOf, type ReplicaReader } from './replica-reader.ts';

/** Seen by everybody who holds a conversation of the thread: the thread is shown whole. */
const SHOWN_WITH_THREAD: ReadonlySet<Noun> = new Set(['message', 'conversation', 'thread']);

/**
 * Takes a conversation out of the overlay. What its thread shows stays while another conversation of the thread is held (`isHeld`, already
 * without the purged one). Gives the refs of texts that nothing points at any more.
 */
export function purge(
  conversationId: string,
  seq: number,
  overlay: EntityOverlay,
  reader: ReplicaReader,
  isHeld: (conversationId: string) => boolean,
): readonly string[] {
  const conversation = overlay.get('conversation', conversationId);
  const filed = reader.ofConversation(conversationId);
  // One that was never here may still speak in a thread that is shown.
  const threadId = conversation?.threadId ?? filed.map(({ noun, id }) => (noun === 'message' ? overlay.get('message', id)?.threadId : undefined)).find((id) => id !== undefined);
  const ofThread = threadId === undefined ? [] : reader.ofThread(threadId);
  const threadStays = ofThread.some(({ noun, id }) => noun === 'conversation' && id !== conversationId && isHeld(id));
  const stays = (noun: Noun, id: string): boolean =>
    threadStays && SHOWN_WITH_THREAD.has(noun) && !isPrivateOf(conversationId, noun, overlay.get(noun, id));
  const gone = [...filed, ...ofThread].filter(({ noun, id }) => !stays(noun, id));
  const people = new Set<string>(conversation === undefined ? [] : [conversation.contactId]);
  const forget = new Set<string>();
  if (conversation !== undefined) for (const ref of textRefsOf('conversation', conversation)) forget.add(ref);
  for (const { noun, id } of gone) {
    const value = overlay.get(noun, id);
    if (value === undefined) continue;
    for (const ref of textRefsOf(noun, value)) forget.add(ref);
    // Of a private conversation that went before, the thread may have kept whose it was.
    if (noun === 'conversation') people.add((value as Entity<'conversation'>).contactId);
    if (noun === 'message') {
      const author = overlay.get('message', id)?.authorContactId;
      if (author !== undefined) people.add(author);
    }
    overlay.remove(noun, id, seq);
  }
  for (const id of [...people]) for (const one of contactsOfPerson(overlay, id)) people.add(one);
  for (const contactId of strangers(people, overlay, reader)) {
    const contact = overlay.get('contact', contactId);
    if (contact !== undefined) forget.add(contact.profileRef);
    overlay.remove('contact', contactId, seq);
  }
  // An answer that went out in public stays in its thread, and its texts are those of the reply that is gone.
  for (const { noun, id } of ofThread) {
    const value = overlay.get(noun, id);
    // What was approved, changed or whispered in it was never part of the thread.
    if (noun === 'conversation' && id === conversationId) continue;
    if (value !== undefined) for (const ref of textRefsOf(noun, value)) forget.delete(ref);
  }
  return [...forget];
}

function isPrivateOf(conversationId: string, noun: Noun, value: Entity | undefined): boolean {
  if (value === undefined) return false;
  if (noun === 'conversation') return (value as Entity<'conversation'>).visibility === 'private' && (value as Entity<'conversation'>).id === conversationId;
  if (noun !== 'message') return false;
  const message = value as Entity<'message'>;
  return message.visibility === 'private' && message.conversationId === conversationId;
}

/** People of whom nothing is left here: no conversation, and no message in a thread that is shown. */
export function strangers(people: ReadonlySet<string>, overlay: EntityOverlay, reader: ReplicaReader): readonly string[] {
  const left = new Set<string | undefined>();
  const threads = new Set<string>();
  for (const id of reader.conversationIds()) {
    const conversation = overlay.get('conversation', id);
    if (conversation === undefined) continue;
    left.add(conversation.contactId);
    threads.add(conversation.threadId);
  }
  for (const threadId of threads) for (const { noun, id } of reader.ofThread(threadId)) if (noun === 'message') left.add(overlay.get('message', id)?.authorContactId);
  // Who is one person with somebody who is shown here is shown with them (D16).
  for (const id of [...left]) if (id !== undefined) for (const one of contactsOfPerson(overlay, id)) left.add(one);
  return [...people].filter((id) => !left.has(id));
}
