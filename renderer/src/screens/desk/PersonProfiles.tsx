import type { ReactNode } from 'react';
import type { Contact } from '../../../../shared/domain/contact.ts';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { runCommand } from '../../store/commands.ts';
import { contactsOfOpen, type OpenConversation } from '../../store/conversation.ts';
import { readProfile } from '../../store/thread-model.ts';
import { openDialog } from '../../store/ui.ts';
import { atHandle } from '../../text/handle.ts';
import { useText } from '../../text/index.tsx';

/** D9, D16: every profile that is known to be this person, each to be separated again; and the way to join another. */
export function PersonProfiles({ open, contact }: { readonly open: OpenConversation; readonly contact: Contact }): ReactNode {
  const { t, f } = useText();
  const contacts = contactsOfOpen(open, contact.id);
  const isMany = contacts.length > 1;
  return (
    <section className="context-part" data-testid="person-profiles">
      <h2>{isMany ? t('person.others', f.number(contacts.length)) : t('contact.identities')}</h2>
      <ul className="card identity-list">
        {contacts.map((one) => {
          const profile = readProfile(open.bodies.get(one.profileRef));
          const name = profile?.displayName || profile?.identities[0]?.handle || t('message.someone');
          return (
            <li key={one.id} className="person-profile" data-testid="person-profile">
              {isMany && <strong className="person-profile-name">{showHidden(name)}</strong>}
              {profile?.identities.map((identity) => (
                <span key={`${identity.channel}:${identity.remoteId}`} className="person-identity">
                  <ChannelBadge channel={identity.channel} size="small" />
                  <span className="identity-handle">{showHidden(atHandle(identity.handle))}</span>
                  {identity.followers !== undefined && <span className="muted">{t('contact.followers', f.number(identity.followers))}</span>}
                </span>
              )) ?? <span className="muted">{t('message.noText')}</span>}
              {isMany && one.mergedInto !== undefined && (
                <Button isSmall look="quiet" label={t('person.unmergeOf', showHidden(name))} onPress={() => void runCommand({ type: 'contact.unmerge', data: { conversationId: open.id, contactId: one.id } })} testId="person-unmerge">
                  {t('person.unmerge')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <Button isSmall look="quiet" onPress={() => openDialog({ kind: 'merge', conversationId: open.id })} testId="person-merge">
        {t('person.merge')}
      </Button>
    </section>
  );
}
