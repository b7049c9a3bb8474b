import { useState, type ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import type { ChangeReason } from '../../../../shared/domain/message.ts';
import { measure } from '../../../../shared/text/weighted-length.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { entityOf, useConversation, type OpenConversation } from '../../store/conversation.ts';
import { putRight, waysToPutRight } from '../../store/put-right.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const REASONS: readonly ChangeReason[] = ['mistake', 'wrongRecipient', 'personalData', 'tone', 'outdated'];

/** D13: what of ours is deleted or corrected, and why. */
export function PutRightDialog({ conversationId, messageId, text }: { readonly conversationId: string; readonly messageId: string; readonly text: string }): ReactNode {
  const open = useConversation((state) => (state.current?.id === conversationId ? state.current : undefined));
  return open === undefined ? null : <PutRight open={open} messageId={messageId} before={text} />;
}

function PutRight({ open, messageId, before }: { readonly open: OpenConversation; readonly messageId: string; readonly before: string }): ReactNode {
  const { t, f } = useText();
  const channel = getChannel(entityOf(open, 'conversation', open.id)?.channel ?? '');
  const message = entityOf(open, 'message', messageId);
  const ways = waysToPutRight(channel?.name ?? '');
  const [how, setHow] = useState(ways[0]);
  const [reason, setReason] = useState<ChangeReason>();
  const [text, setText] = useState(before);
  if (channel === undefined || message === undefined || how === undefined) return null;
  const length = measure(text.trim(), channel.length[message.visibility]);
  const isBlocked = reason === undefined || (how === 'correct' && (text.trim() === '' || text.trim() === before.trim() || !length.fits));
  const confirm = (): void => {
    if (reason === undefined || isBlocked) return;
    closeDialog();
    void putRight(open, messageId, how, text.trim(), reason);
  };
  return (
    <Dialog title={t('putRight.title')} onClose={closeDialog} confirm={{ label: t('putRight.confirm'), onPress: confirm, look: how === 'correct' ? 'primary' : 'danger', isDisabled: isBlocked }} width="wide" testId="dialog-put-right">
      <Choices
        label={t('putRight.how')}
        value={how}
        onChange={setHow}
        autoFocus
        choices={ways.map((id) => ({ id, label: t(`putRight.how.${id}`), hint: id === 'delete' ? undefined : t(id === 'correct' ? 'putRight.how.correctHint' : 'putRight.how.replaceHint') }))}
      />
      {how !== 'delete' && <Field label={t('putRight.text')} name="put-right-text" lines={4} maxLength={10_000} value={text} onChange={setText} hint={`${f.number(length.length)} / ${f.number(length.max)}`} />}
      <Choices label={t('putRight.why')} value={reason} onChange={setReason} choices={REASONS.map((id) => ({ id, label: t(`putRight.why.${id}`) }))} />
      {(reason === 'wrongRecipient' || reason === 'personalData') && (
        <p className="guard guard-red" role="status" data-testid="put-right-breach">
          {t('putRight.breach')}
        </p>
      )}
      <p className="muted">{t('putRight.record')}</p>
    </Dialog>
  );
}
