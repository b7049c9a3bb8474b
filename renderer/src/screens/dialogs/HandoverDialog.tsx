import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { items } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const LONGEST = 300;

/** What whoever comes next should know, should this person's shift end before it is done. */
export function HandoverDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t } = useText();
  const [line, setLine] = useState(items.get(workItemId)?.item.handoverLine ?? '');
  const confirm = (): void => {
    closeDialog();
    void runCommand({ type: 'workItem.handover', data: { workItemId, line: line.trim() } });
  };
  return (
    <Dialog title={t('handover.title')} onClose={closeDialog} confirm={{ label: t('action.save'), onPress: confirm }} testId="dialog-handover">
      <Field label={t('handover.field')} value={line} onChange={setLine} hint={t('handover.hint')} maxLength={LONGEST} autoFocus />
    </Dialog>
  );
}
