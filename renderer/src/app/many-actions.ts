import { actOnChosen, calmLines, canAct, canPause, canSkip, confirmCalm, moveInMany, pauseOrResume, skipChosen } from '../store/bulk-acts.ts';
import { startFromCluster } from '../store/bulk-late.ts';
import { current, onPage } from '../store/questions.ts';
import { useUi } from '../store/ui.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

function startFromShown(): void {
  const row = current();
  if (row !== undefined) void startFromCluster(row);
}

/** Keys of the answer for many, while its screen is up. */
export function manyActions(t: Translate): DeskAction[] {
  const here = (): boolean => useUi.getState().screen === 'many';
  return [
    { id: 'manyFromCluster', place: 'questions', label: t('many.start'), group: 'group.many', keys: ['m'], run: startFromShown, can: () => onPage() },
    { id: 'manyDown', place: 'many', label: t('shortcut.down'), group: 'group.many', keys: ['j', 'ArrowDown'], run: () => moveInMany(1), can: here, keysOnly: true },
    { id: 'manyUp', place: 'many', label: t('shortcut.up'), group: 'group.many', keys: ['k', 'ArrowUp'], run: () => moveInMany(-1), can: here, keysOnly: true },
    { id: 'manyConfirm', place: 'many', label: t('many.shortcut.confirm'), group: 'group.many', keys: ['c'], run: actOnChosen, can: () => here() && canAct() },
    { id: 'manyConfirmTyping', place: 'many', label: t('many.shortcut.confirm'), group: 'group.many', keys: ['Ctrl+Enter'], whileTyping: true, run: actOnChosen, can: () => here() && canAct(), keysOnly: true },
    { id: 'manyConfirmAll', place: 'many', label: t('many.shortcut.confirmAll'), group: 'group.many', keys: ['Ctrl+Shift+Enter'], whileTyping: true, run: confirmCalm, can: () => here() && calmLines().length > 0 },
    { id: 'manySkip', place: 'many', label: t('many.shortcut.skip'), group: 'group.many', keys: ['n'], run: skipChosen, can: () => here() && canSkip() },
    { id: 'manyPause', place: 'many', label: t('many.shortcut.pause'), group: 'group.many', keys: ['p'], run: pauseOrResume, can: () => here() && canPause() },
  ];
}
