import type { Conversation } from '../domain/conversation.ts';
import type { Contact } from '../domain/contact.ts';
import type { Message } from '../domain/message.ts';
import type { Note } from '../domain/reply.ts';
import { laterFirst, TIMELINE_PAGE, TIMELINE_TEXT, type TimelineEntry } from '../domain/timeline.ts';
import type { WorkItem } from '../domain/work-item.ts';

/** What is known of one conversation, for the timeline of its person. */
export interface TimelineSource {
  readonly conversation: Conversation;
  readonly messages: Iterable<Message>;
  readonly notes: Iterable<Note>;
  readonly items: Iterable<WorkItem>;
}
/** An entry with the text it still needs. */
export interface TimelineDraft {
  readonly entry: TimelineEntry;
  readonly ref?: string | undefined;
}

/** The newest page of everything that happened with a person. `before`: only what is older than this entry. */
export function timelinePage(sources: Iterable<TimelineSource>, contacts: Iterable<Contact>, before: { readonly at: number; readonly id: string } | undefined): { drafts: TimelineDraft[]; next?: { at: number; id: string } } {
  const all: TimelineDraft[] = [];
  const channels = new Map<string, Conversation>();
  for (const source of sources) {
    channels.set(source.conversation.id, source.conversation);
    all.push(...draftsOf(source));
  }
  for (const contact of contacts) all.push(...ofContact(contact, channels));
  const older = before === undefined ? all : all.filter(({ entry }) => laterFirst(before, entry) < 0);
  older.sort((a, b) => laterFirst(a.entry, b.entry));
  const drafts = older.slice(0, TIMELINE_PAGE);
  const last = drafts.at(-1)?.entry;
  return older.length > drafts.length && last !== undefined ? { drafts, next: { at: last.at, id: last.id } } : { drafts };
}

/** The entry with its text; `text` undefined: it is gone. */
export function withText({ entry, ref }: TimelineDraft, text: string | undefined): TimelineEntry {
  if (ref === undefined || text === undefined || (entry.kind !== 'said' && entry.kind !== 'note')) return entry;
  const points = [...text];
  return points.length <= TIMELINE_TEXT / 2 && text.length <= TIMELINE_TEXT ? { ...entry, text } : { ...entry, text: points.slice(0, TIMELINE_TEXT / 2).join(''), isCut: true };
}

function draftsOf({ conversation, messages, notes, items }: TimelineSource): TimelineDraft[] {
  const { id: conversationId, contactId, channel } = conversation;
  const of = { conversationId, contactId, channel };
  const drafts: TimelineDraft[] = [];
  for (const message of messages) {
    if (message.conversationId !== conversationId) continue;
    drafts.push({
      entry: { kind: 'said', id: message.id, at: message.sentAt, ...of, direction: message.direction, visibility: message.visibility, isCut: false, ...(message.agentId === undefined ? {} : { agentId: message.agentId }) },
      ...(message.deletedAt === undefined ? { ref: message.bodyRef } : {}),
    });
  }
  for (const note of notes) if (note.conversationId === conversationId) drafts.push({ entry: { kind: 'note', id: note.id, at: note.at, ...of, agentId: note.agentId, isCut: false }, ref: note.bodyRef });
  for (const item of items) {
    if (item.conversationId !== conversationId || item.state !== 'closed' || item.closedAt === undefined || item.disposition === undefined) continue;
    drafts.push({ entry: { kind: 'closed', id: `closed:${item.id}`, at: item.closedAt, ...of, disposition: item.disposition.kind, ...(item.lastAgentId === undefined ? {} : { agentId: item.lastAgentId }) } });
  }
  for (const ticket of conversation.tickets ?? []) {
    const about = { ...of, number: ticket.number, owner: ticket.owner, dueAt: ticket.dueAt };
    const by = ticket.byAgentId;
    drafts.push({ entry: { kind: 'ticket', id: `ticket:${ticket.id}`, at: ticket.openedAt, ...about, agentId: by, step: 'opened' } });
    if (ticket.overdueAt !== undefined) drafts.push({ entry: { kind: 'ticket', id: `ticket:${ticket.id}:overdue`, at: ticket.overdueAt, ...about, agentId: by, step: 'overdue' } });
    if (ticket.closed !== undefined) drafts.push({ entry: { kind: 'ticket', id: `ticket:${ticket.id}:closed`, at: ticket.closed.at, ...about, agentId: ticket.closed.byAgentId, step: 'closed' } });
  }
  const { callBack } = conversation;
  if (callBack !== undefined) {
    const about = { ...of, fromAt: callBack.fromAt, untilAt: callBack.untilAt };
    drafts.push({ entry: { kind: 'callBack', id: `call:${conversationId}`, at: callBack.plannedAt, ...about, agentId: callBack.byAgentId, step: 'planned' } });
    for (const [n, one] of callBack.tries.entries()) drafts.push({ entry: { kind: 'callBack', id: `call:${conversationId}:${n}`, at: one.at, ...about, agentId: one.byAgentId, step: one.outcome } });
  }
  return drafts;
}

/** What was done about the person, shown where it was done. */
function ofContact(contact: Contact, conversations: ReadonlyMap<string, Conversation>): TimelineDraft[] {
  const drafts: TimelineDraft[] = [];
  const { mergedInto, identityCheck } = contact;
  const at = (conversationId: string): { conversationId: string; contactId: string; channel: string } | undefined => {
    const conversation = conversations.get(conversationId);
    return conversation === undefined ? undefined : { conversationId, contactId: contact.id, channel: conversation.channel };
  };
  const merged = mergedInto === undefined ? undefined : at(mergedInto.inConversationId);
  if (mergedInto !== undefined && merged !== undefined) drafts.push({ entry: { kind: 'merged', id: `merged:${contact.id}`, at: mergedInto.at, ...merged, agentId: mergedInto.byAgentId } });
  const checked = identityCheck === undefined || identityCheck.withdrawn !== undefined ? undefined : at(identityCheck.inConversationId);
  if (identityCheck !== undefined && checked !== undefined) drafts.push({ entry: { kind: 'checked', id: `checked:${identityCheck.id}`, at: identityCheck.at, ...checked, agentId: identityCheck.agentId } });
  return drafts;
}
