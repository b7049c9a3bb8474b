import type { ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { runCommand } from '../../store/commands.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** R11: a person says what the desk did not see. */
export function RaiseAlertDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t } = useText();
  const confirm = (): void => {
    closeDialog();
    void runCommand({ type: 'alert.raise', data: { workItemId } });
  };
  return (
    <Dialog title={t('alert.raise')} onClose={closeDialog} confirm={{ label: t('alert.raiseConfirm'), onPress: confirm, look: 'danger' }} testId="dialog-alert">
      <p>{t('alert.raiseHint')}</p>
    </Dialog>
  );
}
