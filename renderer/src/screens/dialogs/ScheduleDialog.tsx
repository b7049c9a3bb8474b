import { useState, type ReactNode } from 'react';
import type { Executor } from '../../../../shared/ipc/index.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { compositionOf } from '../../store/composer.ts';
import { sendReply } from '../../store/replies.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useWhen, WhenFields } from './WhenFields.tsx';

/** An answer for later: when, in the center's time, and who sends it then. */
export function ScheduleDialog({ conversationId, followUp }: { readonly conversationId: string; readonly followUp: boolean }): ReactNode {
  const { t } = useText();
  const when = useWhen();
  const [executor, setExecutor] = useState<Executor>('thisDesk');
  const confirm = (): void => {
    const { mode } = compositionOf(conversationId);
    if (when.at === undefined || mode === 'note') return;
    closeDialog();
    void sendReply(conversationId, mode, followUp, { kind: 'wait' }, { sendAt: when.at, executor });
  };
  return (
    <Dialog
      title={t('schedule.title')}
      onClose={closeDialog}
      confirm={{ label: t('schedule.confirm'), onPress: confirm, isDisabled: when.at === undefined }}
      testId="dialog-schedule"
    >
      <WhenFields when={when} />
      <Choices<Executor>
        label={t('schedule.who')}
        value={executor}
        onChange={setExecutor}
        choices={[
          { id: 'thisDesk', label: t('schedule.byDesk'), hint: t('schedule.byDeskHint') },
          { id: 'headless', label: t('schedule.byHeadless'), hint: t('schedule.byHeadlessHint') },
        ]}
      />
    </Dialog>
  );
}
