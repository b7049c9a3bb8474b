import { confirmCluster, current as currentCluster, dismissCluster, moveCluster, onPage, openQuestions, situationFrom } from '../store/questions.ts';
import { useCenter } from '../store/rows.ts';
import { insertSituation, openSituations } from '../store/situations.ts';
import { openDialog } from '../store/ui.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

/** T6, D14: same question and situation. */
export function questionActions(t: Translate, lead: boolean, isMine: () => boolean): DeskAction[] {
  const withCluster = (run: (row: NonNullable<ReturnType<typeof currentCluster>>) => void) => (): void => {
    const row = currentCluster();
    if (row !== undefined) run(row);
  };
  const hasSituation = (): boolean => openSituations(useCenter.getState()).length > 0;
  return [
    { id: 'questions', label: t('screen.questions'), group: 'group.places', keys: ['q'], run: () => openQuestions() },
    { id: 'situations', label: t('situation.title'), group: 'group.places', run: () => openQuestions('situations') },
    { id: 'situationInsert', label: t('shortcut.situationInsert'), group: 'group.item', keys: ['y'], run: () => insertSituation(), can: () => isMine() && hasSituation() },
    { id: 'situationInsertTyping', label: t('shortcut.situationInsert'), group: 'group.writing', keys: ['Ctrl+Shift+y'], whileTyping: true, run: () => insertSituation(), can: () => isMine() && hasSituation(), keysOnly: true },
    { id: 'clusterDown', place: 'questions', label: t('shortcut.clusterDown'), group: 'group.places', keys: ['j', 'ArrowDown'], run: () => moveCluster(1), can: onPage },
    { id: 'clusterUp', place: 'questions', label: t('shortcut.clusterUp'), group: 'group.places', keys: ['k', 'ArrowUp'], run: () => moveCluster(-1), can: onPage },
    { id: 'clusterConfirm', place: 'questions', label: t('shortcut.clusterConfirm'), group: 'group.places', keys: ['c'], run: withCluster((row) => void confirmCluster(row)), can: onPage },
    { id: 'clusterDismiss', place: 'questions', label: t('shortcut.clusterDismiss'), group: 'group.places', keys: ['Delete'], run: withCluster((row) => void dismissCluster(row)), can: onPage },
    ...(lead
      ? [
          { id: 'clusterSituation', place: 'questions' as const, label: t('situation.fromCluster'), group: 'group.places' as const, keys: ['f'], run: withCluster(situationFrom), can: () => onPage() && currentCluster()?.situationId === undefined },
          { id: 'situationNew', label: t('situation.new'), group: 'group.places' as const, run: () => openDialog({ kind: 'situation' }) },
          { id: 'spikes', label: t('spikes.title'), group: 'group.places' as const, run: () => openQuestions('spikes') },
        ]
      : []),
  ];
}
