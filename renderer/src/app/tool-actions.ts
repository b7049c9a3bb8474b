import { isLead, signedIn, useDesk } from '../store/desk.ts';
import { openMention } from '../store/mentions.ts';
import { me } from '../store/navigation.ts';
import { items, useCenter } from '../store/rows.ts';
import { changeableView, leaveView, removeView, showView, useChosenView, viewsInOrder } from '../store/saved-views.ts';
import { useSearchChoice } from '../store/search.ts';
import { clearTicked, tickAll, toggleTicked, useTicked } from '../store/ticked.ts';
import { actableRows, canUndoTicked, stopTickedRun, undoTicked, useTickedRun, type TickedAct } from '../store/ticked-acts.ts';
import { replaceBindings } from '../store/key-bindings.ts';
import { openDialog, useUi } from '../store/ui.ts';
import { startWelcome } from '../store/welcome.ts';
import { visibleInQueue } from '../store/cursor.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

const ACTS: readonly (readonly [act: TickedAct, key: string])[] = [
  ['done', 'e'],
  ['tags', '#'],
  ['transfer', 't'],
  ['snooze', 'z'],
];

/** Ticked rows that are still on the lists and open. */
function tickedNow(): string[] {
  return [...useTicked.getState().ids].filter((id) => items.get(id) !== undefined && items.get(id)?.item.state !== 'closed');
}

/** Finding, saved lists, ticked rows, keys, notes that name somebody, first steps. */
export function toolActions(t: Translate, lead: boolean): DeskAction[] {
  const atDesk = (): boolean => useUi.getState().screen === 'desk';
  const hasTicked = (): boolean => atDesk() && useTicked.getState().ids.size > 0 && tickedNow().length > 0;
  const views = viewsInOrder(useCenter.getState().savedViews.values(), (a, b) => a.localeCompare(b, 'de'));
  return [
    // With rows ticked the same keys mean all of them.
    ...ACTS.map(([act, key]): DeskAction => ({
      id: `ticked-${act}`,
      place: 'desk',
      label: t(`ticked.action.${act}`),
      group: 'group.queue',
      keys: [key],
      run: () => openDialog({ kind: 'ticked', act, workItemIds: tickedNow() }),
      can: () => hasTicked() && useTickedRun.getState().run === undefined && actableRows(tickedNow(), act, me(), isLead(useDesk.getState().session)).fit.length > 0,
    })),
    { id: 'ticked-undo', label: t('ticked.undo'), group: 'group.queue', run: () => void undoTicked(), can: canUndoTicked },
    { id: 'ticked-stop', label: t('ticked.stopAction'), group: 'group.queue', run: stopTickedRun, can: () => useTickedRun.getState().run !== undefined },
    { id: 'tick', label: t('ticked.tick'), group: 'group.queue', run: () => toggleTicked(useUi.getState().cursorId ?? ''), can: () => atDesk() && items.get(useUi.getState().cursorId ?? '') !== undefined },
    { id: 'tickAll', place: 'desk', label: t('ticked.all'), group: 'group.queue', keys: ['Ctrl+Shift+a'], run: () => tickAll(visibleInQueue()), can: atDesk },
    { id: 'untick', label: t('ticked.none'), group: 'group.queue', run: clearTicked, can: hasTicked },
    {
      id: 'searchFilters',
      label: t('search.filters'),
      group: 'group.places',
      keys: ['Ctrl+Shift+s'],
      whileTyping: true,
      run: () => {
        useSearchChoice.setState({ isOpen: true });
        document.querySelector<HTMLInputElement>('#search-field')?.select();
      },
    },
    ...views.map((view): DeskAction => ({ id: `view-${view.id}`, label: t('view.action', view.name), group: 'group.places', run: () => showView(view) })),
    { id: 'saveView', label: t('view.keepAction'), group: 'group.queue', run: () => openDialog({ kind: 'saveView' }), can: atDesk },
    {
      id: 'removeView',
      label: t('view.removeAction'),
      group: 'group.queue',
      run: () => {
        const view = changeableView(lead);
        if (view !== undefined) void removeView(view);
      },
      can: () => changeableView(lead) !== undefined,
    },
    { id: 'leaveView', label: t('view.leave'), group: 'group.queue', run: leaveView, can: () => useChosenView.getState().id !== undefined || Object.values(useUi.getState().filter).some((value) => value !== undefined) },
    { id: 'mention', label: t('mention.open'), group: 'group.places', keys: ['Ctrl+Shift+m'], run: openMention, can: () => useCenter.getState().mentions.size > 0 },
    { id: 'keys', label: t('keys.change'), group: 'group.places', run: () => openDialog({ kind: 'shortcuts', isChanging: true }), can: () => signedIn(useDesk.getState()) !== undefined },
    { id: 'keysReset', label: t('keys.resetAll'), group: 'group.places', run: () => void replaceBindings({}), can: () => signedIn(useDesk.getState()) !== undefined },
    { id: 'welcome', label: t('welcome.title'), group: 'group.places', run: startWelcome },
  ];
}
