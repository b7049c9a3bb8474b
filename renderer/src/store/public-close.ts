import { write, compositionOf } from './composer.ts';
import { entityOf, useConversation, type OpenConversation } from './conversation.ts';
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
  return conversation?.visibility === 'private' && conversation.caseId !== conversation.id ? conversation.caseId : undefined;
}

/** Goes from the private part to the public one, with a closing word ready where nothing else is written there. */
export async function closeInPublic(publicId: string): Promise<void> {
  const { current } = useConversation.getState();
  const { t } = currentTexts();
  const contact = current === undefined ? undefined : entityOf(current, 'contact', entityOf(current, 'conversation', current.id)?.contactId);
  const address = current === undefined ? undefined : wantedAddress(contact, heardAddress(buildThread(current, [], undefined, '')));
  const text = t(address === 'du' ? 'case.closeDu' : 'case.closeSie', current === undefined ? '' : firstName(current));
  await openConversation(publicId);
  if (compositionOf(publicId).text === '') write(publicId, { text, mode: 'public' });
  focusComposerField();
}
