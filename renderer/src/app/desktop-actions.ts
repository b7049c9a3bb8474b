import { useConversation } from '../store/conversation.ts';
import { lockNow } from '../store/lock.ts';
import { copyLink } from '../store/places.ts';
import { bringBack, closeWindow, popOut } from '../store/pop-out.ts';
import { isPoppedOut, popOutId } from '../store/window-role.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

/** Out into a window of its own, or back from there. */
function moveWindow(conversationId: string): void {
  if (popOutId !== undefined) void closeWindow();
  else if (isPoppedOut(conversationId)) bringBack(conversationId);
  else void popOut(conversationId);
}

/** What the desk does as a program. */
export function desktopActions(t: Translate): DeskAction[] {
  const open = (): string => useConversation.getState().openId ?? '';
  return [
    { id: 'lock', label: t('lock.action'), group: 'group.me', keys: ['Ctrl+Shift+l'], whileTyping: true, run: () => void lockNow() },
    { id: 'copyLink', label: t('place.copy'), group: 'group.item', run: () => void copyLink(open()), can: () => open() !== '' },
    { id: 'popOut', label: t('window.popOut'), group: 'group.item', keys: ['Ctrl+Shift+x'], whileTyping: true, run: () => moveWindow(open()), can: () => open() !== '' },
  ];
}
