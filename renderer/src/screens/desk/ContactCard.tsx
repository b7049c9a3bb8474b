import type { ReactNode } from 'react';
import type { AddressForm } from '../../../../shared/domain/channel.ts';
import type { Contact, ContactProfile } from '../../../../shared/domain/contact.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { addressIn } from '../../../../shared/domain/reading-summary.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { runCommand } from '../../store/commands.ts';
import { addressOfOpen, type OpenConversation } from '../../store/conversation.ts';
import { isLead, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';
import { PersonProfiles } from './PersonProfiles.tsx';

export function ContactCard({
  open,
  contact,
  profile,
  conversation,
}: {
  readonly open: OpenConversation;
  readonly contact: Contact;
  readonly profile: ContactProfile | undefined;
  readonly conversation: Conversation | undefined;
}): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const name = profile?.displayName || profile?.identities[0]?.handle || t('message.someone');
  const known = addressIn(conversation, addressOfOpen(open, contact.id));
  const form: AddressForm = known?.form ?? 'none';
  const lead = useDesk((state) => isLead(state.session));
  const center = useCenter();
  return (
    <>
      <section className="contact-head" aria-label={t('contact.label')} data-testid="contact-card">
        <Avatar name={name} tone={0} size="large" />
        <div>
          <h2 className="contact-name">{showHidden(name)}</h2>
          <p className="muted">
            {t('contact.since', f.day(contact.createdAt, now))}
            {contact.lastInboundAt !== undefined && ` · ${t('contact.lastHeard', f.moment(contact.lastInboundAt, now))}`}
          </p>
        </div>
      </section>
      <section className="context-part">
        <Choices<AddressForm>
          label={t('contact.addressForm')}
          look="segments"
          value={form}
          onChange={(addressForm) => void runCommand({ type: 'contact.setAddressForm', data: { contactId: contact.id, conversationId: open.id, addressForm } })}
          choices={[
            { id: 'du', label: t('addressForm.du') },
            { id: 'sie', label: t('addressForm.sie') },
            { id: 'none', label: t('addressForm.none') },
          ]}
        />
        {known !== undefined && known.form !== 'none' && <p className="muted">{t(`contact.addressBy.${known.by}`)}</p>}
        {contact.leaveAloneAt !== undefined && <p className="guard guard-amber">{t('contact.leaveAlone', f.day(contact.leaveAloneAt, now))}</p>}
        {contact.blocked !== undefined && (
          <p className="guard guard-amber">
            {t('contact.blocked', f.day(contact.blocked.at, now), agentShort(center, contact.blocked.byAgentId))}{' '}
            {lead && (
              <Button isSmall onPress={() => void runCommand({ type: 'contact.unblock', data: { contactId: contact.id } })} testId="contact-unblock">
                {t('contact.unblock')}
              </Button>
            )}
          </p>
        )}
      </section>
      <PersonProfiles open={open} contact={contact} />
    </>
  );
}
