import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { call } from '../../bridge/index.ts';
import { flushAllDrafts } from '../../store/composer.ts';
import { countOutbox, useDesk } from '../../store/desk.ts';
import { showFailure } from '../../store/errors.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** Leaves nothing behind on this machine; what was not sent must be given up knowingly. */
export function SignOutDialog(): ReactNode {
  const { t } = useText();
  const outbox = useDesk((state) => state.outbox);
  const [refused, setRefused] = useState<number>();
  const { waiting, unclear } = countOutbox(outbox);
  const unsent = refused ?? waiting + unclear;
  const confirm = async (): Promise<void> => {
    try {
      await flushAllDrafts();
      const answer = await call('session.signOut', { discardUnsent: unsent > 0 });
      if (answer.signedOut) closeDialog();
      else setRefused(answer.unsent.length);
    } catch (error) {
      showFailure(error);
    }
  };
  return (
    <Dialog
      title={t('signOut.title')}
      onClose={closeDialog}
      confirm={{
        label: unsent > 0 ? t('signOut.discard') : t('signOut.confirm'),
        onPress: () => void confirm(),
        look: unsent > 0 ? 'danger' : 'primary',
      }}
      testId="dialog-sign-out"
    >
      <p>{t('signOut.hint')}</p>
      {unsent > 0 && <p className="guard guard-red">{t('signOut.unsent', unsent)}</p>}
    </Dialog>
  );
}
