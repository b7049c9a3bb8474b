import { compose, compositionOf } from '../store/composer.ts';
import { focusComposerField } from '../store/composer-focus.ts';
import { useConversation } from '../store/conversation.ts';
import { items } from '../store/rows.ts';

/** Puts the cursor into the open conversation's field, for this kind of words; without a word for an answer. */
export function focusComposer(mode?: 'public' | 'private' | 'note'): void {
  const { openId } = useConversation.getState();
  if (openId === undefined) return;
  if (mode !== undefined) compose(openId, { mode });
  else if (compositionOf(openId).mode === 'note') compose(openId, { mode: items.forConversation(openId)?.visibility ?? 'public' });
  focusComposerField();
}
