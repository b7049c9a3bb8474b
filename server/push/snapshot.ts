import { mayHear } from '../../shared/domain/whisper.ts';
import { escalationRefs } from '../../shared/domain/escalation.ts';
import { approvalRefs } from '../../shared/domain/approval.ts';
import type { Entity, EntityPatch, Noun } from '../../shared/domain/entity.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { contactsOfPerson } from '../../shared/domain/person.ts';
import { isLeadViewer, type Viewer } from '../center/visibility.ts';
import type { CenterIndex } from '../center/center-index.ts';

export interface SnapshotDraft {
  readonly conversationId: string;
  readonly asOfSeq: number;
  readonly entities: readonly EntityPatch[];
  readonly refs: readonly string[];
}

/** A conversation with its whole thread: everybody's public messages, only its own private ones, its notes, replies and draft. */
export function draftSnapshot(state: EntityMaps, index: CenterIndex, conversationId: string, asOfSeq: number, reader?: Viewer): SnapshotDraft | undefined {
  const conversation = state.get('conversation', conversationId);
  if (conversation === undefined) return undefined;
  const entities: EntityPatch[] = [];
  const refs: string[] = [];
  const seen = new Set<string>();
  const add = (noun: Noun, id: string | undefined): Entity | undefined => {
    if (id === undefined || seen.has(`${noun}\n${id}`)) return undefined;
    const value = state.get(noun, id);
    if (value === undefined) return undefined;
    seen.add(`${noun}\n${id}`);
    entities.push({ noun, id, seq: asOfSeq, value });
    return value;
  };
  const contact = (id: string | undefined): void => {
    const added = add('contact', id);
    if (added !== undefined && 'profileRef' in added) refs.push(added.profileRef);
  };
  add('thread', conversation.threadId);
  add('conversation', conversation.id);
  if (conversation.callBack !== undefined) refs.push(conversation.callBack.bodyRef);
  // All profiles of the person (D16): what the desk shows of one, it shows of all.
  for (const id of contactsOfPerson(state, conversation.contactId)) contact(id);
  refs.push(...approvalRefs(conversation.approvals), ...escalationRefs(conversation.escalations), ...(conversation.whispers ?? []).flatMap((whisper) => (reader === undefined || mayHear(whisper, reader.agentId, isLeadViewer(reader)) ? [whisper.bodyRef] : [])));
  const item = conversation.workItemId === undefined ? undefined : state.get('workItem', conversation.workItemId);
  add('workItem', item?.id);
  add('reservation', item?.reservationId);
  // Earlier ones may be opened again: their events must find them.
  for (const id of index.itemsOfConversation(conversation.id)) add('workItem', id);
  for (const id of index.messagesOf(conversation.threadId)) {
    const message = state.get('message', id);
    if (message === undefined || !(message.visibility === 'public' || message.conversationId === conversation.id)) continue;
    add('message', id);
    if (message.deletedAt === undefined) refs.push(message.bodyRef);
    contact(message.authorContactId);
  }
  for (const id of index.notesOf(conversation.id)) {
    add('note', id);
    const note = state.get('note', id);
    if (note !== undefined) refs.push(note.bodyRef);
  }
  for (const id of index.repliesOf(conversation.id)) {
    add('reply', id);
    const reply = state.get('reply', id);
    if (reply !== undefined && reply.state !== 'delivered') refs.push(reply.bodyRef, ...reply.partBodyRefs);
  }
  add('draft', conversation.id);
  const draft = state.get('draft', conversation.id);
  if (draft !== undefined) refs.push(draft.bodyRef);
  return { conversationId, asOfSeq, entities, refs };
}

/** `reader`: for whom; absent: for anybody. Texts an event brings along, and entities a desk may not have yet to show it. */
export function companionsOf(event: CenterEvent, state: EntityMaps, reader?: Viewer): { readonly refs: readonly string[]; readonly contactIds: readonly string[] } {
  switch (event.type) {
    case 'message.received':
      return { refs: [event.data.bodyRef], contactIds: event.data.authorContactId === undefined ? [] : [event.data.authorContactId] };
    case 'message.edited':
      return { refs: [event.data.bodyRef], contactIds: [] };
    case 'note.added':
    case 'draft.saved':
      return { refs: [event.data.bodyRef], contactIds: [] };
    case 'whisper.sent':
      return { refs: reader === undefined || mayHear(event.data, reader.agentId, isLeadViewer(reader)) ? [event.data.bodyRef] : [], contactIds: [] };
    case 'approval.asked':
      return { refs: [event.data.bodyRef], contactIds: [] };
    case 'approval.given':
      return { refs: event.data.changedRef === undefined ? [] : [event.data.changedRef], contactIds: [] };
    case 'escalation.raised':
      return { refs: [event.data.reasonRef], contactIds: [] };
    case 'approval.sentBack':
      return { refs: [event.data.wordRef], contactIds: [] };
    case 'reply.scheduled':
    case 'reply.permitted':
      return { refs: [event.data.bodyRef, ...event.data.partBodyRefs], contactIds: [] };
    case 'reply.delivered':
      return { refs: event.data.messages.map((m) => m.bodyRef), contactIds: [] };
    case 'callBack.planned':
      return { refs: [event.data.callBack.bodyRef], contactIds: [] };
    case 'contact.profileChanged':
      return { refs: [event.data.profileRef], contactIds: [] };
    case 'contact.merged':
      return { refs: [], contactIds: contactsOfPerson(state, event.data.intoContactId) };
    case 'conversation.opened': {
      const contact = state.get('contact', event.data.contactId);
      return { refs: [], contactIds: contact === undefined ? [] : contactsOfPerson(state, contact.id) };
    }
    default:
      return { refs: [], contactIds: [] };
  }
}
