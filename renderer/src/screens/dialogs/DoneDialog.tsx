import { useState, type ReactNode } from 'react';
import { noAnswerReasonSchema, type NoAnswerReason } from '../../../../shared/domain/disposition.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { entityOf, useConversation } from '../../store/conversation.ts';
import { useDesk } from '../../store/desk.ts';
import { closeItem, type ChosenOutcome } from '../../store/replies.ts';
import { items } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useNumberKeys } from '../../hooks/number-keys.ts';

const KINDS = ['resolved', 'handedOver', 'noAnswerNeeded'] as const;
type Kind = (typeof KINDS)[number];

/** The outcome of a conversation; "resolved" is chosen already, so that E and Enter is all it takes. */
export function DoneDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t } = useText();
  const [kind, setKind] = useState<Kind>('resolved');
  const [reason, setReason] = useState<NoAnswerReason>('thanks');
  const [note, setNote] = useState('');
  useNumberKeys(KINDS, setKind);
  const row = items.get(workItemId);
  const current = useConversation((state) => state.current);
  const outbox = useDesk((state) => state.outbox);
  const conversation = current === undefined || row === undefined ? undefined : entityOf(current, 'conversation', row.conversationId);
  const answering = [...outbox.values()].some(
    (entry) => entry.conversationId === row?.conversationId && entry.state.kind !== 'failed' && entry.state.kind !== 'becameDraft',
  );
  const unanswered = conversation?.openTurn !== undefined && !answering;
  const confirm = (): void => {
    const extra = note.trim() === '' ? {} : { note: note.trim() };
    const disposition: ChosenOutcome =
      kind === 'resolved' ? { kind } : kind === 'handedOver' ? { kind, ...extra } : { kind, reason, ...extra };
    closeDialog();
    if (row !== undefined) void closeItem(workItemId, row.conversationId, disposition);
  };
  return (
    <Dialog title={t('done.title')} onClose={closeDialog} confirm={{ label: t('done.confirm'), onPress: confirm }} testId="dialog-done">
      {unanswered && kind === 'resolved' && <p className="guard guard-amber">{t('done.unanswered')}</p>}
      <Choices<Kind>
        label={t('done.outcome')}
        value={kind}
        onChange={setKind}
        autoFocus
        choices={KINDS.map((id, place) => ({ id, label: t(`disposition.${id}`), keys: String(place + 1) }))}
      />
      {kind === 'noAnswerNeeded' && (
        <Choices<NoAnswerReason>
          label={t('noAnswer.reason')}
          value={reason}
          onChange={setReason}
          choices={noAnswerReasonSchema.options.map((id) => ({ id, label: t(`noAnswerReason.${id}`) }))}
        />
      )}
      {kind !== 'resolved' && <Field label={t('dialog.note')} value={note} onChange={setNote} />}
    </Dialog>
  );
}
