import type { AddressForm } from '../../../shared/domain/channel.ts';
import { write, compositionOf } from './composer.ts';
import { addressOfOpen, entityOf, useConversation, type OpenConversation } from './conversation.ts';
import { heardAddress, wantedAddress } from './draft-guards.ts';
import { currentTexts } from './errors.ts';
import { openConversation } from './navigation.ts';
import { buildThread, readProfile } from './thread-model.ts';
import { focusComposerField } from './composer-focus.ts';

/** How one would call this person: the first of their names, '' where none is known. */
export function firstName(open: OpenConversation): string {
  const contact = entityOf(open, 'contact', entityOf(open, 'conversation', open.id)?.contactId);
  const shown = readProfile(contact === undefined ? undefined : open.bodies.get(contact.profileRef))?.displayName.trim() ?? '';
  const first = shown.split(/\s+/)[0] ?? '';
  // A handle or a number is no name.
  return /^\p{Lu}[\p{L}'’-]+$/u.test(first) ? first : '';
}

/** The public conversation a private one belongs to, where there is one (D4). */
export function publicPartOf(open: OpenConversation | undefined): string | undefined {
  const conversation = open === undefined ? undefined : entityOf(open, 'conversation', open.id);
  return conversation?.visibility === 'private' && conversation.caseId !== conversation.id && conversation.caseByAgentId === undefined ? conversation.caseId : undefined;
}

/** Goes to the public part of a case, with a closing word ready where nothing else is written there. */
export async function closeInPublic(publicId: string): Promise<void> {
  const talk = addressIn(useConversation.getState().current);
  await openConversation(publicId);
  const { current } = useConversation.getState();
  if (current?.id !== publicId) return;
  const here = addressIn(current);
  // What was said in private last tells more than the post; but only of the same person.
  const address = talk?.contactId === here?.contactId ? (talk?.address ?? here?.address) : here?.address;
  const text = currentTexts().t(address === 'du' ? 'case.closeDu' : 'case.closeSie', firstName(current));
  if (compositionOf(publicId).text === '') write(publicId, { text, mode: 'public' });
  focusComposerField();
}

function addressIn(open: OpenConversation | undefined): { readonly contactId: string | undefined; readonly address: AddressForm | undefined } | undefined {
  if (open === undefined) return undefined;
  const contact = entityOf(open, 'contact', entityOf(open, 'conversation', open.id)?.contactId);
  return { contactId: contact?.id, address: wantedAddress(addressOfOpen(open, contact?.id), heardAddress(buildThread(open, [], undefined, ''))) };
}
