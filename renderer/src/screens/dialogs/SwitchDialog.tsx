import { useState, type ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import { validCheck } from '../../../../shared/domain/identity-check.ts';
import { withSignature } from '../../../../shared/text/signature.ts';
import { measure } from '../../../../shared/text/weighted-length.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { compositionOf } from '../../store/composer.ts';
import { entityOf, useConversation, type OpenConversation } from '../../store/conversation.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { exposedBy, guardsOf, heardAddress, heardTexts, wantedAddress } from '../../store/draft-guards.ts';
import { firstName } from '../../store/public-close.ts';
import { noteDisclosure, sendSwitch } from '../../store/replies.ts';
import { buildThread } from '../../store/thread-model.ts';
import { closeDialog } from '../../store/ui.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

const SHORTEST_REASON = 8;

/** D4: from public to private as one act: a line everybody reads, and the message only this person gets. */
export function SwitchDialog({ conversationId, followUp }: { readonly conversationId: string; readonly followUp: boolean }): ReactNode {
  const open = useConversation((state) => (state.current?.id === conversationId ? state.current : undefined));
  return open === undefined ? null : <Switch open={open} followUp={followUp} />;
}

function Switch({ open, followUp }: { readonly open: OpenConversation; readonly followUp: boolean }): ReactNode {
  const { t, f } = useText();
  const now = useNow(60_000);
  const initials = useDesk((state) => signedIn(state)?.initials ?? '');
  const conversation = entityOf(open, 'conversation', open.id);
  const channel = getChannel(conversation?.channel ?? '');
  const contact = entityOf(open, 'contact', conversation?.contactId);
  // As it stood when the dialog opened: what is typed here stays.
  const [start] = useState(() => {
    const thread = buildThread(open, [], undefined, '');
    const address = wantedAddress(contact, heardAddress(thread));
    const name = firstName(open);
    return {
      heard: heardTexts(thread),
      handOver: t(address === 'du' ? 'switch.publicDu' : 'switch.publicSie', name),
      opening: compositionOf(open.id).text.trim() || t(address === 'du' ? 'switch.privateDu' : 'switch.privateSie', name),
    };
  });
  const [handOver, setHandOver] = useState(start.handOver);
  const [opening, setOpening] = useState(start.opening);
  const [reason, setReason] = useState('');
  if (channel === undefined || conversation === undefined) return null;
  const publicLength = measure(channel.signature ? withSignature(handOver.trim(), initials) : handOver.trim(), channel.length.public);
  const privateLength = measure(opening.trim(), channel.length.private);
  const of = { wanted: undefined, heard: start.heard, now, isChecked: validCheck(contact, now) !== undefined, numbers: useCenter.getState().accounts.get(conversation.accountId)?.numbers };
  const isExposed = exposedBy(guardsOf(handOver, { ...of, isPublic: true })).length > 0;
  // D16: private is not checked.
  const told = exposedBy(guardsOf(opening, { ...of, isPublic: false }));
  const blocked =
    handOver.trim() === '' || opening.trim() === '' || !publicLength.fits || !privateLength.fits || isExposed || (told.length > 0 && reason.trim().length < SHORTEST_REASON);
  const count = (length: typeof publicLength): string => `${f.number(length.length)} / ${f.number(length.max)}`;
  const confirm = (): void => {
    if (blocked) return;
    closeDialog();
    void sendSwitch(open.id, { handOver: handOver.trim(), opening: opening.trim(), followUp });
    if (told.length > 0) void noteDisclosure(open.id, 'private', { reason: reason.trim(), texts: told.map(({ text }) => text) });
  };
  return (
    <Dialog title={t('switch.title')} onClose={closeDialog} confirm={{ label: t('switch.confirm'), onPress: confirm, isDisabled: blocked }} width="wide" testId="dialog-switch">
      <Field label={t('switch.public')} name="switch-public" lines={3} maxLength={2_000} value={handOver} onChange={setHandOver} hint={count(publicLength)} error={isExposed ? t('switch.personal') : undefined} />
      <Field label={t('switch.private')} name="switch-private" lines={5} maxLength={10_000} value={opening} onChange={setOpening} hint={count(privateLength)} />
      {told.length > 0 && (
        <div className="guard guard-red" data-testid="switch-unchecked">
          <p>{t('guard.unchecked', f.list([...new Set(told.map(({ label }) => t(label)))]))}</p>
          <Field label={t('guard.uncheckedReason')} name="switch-reason" value={reason} onChange={setReason} />
        </div>
      )}
      {channel.oneShotPrivateReply !== undefined && <p className="muted">{t('switch.once')}</p>}
    </Dialog>
  );
}
