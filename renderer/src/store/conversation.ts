import { create } from 'zustand';
import type { Contact } from '../../../shared/domain/contact.ts';
import { addressOfPerson, contactsOfPerson } from '../../../shared/domain/person.ts';
import type { Entity, EntityPatch, Noun } from '../../../shared/domain/entity.ts';
import type { ConversationView, DraftView, IpcPush } from '../../../shared/ipc/index.ts';

export type Held = ConversationView['held'];
type Table = ReadonlyMap<string, { readonly seq: number; readonly value: Entity }>;

/** One opened conversation as the desk program tells it: the entities of its thread, their texts, the draft. */
export interface OpenConversation {
  readonly id: string;
  readonly held: Held;
  readonly tables: Partial<Readonly<Record<Noun, Table>>>;
  readonly bodies: ReadonlyMap<string, string>;
  readonly draft: DraftView | null;
}

export interface ConversationState {
  readonly openId: string | undefined;
  readonly current: OpenConversation | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

export const useConversation = create<ConversationState>(() => ({
  openId: undefined,
  current: undefined,
  failure: undefined,
}));

export function fromView(view: ConversationView): OpenConversation {
  return {
    id: view.conversationId,
    held: view.held,
    tables: putEntities({}, view.entities),
    bodies: new Map(Object.entries(view.bodies)),
    draft: view.draft,
  };
}

/** Folds a push into what is open; pushes of other conversations change nothing. */
export function foldPush(open: OpenConversation, push: IpcPush<'conversation'>): OpenConversation {
  if (push.conversationId !== open.id) return open;
  const bodies = new Map([...(push.reset ? [] : open.bodies), ...Object.entries(push.bodies)]);
  for (const ref of push.forget) bodies.delete(ref);
  return {
    id: open.id,
    held: push.held,
    tables: putEntities(push.reset ? {} : open.tables, push.entities),
    bodies,
    draft: push.draft === undefined ? open.draft : push.draft,
  };
}

function putEntities(tables: OpenConversation['tables'], patches: readonly EntityPatch[]): OpenConversation['tables'] {
  const next: Partial<Record<Noun, Map<string, { seq: number; value: Entity }>>> = {};
  for (const patch of patches) {
    const table = (next[patch.noun] ??= new Map(tables[patch.noun] ?? []));
    if ((table.get(patch.id)?.seq ?? -1) > patch.seq) continue;
    if (patch.value === null) table.delete(patch.id);
    else table.set(patch.id, { seq: patch.seq, value: patch.value });
  }
  return { ...tables, ...next };
}

export function entitiesOf<N extends Noun>(open: OpenConversation, noun: N): Entity<N>[] {
  return [...(open.tables[noun]?.values() ?? [])].map((kept) => kept.value as Entity<N>);
}

export function entityOf<N extends Noun>(open: OpenConversation, noun: N, id: string | undefined): Entity<N> | undefined {
  return id === undefined ? undefined : (open.tables[noun]?.get(id)?.value as Entity<N> | undefined);
}

/** How somebody is addressed, by all of their contacts this desk knows. */
export function addressOfOpen(open: OpenConversation, contactId: string | undefined): Pick<Contact, 'addressForm' | 'addressFormBy'> | undefined {
  if (contactId === undefined) return undefined;
  return addressOfPerson({ get: <N extends Noun>(noun: N, id: string): Entity<N> | undefined => entityOf(open, noun, id) }, contactId);
}

/** All contacts of the person this one belongs to, this one first (D16). */
export function contactsOfOpen(open: OpenConversation, contactId: string): Contact[] {
  const reader = { get: <N extends Noun>(noun: N, id: string): Entity<N> | undefined => entityOf(open, noun, id) };
  const ids = contactsOfPerson(reader, contactId);
  return [contactId, ...ids.filter((id) => id !== contactId)].flatMap((id) => entityOf(open, 'contact', id) ?? []);
}
