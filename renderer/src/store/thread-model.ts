import { contactProfileSchema, type Contact, type ContactProfile } from '../../../shared/domain/contact.ts';
import type { Visibility } from '../../../shared/domain/channel.ts';
import type { MessageReading } from '../../../shared/domain/reading.ts';
import type { Attachment, Automatic, Media } from '../../../shared/domain/message-parts.ts';
import { messageBodySchema, type Message, type MessageBody, type MessageChange } from '../../../shared/domain/message.ts';
import type { OutboxEntry, OutboxState } from '../../../shared/ipc/index.ts';
import type { WorkItem } from '../../../shared/domain/work-item.ts';
import { atHandle } from '../text/handle.ts';
import { entitiesOf, entityOf, type OpenConversation } from './conversation.ts';
import { veilOf, type Veil } from './veil.ts';

/** Somebody who speaks in the thread. `tone` 0–5 tells people apart by colour; the contact of this conversation has 0. */
export interface Person {
  readonly contactId: string;
  readonly name: string;
  readonly handle: string;
  readonly tone: number;
}

export interface ThreadMessage {
  readonly id: string;
  readonly side: 'in' | 'out';
  readonly at: number;
  /** Its place in the log; absent while it is only here. */
  readonly seq?: number | undefined;
  /** Undefined: deleted, or its text is not on this desk. */
  readonly text: string | undefined;
  readonly url: string | undefined;
  readonly more?: MessageMore | undefined;
  readonly post?: MessagePost | undefined;
  readonly change?: MessageChange | undefined;
  readonly reading?: MessageReading | undefined;
  readonly language: string | undefined;
  /** Belongs to this conversation; others of the thread are shown dimmed. */
  readonly own: boolean;
  readonly person: Person | undefined;
  readonly agentId: string | undefined;
  readonly visibility: Visibility;
  readonly replyTo: { readonly messageId: string; readonly name: string } | undefined;
  readonly editedAt: number | undefined;
  readonly deletedAt: number | undefined;
  readonly replyId: string | undefined;
  /** Where an own answer stands; absent once it is simply part of the thread. */
  readonly state: OutboxState | undefined;
  readonly schedule?: OutboxEntry['schedule'];
  readonly takenUpAgain?: OutboxEntry['takenUpAgain'];
}

/** What a post shows beside its words, and whom it speaks to. */
export interface MessagePost {
  readonly media: readonly Media[];
  /** Named in it besides us and whom it answers. */
  readonly mentions: readonly string[];
  /** The post it quotes: absent none, `name` undefined where that is not in this thread. */
  readonly quoted?: { readonly messageId: string | undefined; readonly name: string; readonly text: string } | undefined;
}

/** What a message has beside its words. */
export interface MessageMore {
  readonly subject?: string | undefined;
  readonly fullText?: string | undefined;
  readonly htmlRef?: string | undefined;
  readonly attachments: readonly Attachment[];
  readonly automatic?: Automatic | undefined;
  /** Why its pictures are veiled until somebody asks. */
  readonly veil?: Veil | undefined;
}

export type ThreadEntry =
  | { readonly kind: 'message'; readonly at: number; readonly key: string; readonly message: ThreadMessage }
  | { readonly kind: 'note'; readonly at: number; readonly key: string; readonly agentId: string; readonly text: string }
  | { readonly kind: 'event'; readonly at: number; readonly key: string; readonly event: ThreadEvent };

export type ThreadEvent =
  | { readonly type: 'assigned'; readonly item: WorkItem }
  | { readonly type: 'returned'; readonly item: WorkItem }
  | { readonly type: 'closed'; readonly item: WorkItem }
  | {
      readonly type: 'foreignAnswer';
      readonly replyId: string;
      readonly agentId: string;
      readonly state: 'permitted' | 'unconfirmed' | 'failed';
      readonly text: string;
    };

export interface ThreadModel {
  readonly entries: readonly ThreadEntry[];
  readonly people: readonly Person[];
  /** The last message of the customer in this conversation that is still there. */
  readonly lastInbound: ThreadMessage | undefined;
}

/** Reads a sealed text kept as JSON; undefined when it is not there or not readable. */
export function readProfile(raw: string | undefined): ContactProfile | undefined {
  const parsed = contactProfileSchema.safeParse(readJson(raw));
  return parsed.success ? parsed.data : undefined;
}

