import type { ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { items } from '../../store/rows.ts';
import { snoozeItem } from '../../store/snooze.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useWhen, WhenFields } from './WhenFields.tsx';

/** Puts an item aside until a moment, or until the customer writes; says so where it is due before. */
export function SnoozeDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t, f } = useText();
  const when = useWhen();
  const item = items.get(workItemId)?.item;
  const isDueBefore = item?.waitingFor === 'us' && when.at !== undefined && item.dueAt < when.at;
  const confirm = (): void => {
    if (when.at === undefined) return;
    closeDialog();
    void snoozeItem(workItemId, when.at);
  };
  return (
    <Dialog
      title={t('snooze.title')}
      onClose={closeDialog}
      confirm={{ label: t('snooze.confirm'), onPress: confirm, isDisabled: when.at === undefined }}
      testId="dialog-snooze"
    >
      <WhenFields when={when} />
      <p className="muted">{t('snooze.hint')}</p>
      {isDueBefore && (
        <p className="tone-bad" role="status" data-testid="snooze-due-before">
          {t('snooze.dueBefore', f.moment(item.dueAt, when.opened))}
        </p>
      )}
    </Dialog>
  );
}
