import { useState, type ReactNode } from 'react';
import { tagNow } from '../../../../shared/domain/tag.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { runCommand } from '../../store/commands.ts';
import { entityOf, useConversation } from '../../store/conversation.ts';
import { items } from '../../store/rows.ts';
import { tagBook } from '../../store/tags.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { TagField, tagsIn, useTagProblem } from './TagField.tsx';

export function TagsDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const { t } = useText();
  const row = items.get(workItemId);
  const current = useConversation((state) => state.current);
  const stored =
    (current === undefined || row === undefined ? undefined : entityOf(current, 'conversation', row.conversationId)?.tags) ??
    row?.tags ??
    [];
  // As they are called now: saved, they are kept so.
  const [known] = useState(() => [...new Set(stored.map((tag) => tagNow(tagBook(), tag)))]);
  const [text, setText] = useState(known.join(', '));
  const tags = tagsIn(text);
  const problem = useTagProblem(tags, known);
  const confirm = (): void => {
    closeDialog();
    if (row !== undefined) void runCommand({ type: 'conversation.tag', data: { conversationId: row.conversationId, tags } });
  };
  return (
    <Dialog title={t('tags.title')} onClose={closeDialog} confirm={{ label: t('action.save'), onPress: confirm, isDisabled: problem !== undefined }} testId="dialog-tags">
      <TagField text={text} onChange={setText} hint={t('tags.hint')} problem={problem} />
    </Dialog>
  );
}
