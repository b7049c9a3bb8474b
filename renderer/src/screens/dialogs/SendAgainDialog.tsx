import type { ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { PlainText } from '../../components/PlainText.tsx';
import { useDesk } from '../../store/desk.ts';
import { settleReply } from '../../store/replies.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { openLink } from '../../store/open-link.ts';

/** The one way by which a customer could get an answer twice: a person decides it, knowing that. */
export function SendAgainDialog({ replyId, text }: { readonly replyId: string; readonly text: string | undefined }): ReactNode {
  const { t } = useText();
  const entry = useDesk((state) => state.outbox.get(replyId));
  const confirm = (): void => {
    closeDialog();
    void settleReply(replyId, 'sendAgain');
  };
  return (
    <Dialog
      title={t('sendAgain.title')}
      onClose={closeDialog}
      confirm={{
        label: t('sendAgain.confirm'),
        onPress: confirm,
        look: 'danger',
        isDisabled: text === undefined && entry?.state.kind !== 'unclear',
      }}
      testId="dialog-send-again"
    >
      <p className="guard guard-red">{t('sendAgain.text')}</p>
      <p className="unsent-text">
        <PlainText text={text ?? entry?.parts.join('\n\n') ?? ''} signed onOpenLink={openLink} />
      </p>
    </Dialog>
  );
}
