import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { useConversation } from '../../store/conversation.ts';
import { runCommand } from '../../store/commands.ts';
import { currentTexts } from '../../store/errors.ts';
import { openNext } from '../../store/navigation.ts';
import { items, useCenter } from '../../store/rows.ts';
import { closeDialog, showToast } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { TargetList, type Target } from './TargetList.tsx';

/** Hands an own item on: back to its queue, to another queue or to a person, with a word about why. */
export function TransferDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t, language } = useText();
  const [target, setTarget] = useState<Target>();
  const [note, setNote] = useState('');
  const queues = useCenter((state) => state.queues);
  const row = items.get(workItemId);
  const options = [...queues.values()]
    .toSorted((a, b) => a.order - b.order)
    .map((queue) => ({
      id: queue.id as string,
      label: queue.id === row?.item.queueId ? t('transfer.backTo', queue.name[language]) : queue.name[language],
    }));
  const confirm = async (): Promise<void> => {
    if (target === undefined || row === undefined) return;
    closeDialog();
    const to =
      target.kind === 'agent'
        ? { kind: 'agent' as const, agentId: target.id }
        : target.id === row.item.queueId
          ? { kind: 'queue' as const }
          : { kind: 'queue' as const, queueId: target.id };
    const outcome = await runCommand({
      type: 'workItem.transfer',
      data: { workItemId, to, ...(note.trim() === '' ? {} : { note: note.trim() }) },
    });
    if (outcome !== 'accepted') return;
    showToast({ tone: 'info', text: currentTexts().t('toast.transferred') });
    if (useConversation.getState().openId === row.conversationId) await openNext(row.conversationId);
  };
  return (
    <Dialog
      title={t('transfer.title')}
      onClose={closeDialog}
      confirm={{ label: t('transfer.confirm'), onPress: () => void confirm(), isDisabled: target === undefined }}
      testId="dialog-transfer"
    >
      <TargetList needs={row?.item.needs ?? []} queues={options} target={target} onChoose={setTarget} />
      <Field label={t('dialog.note')} value={note} onChange={setNote} lines={2} />
    </Dialog>
  );
}
