import type { Conversation } from '../../../shared/domain/conversation.ts';
import { openCall, reportCall, unlinkOpen, unmergeOpen } from '../store/cases.ts';
import { entityOf, useConversation } from '../store/conversation.ts';
import { toggleTimeline } from '../store/timeline.ts';
import { openDialog, useUi } from '../store/ui.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

/** D1, D16: whose conversation it is, and what belongs to it. */
export function personActions(t: Translate): DeskAction[] {
  const openId = (): string => useConversation.getState().openId ?? '';
  const conversation = (): Conversation | undefined => {
    const { current } = useConversation.getState();
    return current === undefined ? undefined : entityOf(current, 'conversation', current.id);
  };
  const isOpen = (): boolean => useUi.getState().screen === 'desk' && useConversation.getState().current !== undefined;
  return [
    { id: 'timeline', place: 'desk', label: t('shortcut.timeline'), group: 'group.item', keys: ['x'], run: toggleTimeline, can: isOpen },
    { id: 'merge', label: t('merge.title'), group: 'group.item', run: () => openDialog({ kind: 'merge', conversationId: openId() }), can: isOpen },
    { id: 'ticket', place: 'desk', label: t('ticket.new'), group: 'group.item', keys: ['Ctrl+Shift+k'], run: () => openDialog({ kind: 'ticket', conversationId: openId() }), can: isOpen },
    { id: 'callBack', place: 'desk', label: t('callBack.plan'), group: 'group.item', keys: ['c'], run: () => openDialog({ kind: 'callBack', conversationId: openId() }), can: () => isOpen() && !openCall() },
    { id: 'callReached', label: t('callBack.reached'), group: 'group.item', run: () => reportCall(openId(), 'reached'), can: () => isOpen() && openCall() },
    { id: 'callAgain', label: t('callBack.notReached'), group: 'group.item', run: () => openDialog({ kind: 'callBack', conversationId: openId(), again: true }), can: () => isOpen() && openCall() },
    { id: 'callCancelled', label: t('callBack.cancel'), group: 'group.item', run: () => reportCall(openId(), 'cancelled'), can: () => isOpen() && openCall() },
    { id: 'caseUnlink', label: t('case.unlink'), group: 'group.item', run: unlinkOpen, can: () => isOpen() && conversation()?.caseByAgentId !== undefined },
    { id: 'caseUnmerge', label: t('case.unmerge'), group: 'group.item', run: unmergeOpen, can: () => isOpen() && conversation()?.mergedInto !== undefined },
  ];
}
