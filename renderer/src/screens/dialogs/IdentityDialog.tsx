import { useState, type ReactNode } from 'react';
import { instantOf, localDay } from '../../../../shared/domain/zone-time.ts';
import { checkedBySchema, type CheckedBy } from '../../../../shared/domain/identity-check.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useNumberKeys } from '../../hooks/number-keys.ts';
import { runCommand } from '../../store/commands.ts';
import { entityOf, useConversation } from '../../store/conversation.ts';
import { focusComposerField } from '../../store/composer-focus.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const WAYS = checkedBySchema.options;
const SPANS = ['halfHour', 'today', 'week', 'month'] as const;
type Span = (typeof SPANS)[number];
type Consent = 'notAsked' | 'written' | 'spoken' | 'refused';
const ZONE = 'Europe/Berlin';
const DAY_MS = 24 * 3_600_000;

/** D16: by what this person was found to be who they say, until when that counts, and whether profile and contract may be known as one. */
export function IdentityDialog({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  const [by, setBy] = useState<CheckedBy>('numberAndBirthdate');
  const [span, setSpan] = useState<Span>('today');
  const [consent, setConsent] = useState<Consent>('notAsked');
  useNumberKeys(WAYS, setBy);
  const confirm = (): void => {
    const { current } = useConversation.getState();
    const contactId = current?.id === conversationId ? entityOf(current, 'conversation', conversationId)?.contactId : undefined;
    closeDialog();
    if (contactId === undefined) return;
    void runCommand({ type: 'contact.checkIdentity', data: { contactId, conversationId, checkId: crypto.randomUUID(), by, untilAt: endOf(span, Date.now()) } });
    if (consent !== 'notAsked')
      void runCommand({ type: 'contact.noteConsent', data: { contactId, conversationId, given: consent !== 'refused', how: consent === 'spoken' ? 'spoken' : 'written' } });
    focusComposerField();
  };
  return (
    <Dialog title={t('identity.title')} onClose={closeDialog} confirm={{ label: t('identity.confirm'), onPress: confirm }} testId="dialog-identity">
      <p className="muted">{t('identity.hint')}</p>
      <Choices<CheckedBy>
        label={t('identity.by')}
        value={by}
        onChange={setBy}
        autoFocus
        choices={WAYS.map((id, place) => ({ id, label: t(`identity.by.${id}`), keys: String(place + 1) }))}
      />
      <Choices<Span> label={t('identity.until')} look="segments" value={span} onChange={setSpan} choices={SPANS.map((id) => ({ id, label: t(`identity.span.${id}`) }))} />
      <Choices<Consent>
        label={t('identity.consent')}
        look="segments"
        value={consent}
        onChange={setConsent}
        choices={(['notAsked', 'written', 'spoken', 'refused'] as const).map((id) => ({ id, label: t(`identity.consent.${id}`) }))}
      />
    </Dialog>
  );
}

/** `today` ends at midnight of the center's day, but not within the next half hour. */
function endOf(span: Span, now: number): number {
  const soon = now + 30 * 60_000;
  if (span === 'halfHour') return soon;
  if (span === 'today') return Math.max(soon, instantOf(ZONE, localDay(ZONE, now) + 1, 0, 'first'));
  return now + (span === 'week' ? 7 : 30) * DAY_MS - 60_000;
}
