import { CodedError } from '../../shared/util/errors.ts';
import { escalationRefs } from '../../shared/domain/escalation.ts';
import { approvalRefs } from '../../shared/domain/approval.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Center } from '../center/center.ts';
import { settled } from './inbound-events.ts';

export interface ErasureParts {
  readonly center: Center;
  readonly log: { keys(contactIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>; destroyKey(contactId: string): Promise<void> };
  readonly vault: { forget(contactId: string): void };
  readonly ingest: { alone<T>(run: () => Promise<T>): Promise<T> };
  identityKey(channel: string, remoteId: string): string;
  /** Texts that are gone: out of every connected replica at once. */
  readonly forget: (refs: readonly string[]) => void;
}

/** HMAC of a remote message id: finds a post of an erased person again without naming it. */
export function messageKey(identityKey: (channel: string, remoteId: string) => string, accountId: string, remoteId: string): string {
  return identityKey(`message:${accountId}`, remoteId);
}

/**
 * Forgets a person: first one transaction says so (their messages deleted, their items ended, the tombstone), then their content key is destroyed. A crash
 * between the two is made good by `resume`. The log stays whole; what it holds of them are ids and keyed hashes.
 */
export class Erasure {
  readonly #p: ErasureParts;

  constructor(parts: ErasureParts) {
    this.#p = parts;
  }

  /** Resolves when log and disk have it. Throws NOT_FOUND. Doing it twice is once. */
  async erase(contactId: string, byAgentId: string): Promise<{ messages: number; conversations: number }> {
    const { center, ingest } = this.#p;
    const done = await ingest.alone(async () => {
      const contact = center.live.get('contact', contactId);
      if (contact === undefined) throw new CodedError('NOT_FOUND', { field: 'contactId' });
      if (contact.erasedAt !== undefined) return { messages: 0, conversations: 0 };
      const counts = { messages: 0, conversations: 0 };
      let refs: readonly string[] = [];
      await center.submit(byAgentId, () => {
        // D16: the person goes, with every contact that was known to be them.
        const contactIds = center.index.contactsOfPerson(contactId).filter((id) => center.live.get('contact', id)?.erasedAt === undefined);
        refs = contactIds.flatMap((id) => this.#refs(id));
        const found = contactIds.map((id) => this.#events(id, byAgentId));
        for (const one of found) {
          counts.messages += one.counts.messages;
          counts.conversations += one.counts.conversations;
        }
        return { events: found.flatMap((one) => one.events), forget: refs };
      });
      this.#p.forget(refs);
      return counts;
    });
    for (const id of center.index.contactsOfPerson(contactId)) await this.#destroy(id);
    return done;
  }

  /** After a start: keys of people who were erased and whose key is still there. */
  async resume(): Promise<number> {
    const erased = [...this.#p.center.live.all('contact').values()].filter((contact) => contact.erasedAt !== undefined).map((contact) => contact.id as string);
    const left = erased.length === 0 ? [] : [...(await this.#p.log.keys(erased)).keys()];
    for (const contactId of left) await this.#destroy(contactId);
    return left.length;
  }

  async #destroy(contactId: string): Promise<void> {
    // Before and after: a text sealed meanwhile must not bring the key back.
    this.#p.vault.forget(contactId);
    await this.#p.log.destroyKey(contactId);
    this.#p.vault.forget(contactId);
  }

  #events(contactId: string, byAgentId: string): { events: NewEvent[]; counts: { messages: number; conversations: number } } {
    const { center } = this.#p;
    const at = center.now();
    const events: NewEvent[] = [];
    const remoteKeys: string[] = [];
    let messages = 0;
    const conversations = [...center.index.conversationsOfContact(contactId)].flatMap((id) => center.live.get('conversation', id) ?? []);
    for (const conversation of conversations) {
      for (const messageId of center.index.messagesOf(conversation.threadId)) {
        const message = center.live.get('message', messageId);
        if (message === undefined || message.conversationId !== conversation.id) continue;
        remoteKeys.push(messageKey(this.#p.identityKey, conversation.accountId, message.remoteId));
        if (message.direction === 'in' && message.deletedAt === undefined) events.push({ type: 'message.deleted', data: { messageId: message.id, deletedAt: at } });
        messages += 1;
      }
      for (const replyId of center.index.repliesOf(conversation.id))
        if (center.live.get('reply', replyId)?.state === 'scheduled') events.push({ type: 'reply.discarded', data: { replyId: replyId as never, conversationId: conversation.id, agentId: byAgentId as never, at } });
      const item = conversation.workItemId === undefined ? undefined : center.live.get('workItem', conversation.workItemId);
      if (item !== undefined && item.state !== 'closed') events.push(...settled(center.facts, item, 'deletedAtSource', at));
      if (center.live.get('draft', conversation.id) !== undefined) events.push({ type: 'draft.cleared', data: { conversationId: conversation.id } });
      events.push({ type: 'conversation.erased', data: { conversationId: conversation.id, threadId: conversation.threadId, contactId: conversation.contactId, visibility: conversation.visibility, at } });
    }
    events.push({ type: 'contact.erased', data: { contactId: contactId as never, at, byAgentId: byAgentId as never, cutoffAt: at, remoteKeys: remoteKeys.slice(-20_000) } });
    return { events, counts: { messages, conversations: conversations.length } };
  }

  /** Every text that is sealed under their key. */
  #refs(contactId: string): string[] {
    const { live, index } = this.#p.center;
    const refs = [live.get('contact', contactId)?.profileRef];
    for (const conversationId of index.conversationsOfContact(contactId)) {
      const threadId = live.get('conversation', conversationId)?.threadId;
      for (const id of threadId === undefined ? [] : index.messagesOf(threadId)) {
        const message = live.get('message', id);
        if (message?.conversationId === conversationId) refs.push(message.bodyRef, ...(message.contentRefs ?? []));
      }
      for (const id of index.repliesOf(conversationId)) {
        const reply = live.get('reply', id);
        refs.push(reply?.bodyRef, ...(reply?.partBodyRefs ?? []));
      }
      refs.push(live.get('conversation', conversationId)?.callBack?.bodyRef);
      for (const id of index.notesOf(conversationId)) refs.push(live.get('note', id)?.bodyRef);
      refs.push(live.get('draft', conversationId)?.bodyRef, ...approvalRefs(live.get('conversation', conversationId)?.approvals), ...escalationRefs(live.get('conversation', conversationId)?.escalations), ...(live.get('conversation', conversationId)?.whispers ?? []).map(({ bodyRef }) => bodyRef));
    }
    return [...new Set(refs.filter((ref): ref is NonNullable<typeof ref> => ref !== undefined))];
  }
}
