import { useConversation } from '../store/conversation.ts';
import { toggleTimeline } from '../store/timeline.ts';
import { openDialog, useUi } from '../store/ui.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './actions.ts';

/** D1, D16: whose conversation it is, and what belongs to it. */
export function personActions(t: Translate): DeskAction[] {
  const openId = (): string => useConversation.getState().openId ?? '';
  const isOpen = (): boolean => useUi.getState().screen === 'desk' && useConversation.getState().current !== undefined;
  return [
    { id: 'timeline', place: 'desk', label: t('shortcut.timeline'), group: 'group.item', keys: ['x'], run: toggleTimeline, can: isOpen },
    { id: 'merge', label: t('merge.title'), group: 'group.item', run: () => openDialog({ kind: 'merge', conversationId: openId() }), can: isOpen },
  ];
}
