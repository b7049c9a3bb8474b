import { runCommand } from '../store/commands.ts';
import { entityOf, useConversation } from '../store/conversation.ts';
import { me } from '../store/navigation.ts';
import { canHelp, canWithdraw, giveBack, openedEscalation, takeOver, withdraw } from '../store/escalations.ts';
import { useCenter } from '../store/rows.ts';
import { openDialog, showScreen, useUi } from '../store/ui.ts';
import { hasWhisper, putWhisperAway, takeWhisper } from '../store/whispers.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

/** S2: what leads see and say of others' work, and what of it reaches the desk. */
export function supervisionActions(t: Translate, lead: boolean): DeskAction[] {
  const opened = (): Conversation | undefined => {
    const { current } = useConversation.getState();
    return current === undefined ? undefined : entityOf(current, 'conversation', current.id);
  };
  const isFlagged = (): boolean => opened()?.approvalFlag !== undefined;
  const flag = (wanted: boolean) => (): void => {
    const conversation = opened();
    if (conversation !== undefined) void runCommand({ type: 'approval.flag', data: { conversationId: conversation.id, wanted } });
  };
  const atDesk = (): boolean => useUi.getState().screen === 'desk';
  const own: DeskAction[] = [
    { id: 'whisperTake', place: 'desk', label: t('shortcut.whisperTake'), group: 'group.item', run: takeWhisper, can: hasWhisper },
    { id: 'whisperAway', place: 'desk', label: t('shortcut.whisperAway'), group: 'group.item', run: putWhisperAway, can: hasWhisper },
  ];
  own.push(
    {
      id: 'escalate',
      place: 'desk',
      label: t('escalation.title'),
      group: 'group.item',
      keys: ['Ctrl+Shift+h'],
      whileTyping: true,
      run: () => openDialog({ kind: 'escalate', conversationId: opened()?.id ?? '' }),
      can: () => atDesk() && opened()?.ownerAgentId === me() && openedEscalation() === undefined,
    },
    { id: 'escalationWithdraw', place: 'desk', label: t('escalation.withdraw'), group: 'group.item', run: withdraw, can: () => atDesk() && canWithdraw() },
  );
  if (!lead) return own;
  const holder = (): string | undefined => opened()?.ownerAgentId;
  const isForced = (): boolean => useCenter.getState().agents.get(holder() ?? '')?.forcedCapacity !== undefined;
  return [
    ...own,
    { id: 'escalations', label: t('escalation.open'), group: 'group.places', run: () => showScreen('supervisor') },
    { id: 'escalationTakeOver', label: t('escalation.takeOver'), group: 'group.item', run: takeOver, can: () => atDesk() && canHelp() },
    { id: 'escalationGiveBack', label: t('escalation.backTitle'), group: 'group.item', run: giveBack, can: () => atDesk() && canHelp() },
    { id: 'forceCapacity', label: t('capacity.open'), group: 'group.item', run: () => openDialog({ kind: 'forceCapacity', agentId: holder() ?? '' }), can: () => atDesk() && holder() !== undefined },
    { id: 'liftCapacity', label: t('capacity.liftOf'), group: 'group.item', run: () => void runCommand({ type: 'agent.liftCapacity', data: { agentId: holder() ?? '' } }), can: () => atDesk() && isForced() },
    { id: 'approvals', label: t('approval.open'), group: 'group.places', run: () => showScreen('supervisor') },
    { id: 'approvalFlag', label: t('approval.flag'), group: 'group.item', run: flag(true), can: () => atDesk() && opened() !== undefined && !isFlagged() },
    { id: 'approvalUnflag', label: t('approval.unflag'), group: 'group.item', run: flag(false), can: () => atDesk() && isFlagged() },
    {
      id: 'whisper',
      label: t('whisper.title'),
      group: 'group.item',
      run: () => openDialog({ kind: 'whisper', conversationId: opened()?.id ?? '' }),
      can: () => {
        const owner = opened()?.ownerAgentId;
        return atDesk() && owner !== undefined && owner !== me();
      },
    },
  ];
}
