import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { entityOf, useConversation } from '../../store/conversation.ts';
import { items } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const MOST_TAGS = 20;
const LONGEST_TAG = 40;

export function TagsDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t } = useText();
  const row = items.get(workItemId);
  const current = useConversation((state) => state.current);
  const known =
    (current === undefined || row === undefined ? undefined : entityOf(current, 'conversation', row.conversationId)?.tags) ??
    row?.tags ??
    [];
  const [text, setText] = useState(known.join(', '));
  const tags = [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ];
  const tooMany = tags.length > MOST_TAGS || tags.some((tag) => tag.length > LONGEST_TAG);
  const confirm = (): void => {
    closeDialog();
    if (row !== undefined) void runCommand({ type: 'conversation.tag', data: { conversationId: row.conversationId, tags } });
  };
  return (
    <Dialog
      title={t('tags.title')}
      onClose={closeDialog}
      confirm={{ label: t('action.save'), onPress: confirm, isDisabled: tooMany }}
      testId="dialog-tags"
    >
      <Field
        label={t('tags.field')}
        value={text}
        onChange={setText}
        hint={t('tags.hint')}
        error={tooMany ? t('tags.tooMany', MOST_TAGS, LONGEST_TAG) : undefined}
        autoFocus
      />
    </Dialog>
  );
}
