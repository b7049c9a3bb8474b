import { mayReadAccount } from '../../shared/domain/account-rights.ts';
import { contactProfileSchema, type Contact, type ContactProfile } from '../../shared/domain/contact.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { LikelySame, PersonPart, Timeline } from '../../shared/domain/timeline.ts';
import type { LikelySameAnswer, LikelySameRequest, TimelineRequest } from '../../shared/protocol/person.ts';
import { timelinePage, withText, type TimelineSource } from '../../shared/reducers/timeline.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Center } from '../center/center.ts';
import { isLeadViewer, mayRead, type Viewer } from '../center/visibility.ts';
import type { TextReader } from './port.ts';

export interface PersonAnswersParts {
  readonly center: Center;
  readonly texts: TextReader;
  /** The keys of what somebody is called, as their contact has them. */
  likeness(called: { readonly handle: string; readonly displayName: string }): { readonly name?: string; readonly handle?: string };
}

/** So many who are called alike say nothing. */
const MOST_ALIKE = 10;

/** What the desk asks of a person: everything that happened, on whatever channel (D1), and who may be the same (D16). From what is on disk. */
export class PersonAnswers {
  readonly #p: PersonAnswersParts;

  constructor(parts: PersonAnswersParts) {
    this.#p = parts;
  }

