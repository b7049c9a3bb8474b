import { contactProfileSchema } from '../../../shared/domain/contact.ts';
import { messageBodySchema } from '../../../shared/domain/message.ts';
import { contactsOfPerson } from '../../../shared/domain/person.ts';
import type { PersonPart } from '../../../shared/domain/timeline.ts';
import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { timelinePage, withText } from '../../../shared/reducers/timeline.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import type { ReplicaView } from '../sync/replica-view.ts';
import { askServer } from './ask-server.ts';

type Answer = IpcResponse<'contact.timeline'>;

/** D1: the server knows all of it; without it, what lies on this desk. */
export async function timelineOf(sync: DeskSync, request: IpcRequest<'contact.timeline'>): Promise<Answer> {
  if (sync.online)
    try {
      return { ...(await askServer(sync, 'timeline', request)), partial: false };
    } catch (error) {
      // Cut meanwhile: what is here is better than nothing.
      if (!(error instanceof CodedError) || (error.code !== 'OFFLINE_ANSWER_LOST' && error.code !== 'OFFLINE_NEEDS_SERVER')) throw error;
    }
  return knownTimeline(sync.view, request);
}

/** What this copy holds of the person. */
function knownTimeline(view: ReplicaView, { conversationId, before }: IpcRequest<'contact.timeline'>): Answer {
  const contactId = view.get('conversation', conversationId)?.contactId;
  if (contactId === undefined) throw new CodedError('NOT_FOUND', { field: 'conversationId' });
  const contacts = contactsOfPerson(view, contactId).flatMap((id) => view.get('contact', id) ?? []);
  const of = new Set(contacts.map(({ id }) => id as string));
  const conversations = view.all('conversation').filter((one) => of.has(one.contactId));
  const sources = conversations.map((conversation) => {
    const filed = view.ofConversation(conversation.id);
    const all = <N extends 'message' | 'note' | 'workItem'>(noun: N) => filed.flatMap((one) => (one.noun === noun ? (view.get(noun, one.id) ?? []) : []));
    return { conversation, messages: all('message'), notes: all('note'), items: all('workItem') };
  });
  const { drafts, next } = timelinePage(sources, contacts, before);
  const parts = contacts.map((contact): PersonPart => {
    const profile = contactProfileSchema.safeParse(parsed(view.text(contact.profileRef)));
    return {
      contactId: contact.id,
      displayName: profile.success ? profile.data.displayName : '',
      identities: profile.success ? profile.data.identities : [],
      conversations: conversations.filter((one) => one.contactId === contact.id).length,
      ...(contact.mergedInto === undefined ? {} : { mergedAt: contact.mergedInto.at, mergedBy: contact.mergedInto.byAgentId }),
    };
  });
  const entries = drafts.map((draft) => {
    const body = messageBodySchema.safeParse(draft.ref === undefined ? undefined : parsed(view.text(draft.ref)));
    return withText(draft, body.success ? body.data.text : undefined);
  });
  return { parts, entries, unseen: 0, partial: true, ...(next === undefined ? {} : { next }) };
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : (JSON.parse(json) as unknown);
}