function readJson(raw: string | undefined): unknown {
  if (raw === undefined) return undefined;
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** The text of a note: plain, or JSON with a `text`. */
export function readText(raw: string | undefined): string | undefined {
  const parsed = readJson(raw);
  return typeof parsed === 'object' && parsed !== null && 'text' in parsed && typeof parsed.text === 'string' ? parsed.text : raw;
}

export function buildThread(open: OpenConversation, outbox: Iterable<OutboxEntry>, item: WorkItem | undefined, me: string): ThreadModel {
  const conversation = entityOf(open, 'conversation', open.id);
  const people = peopleOf(open, conversation?.contactId);
  const entities = entitiesOf(open, 'message');
  const byRemoteId = new Map(entities.map((message) => [message.remoteId, message]));
  const own = [...outbox].filter((entry) => entry.conversationId === open.id);
  const states = new Map(own.map((entry) => [entry.replyId as string, entry.state]));
  const nameOf = (message: Message): string => {
    const person = message.authorContactId === undefined ? undefined : people.get(message.authorContactId);
    return person?.handle ?? person?.name ?? '';
  };

  const postOf = (message: Message, body: MessageBody | undefined): MessagePost | undefined => {
    const quoted = message.quotedRemoteId === undefined ? undefined : byRemoteId.get(message.quotedRemoteId);
    const mentions = (body?.mentions ?? []).map(({ handle }) => atHandle(handle));
    if (message.quotedRemoteId === undefined && mentions.length === 0 && (body?.media ?? []).length === 0) return undefined;
    return {
      media: body?.media ?? [],
      mentions,
      ...(message.quotedRemoteId === undefined ? {} : { quoted: { messageId: quoted?.id, name: quoted === undefined ? '' : nameOf(quoted), text: (quoted === undefined || quoted.deletedAt !== undefined ? undefined : readText(open.bodies.get(quoted.bodyRef))) ?? '' } }),
    };
  };

  const messages = entities.map((message): ThreadMessage => {
    const parsed = messageBodySchema.safeParse(readJson(open.bodies.get(message.bodyRef)));
    const body = parsed.success ? parsed.data : undefined;
    const parent = message.inReplyToRemoteId === undefined ? undefined : byRemoteId.get(message.inReplyToRemoteId);
    return {
      id: message.id,
      side: message.direction,
      at: message.sentAt,
      seq: message.seq,
      text: message.deletedAt === undefined ? body?.text : undefined,
      url: body?.url,
      more: message.deletedAt === undefined ? moreOf(message, body, entityOf(open, 'contact', message.authorContactId)) : undefined,
      post: message.deletedAt === undefined ? postOf(message, body) : undefined,
      change: message.change,
      reading: message.deletedAt === undefined ? message.reading : undefined,
      language: message.language,
      own: message.conversationId === open.id,
      person: message.authorContactId === undefined ? undefined : people.get(message.authorContactId),
      agentId: message.agentId,
      visibility: message.visibility,
      replyTo: parent === undefined || parent.direction === 'out' ? undefined : { messageId: parent.id, name: nameOf(parent) },
      editedAt: message.editedAt,
      deletedAt: message.deletedAt,
      replyId: message.replyId,
      // What went out from a desk says so for good, not only while the outbox still remembers it.
      state: message.direction === 'out' && message.replyId !== undefined ? { kind: 'delivered', at: message.sentAt } : undefined,
    };
  });
  const seqs = new Map(entities.map((message) => [message.id as string, message.seq]));
  const sent = new Set(entities.flatMap((message) => (message.replyId === undefined ? [] : [message.replyId as string])));
  const optimistic = own
    .filter((entry) => !sent.has(entry.replyId) && entry.state.kind !== 'becameDraft')
    .map((entry) => optimisticMessage(entry, me));

  const entries: ThreadEntry[] = [
    ...messages.map((message): ThreadEntry => ({ kind: 'message', at: message.at, key: message.id, message })),
    ...optimistic.map((message): ThreadEntry => ({ kind: 'message', at: message.at, key: message.id, message })),
    ...entitiesOf(open, 'note').map((note): ThreadEntry => ({
      kind: 'note',
      at: note.at,
      key: note.id,
      agentId: note.agentId,
      text: readText(open.bodies.get(note.bodyRef)) ?? '',
    })),
    ...eventsOf(open, item, states),
  ];
  entries.sort((a, b) => a.at - b.at || (seqs.get(a.key) ?? Infinity) - (seqs.get(b.key) ?? Infinity) || (a.key < b.key ? -1 : 1));
  return {
    entries,
    people: [...people.values()],
    lastInbound: messages.filter((m) => m.own && m.side === 'in' && m.deletedAt === undefined).toSorted((a, b) => b.at - a.at)[0],
  };
}

function moreOf(message: Message, body: MessageBody | undefined, author: Contact | undefined): MessageMore | undefined {
  const { automatic } = message;
  const { subject, fullText, htmlRef, attachments } = body ?? {};
  if (subject === undefined && fullText === undefined && htmlRef === undefined && attachments === undefined && automatic === undefined) return undefined;
  return { subject, fullText, htmlRef, attachments: attachments ?? [], automatic, veil: veilOf(message, author) };
}

function peopleOf(open: OpenConversation, contactId: string | undefined): Map<string, Person> {
  const people = new Map<string, Person>();
  // Changes of anybody reach every open conversation; here only those speak who wrote here.
  const authors = new Set([contactId, ...entitiesOf(open, 'message').map((message) => message.authorContactId)]);
  const contacts = entitiesOf(open, 'contact')
    .filter(({ id }) => authors.has(id))
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  let tone = 0;
  for (const contact of contacts) {
    const profile = readProfile(open.bodies.get(contact.profileRef));
    const identity = profile?.identities[0];
    const handle = identity?.handle ?? '';
    if (contact.id !== contactId) tone = (tone % 5) + 1;
    people.set(contact.id, {
      contactId: contact.id,
      name: (profile?.displayName || identity?.displayName || handle) ?? '',
      handle: atHandle(handle),
      tone: contact.id === contactId ? 0 : tone,
    });
  }
  return people;
}

function optimisticMessage(entry: OutboxEntry, me: string): ThreadMessage {
  return {
    id: entry.replyId,
    side: 'out',
    at: entry.createdAt,
    text: entry.parts.join('\n\n'),
    url: undefined,
    language: undefined,
    own: true,
    person: undefined,
    agentId: entry.agentId === '' ? me : entry.agentId,
    visibility: entry.visibility,
    replyTo: undefined,
    editedAt: undefined,
    deletedAt: undefined,
    replyId: entry.replyId,
    state: entry.state,
    schedule: entry.schedule,
    takenUpAgain: entry.takenUpAgain,
    ...(entry.files === undefined ? {} : { more: { attachments: entry.files.map(({ digest, ...file }) => ({ ...file, remoteId: digest })) } }),
  };
}

function eventsOf(open: OpenConversation, item: WorkItem | undefined, own: ReadonlyMap<string, unknown>): ThreadEntry[] {
  const entries: ThreadEntry[] = [];
  for (const reply of entitiesOf(open, 'reply')) {
    if (reply.conversationId !== open.id || own.has(reply.id)) continue;
    if (reply.state !== 'permitted' && reply.state !== 'unconfirmed' && reply.state !== 'failed') continue;
    entries.push({
      kind: 'event',
      at: reply.permittedAt,
      key: `reply:${reply.id}`,
      event: {
        type: 'foreignAnswer',
        replyId: reply.id,
        agentId: reply.agentId,
        state: reply.state,
        text: reply.partBodyRefs.map((ref) => readText(open.bodies.get(ref)) ?? '').join('\n\n'),
      },
    });
  }
  if (item === undefined) return entries;
  if (item.assignedAt !== undefined && item.state !== 'queued')
    entries.push({ kind: 'event', at: item.assignedAt, key: `assigned:${item.id}`, event: { type: 'assigned', item } });
  if (item.returnedAt !== undefined && item.state === 'queued')
    entries.push({ kind: 'event', at: item.returnedAt, key: `returned:${item.id}`, event: { type: 'returned', item } });
  if (item.closedAt !== undefined && item.state === 'closed')
    entries.push({ kind: 'event', at: item.closedAt, key: `closed:${item.id}`, event: { type: 'closed', item } });
  return entries;
}
