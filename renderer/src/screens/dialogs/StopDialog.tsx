import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** Nothing goes out on these accounts until somebody resumes them. */
export function StopDialog({ accountIds }: { readonly accountIds: readonly string[] }): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const [reason, setReason] = useState('');
  const names = accountIds.map((id) => accounts.get(id)?.name ?? id);
  const confirm = async (): Promise<void> => {
    closeDialog();
    for (const accountId of accountIds) await runCommand({ type: 'account.stop', data: { accountId, reason: reason.trim() } });
  };
  return (
    <Dialog
      title={accountIds.length === 1 ? t('stop.title') : t('stop.titleAll')}
      onClose={closeDialog}
      confirm={{ label: t('stop.confirm'), onPress: () => void confirm(), look: 'danger' }}
      testId="dialog-stop"
    >
      <p>{t('stop.what', f.list(names))}</p>
      <Field label={t('stop.reason')} value={reason} onChange={setReason} maxLength={200} autoFocus />
    </Dialog>
  );
}
