import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** S2: a lead says something into the composer of who has the conversation. */
export function WhisperDialog({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  const [text, setText] = useState('');
  const [id] = useState(() => crypto.randomUUID());
  const confirm = (): void => {
    if (text.trim() === '') return;
    closeDialog();
    void runCommand({ type: 'whisper.send', data: { id, conversationId, text } });
  };
  return (
    <Dialog title={t('whisper.title')} onClose={closeDialog} confirm={{ label: t('whisper.send'), onPress: confirm, isDisabled: text.trim() === '' }} testId="dialog-whisper">
      <p>{t('whisper.hint')}</p>
      <Field label={t('whisper.text')} value={text} onChange={setText} lines={3} maxLength={2_000} autoFocus name="whisper" />
    </Dialog>
  );
}
