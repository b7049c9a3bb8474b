import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** S1: a lead leaves a conversation with whoever asked for help, with a word. */
export function EscalationWordDialog({ conversationId, escalationId }: { readonly conversationId: string; readonly escalationId: string }): ReactNode {
  const { t } = useText();
  const [word, setWord] = useState('');
  const confirm = (): void => {
    if (word.trim() === '') return;
    closeDialog();
    void runCommand({ type: 'escalation.giveBack', data: { conversationId, id: escalationId, word } });
  };
  return (
    <Dialog title={t('escalation.backTitle')} onClose={closeDialog} confirm={{ label: t('approval.sendBack'), onPress: confirm, isDisabled: word.trim() === '' }} testId="dialog-escalation-word">
      <Field label={t('escalation.word')} value={word} onChange={setWord} lines={3} maxLength={2_000} autoFocus name="escalation-word" />
    </Dialog>
  );
}
