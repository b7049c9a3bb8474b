import { useEffect, useState, type ReactNode } from 'react';
import type { LikelySame } from '../../../../shared/domain/timeline.ts';
import type { IpcResponse } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { askCommand } from '../../store/commands.ts';
import { contactsOfOpen, entityOf, useConversation } from '../../store/conversation.ts';
import { useDesk } from '../../store/desk.ts';
import { showFailure } from '../../store/errors.ts';
import { closeDialog } from '../../store/ui.ts';
import { atHandle } from '../../text/handle.ts';
import { useText } from '../../text/index.tsx';

type Found = IpcResponse<'contact.likelySame'>;
type Consent = 'notAsked' | 'written' | 'spoken';

/** D16: another profile is the same person. Suggested by name, chosen by a human, and only with a yes of the person. */
export function MergeDialog({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t, f } = useText();
  const online = useDesk((state) => state.connection.kind === 'online');
  const current = useConversation((state) => (state.current?.id === conversationId ? state.current : undefined));
  const [called, setCalled] = useState('');
  const [found, setFound] = useState<Found>();
  const [chosen, setChosen] = useState('');
  const [consent, setConsent] = useState<Consent>('notAsked');
  const contactId = current === undefined ? undefined : entityOf(current, 'conversation', conversationId)?.contactId;
  const own = current === undefined || contactId === undefined ? [] : contactsOfOpen(current, contactId);
  const look = (name?: string): void => {
    call('contact.likelySame', { conversationId, ...(name === undefined ? {} : { called: name }) })
      .then((answer) => {
        setFound(answer);
        setChosen(answer.people[0]?.contactId ?? '');
      })
      .catch(showFailure);
  };
  useEffect(() => {
    if (online) look();
    // Once, for whom the dialog was opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [conversationId, online]);
  const other = found?.people.find((one) => one.contactId === chosen);
  const words = [...own.map((one) => one.joinConsent?.given), other?.consent === 'given' ? true : other?.consent === 'refused' ? false : undefined];
  const known = words.includes(false) ? 'refused' : words.includes(true) ? 'given' : 'notAsked';
  const isReady = other !== undefined && (known === 'given' || (known === 'notAsked' && consent !== 'notAsked'));
  const confirm = async (): Promise<void> => {
    if (other === undefined || contactId === undefined) return;
    if (known === 'notAsked') {
      const noted = await askCommand({ type: 'contact.noteConsent', data: { contactId, conversationId, given: true, how: consent === 'spoken' ? 'spoken' : 'written' } });
      if (noted.status === 'refused') return;
    }
    if ((await askCommand({ type: 'contact.merge', data: { conversationId, otherContactId: other.contactId } })).status !== 'refused') closeDialog();
  };
  return (
    <Dialog title={t('merge.title')} onClose={closeDialog} confirm={{ label: t('merge.confirm'), onPress: () => void confirm(), isDisabled: !isReady }} testId="dialog-merge">
      <p className="muted">{t('merge.hint')}</p>
      {!online && <p className="banner banner-amber">{t('merge.offline')}</p>}
      {found?.tooMany === true && <p className="muted">{t('merge.tooMany')}</p>}
      {found?.tooMany === false && found.people.length === 0 && <p className="muted">{t('merge.none')}</p>}
      {found !== undefined && found.people.length > 0 && (
        <Choices<string> label={t('merge.likely')} value={chosen} onChange={setChosen} autoFocus choices={found.people.map((one) => ({ id: one.contactId, label: lineOf(one, t, f.number(one.conversations)) }))} />
      )}
      <div className="merge-search">
        <Field label={t('merge.called')} value={called} onChange={setCalled} maxLength={256} />
        <Button onPress={() => called.trim() !== '' && look(called.trim())} isDisabled={!online} testId="merge-look">
          {t('merge.look')}
        </Button>
      </div>
      {known === 'notAsked' ? (
        <>
          <Choices<Consent> label={t('merge.consent')} look="segments" value={consent} onChange={setConsent} choices={(['notAsked', 'written', 'spoken'] as const).map((id) => ({ id, label: t(`merge.consent.${id}`) }))} />
          <p className="muted">{t('merge.consentHint')}</p>
        </>
      ) : (
        <p className={known === 'refused' ? 'tone-bad' : 'muted'} data-testid="merge-consent">
          {t('merge.consent')}: {t(`merge.consent.${known}`)}
        </p>
      )}
    </Dialog>
  );
}

function lineOf(one: LikelySame, t: ReturnType<typeof useText>['t'], conversations: string): string {
  const handles = one.identities.map((identity) => atHandle(identity.handle)).join(', ');
  return showHidden(`${one.displayName || handles} · ${handles} · ${t('person.conversations', conversations)} · ${one.because.map((why) => t(`merge.because.${why}`)).join(', ')}`);
}
