import { useState, type ReactNode } from 'react';
import { noAnswerReasonSchema, type NoAnswerReason } from '../../../../shared/domain/disposition.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { closeItem } from '../../store/replies.ts';
import { items } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useNumberKeys } from '../../hooks/number-keys.ts';

const REASONS = noAnswerReasonSchema.options;

/** Dismisses an item with a reason: counted apart, and reversible. */
export function NoAnswerDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t } = useText();
  const [reason, setReason] = useState<NoAnswerReason>('thanks');
  const [note, setNote] = useState('');
  useNumberKeys(REASONS, setReason);
  const confirm = (): void => {
    const row = items.get(workItemId);
    closeDialog();
    if (row !== undefined)
      void closeItem(workItemId, row.conversationId, {
        kind: 'noAnswerNeeded',
        reason,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      });
  };
  return (
    <Dialog
      title={t('noAnswer.title')}
      onClose={closeDialog}
      confirm={{ label: t('noAnswer.confirm'), onPress: confirm }}
      testId="dialog-no-answer"
    >
      <Choices<NoAnswerReason>
        label={t('noAnswer.reason')}
        value={reason}
        onChange={setReason}
        autoFocus
        choices={REASONS.map((id, place) => ({ id, label: t(`noAnswerReason.${id}`), keys: String(place + 1) }))}
      />
      <Field label={t('dialog.note')} value={note} onChange={setNote} />
    </Dialog>
  );
}