  /** `read`: the conversations of colleagues whose words are in it. Throws NOT_FOUND where the conversation may not be read. */
  async timeline(viewer: Viewer, { conversationId, before }: TimelineRequest): Promise<{ timeline: Timeline; read: { conversationId: string; ownerId: string }[] }> {
    const { committed, index } = this.#p.center;
    const contactId = this.#contactOf(viewer, conversationId);
    const contactIds = index.contactsOfPerson(contactId);
    const all = [...index.conversationsOfPerson(contactId)];
    const seen = all.filter((id) => this.#mayRead(viewer, id));
    const contacts = contactIds.flatMap((id) => committed.get('contact', id) ?? []);
    const { drafts, next } = timelinePage(seen.flatMap((id) => this.#source(id) ?? []), contacts, before);
    const texts = await this.#p.texts.read(drafts.flatMap(({ ref }) => ref ?? []));
    const entries = drafts.map((draft) => withText(draft, textOf(texts.get(draft.ref ?? ''))));
    const read = new Map<string, string>();
    for (const entry of entries) {
      const ownerId = entry.kind === 'said' || entry.kind === 'note' ? committed.get('conversation', entry.conversationId)?.ownerAgentId : undefined;
      if (ownerId !== undefined && ownerId !== viewer.agentId) read.set(entry.conversationId, ownerId);
    }
    return {
      timeline: { parts: await this.#parts(contacts), entries, unseen: all.length - seen.length, ...(next === undefined ? {} : { next }) },
      read: [...read].map(([id, ownerId]) => ({ conversationId: id, ownerId })),
    };
  }

  /** Suggestions only: people called alike on accounts one may read. Throws NOT_FOUND. */
  async likelySame(viewer: Viewer, { conversationId, called }: LikelySameRequest): Promise<LikelySameAnswer> {
    const { committed, index } = this.#p.center;
    const contactId = this.#contactOf(viewer, conversationId);
    const own = index.contactsOfPerson(contactId);
    const found = new Map<string, Set<LikelySame['because'][number]>>();
    const look = (key: string | undefined, because: LikelySame['because'][number]): void => {
      if (key === undefined) return;
      for (const id of index.contactsAlike(key)) {
        const contact = committed.get('contact', id);
        if (contact === undefined || contact.erasedAt !== undefined || own.includes(id) || !this.#isNear(viewer, id)) continue;
        found.set(id, (found.get(id) ?? new Set()).add(because));
      }
    };
    if (called === undefined) {
      for (const { profile } of await this.#profiles(own.flatMap((id) => committed.get('contact', id) ?? []))) {
        for (const { handle, displayName } of profile?.identities ?? []) {
          const keys = this.#p.likeness({ handle, displayName });
          look(keys.name, 'name');
          look(keys.handle, 'handle');
        }
      }
    } else {
      const keys = this.#p.likeness({ handle: called, displayName: called });
      look(keys.name, 'asked');
      look(keys.handle, 'asked');
    }
    if (found.size > MOST_ALIKE) return { people: [], tooMany: true };
    const contacts = [...found.keys()].flatMap((id) => committed.get('contact', id) ?? []);
    const parts = await this.#parts(contacts);
    const people = contacts.flatMap((contact): LikelySame[] => {
      const part = parts.find((one) => one.contactId === contact.id);
      const words = index.contactsOfPerson(contact.id).map((id) => committed.get('contact', id)?.joinConsent?.given);
      if (part === undefined) return [];
      return [{ ...part, because: [...(found.get(contact.id) ?? [])], consent: words.includes(false) ? 'refused' : words.includes(true) ? 'given' : 'notAsked', ...(contact.lastInboundAt === undefined ? {} : { lastInboundAt: contact.lastInboundAt }) }];
    });
    return { people: people.toSorted((a, b) => b.because.length - a.because.length || (b.lastInboundAt ?? 0) - (a.lastInboundAt ?? 0)), tooMany: false };
  }

  #contactOf(viewer: Viewer, conversationId: string): string {
    const contactId = this.#p.center.committed.get('conversation', conversationId)?.contactId;
    if (contactId === undefined || !this.#mayRead(viewer, conversationId)) throw new CodedError('NOT_FOUND', { field: 'conversationId' });
    return contactId;
  }

  #mayRead(viewer: Viewer, conversationId: string): boolean {
    const { center } = this.#p;
    const contactId = center.committed.get('conversation', conversationId)?.contactId ?? '';
    return mayRead(center.committed, viewer, conversationId, center.index.conversationsOfPerson(contactId), center.now());
  }

  /** They have talked to an account this person may read. */
  #isNear(viewer: Viewer, contactId: string): boolean {
    if (isLeadViewer(viewer)) return true;
    const { committed, index } = this.#p.center;
    for (const id of index.conversationsOfContact(contactId)) {
      const account = committed.get('account', committed.get('conversation', id)?.accountId ?? '');
      if (account !== undefined && mayReadAccount(account, viewer)) return true;
    }
    return false;
  }

  #source(conversationId: string): TimelineSource | undefined {
    const { committed, index } = this.#p.center;
    const conversation = committed.get('conversation', conversationId);
    if (conversation === undefined) return undefined;
    const some = <T>(ids: Iterable<string>, get: (id: string) => T | undefined): T[] => [...ids].flatMap((id) => get(id) ?? []);
    return {
      conversation,
      messages: some(index.messagesOf(conversation.threadId), (id) => committed.get('message', id)),
      notes: some(index.notesOf(conversationId), (id) => committed.get('note', id)),
      items: some(index.itemsOfConversation(conversationId), (id) => committed.get('workItem', id)),
    };
  }

  async #profiles(contacts: readonly Contact[]): Promise<{ contact: Contact; profile: ContactProfile | undefined }[]> {
    const texts = await this.#p.texts.read(contacts.map((contact) => contact.profileRef));
    return contacts.map((contact) => ({ contact, profile: parsed(texts.get(contact.profileRef)) }));
  }

  async #parts(contacts: readonly Contact[]): Promise<PersonPart[]> {
    const { index } = this.#p.center;
    return (await this.#profiles(contacts)).map(({ contact, profile }) => ({
      contactId: contact.id,
      displayName: profile?.displayName ?? '',
      identities: profile?.identities ?? [],
      conversations: index.conversationsOfContact(contact.id).size,
      ...(contact.mergedInto === undefined ? {} : { mergedAt: contact.mergedInto.at, mergedBy: contact.mergedInto.byAgentId }),
    }));
  }
}

function parsed(json: string | undefined): ContactProfile | undefined {
  if (json === undefined) return undefined;
  const profile = contactProfileSchema.safeParse(JSON.parse(json));
  return profile.success ? profile.data : undefined;
}

function textOf(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  const body = messageBodySchema.safeParse(JSON.parse(json));
  return body.success ? body.data.text : undefined;
}
