import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { items, useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

/** CLAIM-1: takes what a colleague has and lets lie; with a reason, which they read. */
export function RelieveDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t } = useText();
  const [who] = useState(() => agentShort(useCenter.getState(), items.get(workItemId)?.item.ownerAgentId));
  const [reason, setReason] = useState('');
  const confirm = (): void => {
    if (reason.trim() === '') return;
    closeDialog();
    void runCommand({ type: 'workItem.take', data: { workItemId, reason: reason.trim() } });
  };
  return (
    <Dialog title={t('relieve.title', who)} onClose={closeDialog} confirm={{ label: t('relieve.confirm'), onPress: confirm, isDisabled: reason.trim() === '' }} testId="dialog-relieve">
      <p className="muted">{t('relieve.hint', who)}</p>
      <Field label={t('relieve.reason')} value={reason} onChange={setReason} maxLength={300} autoFocus name="relieve" />
    </Dialog>
  );
}
