import type { ReactNode } from 'react';
import type { AddressForm } from '../../../../shared/domain/channel.ts';
import type { Contact, ContactProfile } from '../../../../shared/domain/contact.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { Choices } from '../../components/Choices.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { runCommand } from '../../store/commands.ts';
import { atHandle } from '../../text/handle.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { useText } from '../../text/index.tsx';

export function ContactCard({
  contact,
  profile,
  conversation,
}: {
  readonly contact: Contact;
  readonly profile: ContactProfile | undefined;
  readonly conversation: Conversation | undefined;
}): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const name = profile?.displayName || profile?.identities[0]?.handle || t('message.someone');
  const form: AddressForm = contact.addressForm ?? conversation?.addressForm ?? 'none';
  return (
    <>
      <section className="contact-head" aria-label={t('contact.label')} data-testid="contact-card">
        <Avatar name={name} tone={0} size="large" />
        <div>
          <h2 className="contact-name">{showHidden(name)}</h2>
          <p className="muted">{t('contact.since', f.day(contact.createdAt, now))}</p>
        </div>
      </section>
      <section className="context-part">
        <Choices<AddressForm>
          label={t('contact.addressForm')}
          look="segments"
          value={form}
          onChange={(addressForm) => void runCommand({ type: 'contact.setAddressForm', data: { contactId: contact.id, addressForm } })}
          choices={[
            { id: 'du', label: t('addressForm.du') },
            { id: 'sie', label: t('addressForm.sie') },
            { id: 'none', label: t('addressForm.none') },
          ]}
        />
      </section>
      <section className="context-part">
        <h2>{t('contact.identities')}</h2>
        <ul className="card identity-list">
          {profile?.identities.map((identity) => (
            <li key={`${identity.channel}:${identity.remoteId}`}>
              <ChannelBadge channel={identity.channel} size="small" />
              <span className="identity-handle">{showHidden(atHandle(identity.handle))}</span>
              {identity.followers !== undefined && <span className="muted">{t('contact.followers', f.number(identity.followers))}</span>}
            </li>
          )) ?? <li className="muted">{t('message.noText')}</li>}
        </ul>
      </section>
    </>
  );
}
