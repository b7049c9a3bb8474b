import { create } from 'zustand';
import type { ListView, SavedView } from '../../../shared/domain/desk-tools.ts';
import { runCommand } from './commands.ts';
import { currentTexts } from './errors.ts';
import type { QueueFilter } from './item-ranks.ts';
import { me } from './navigation.ts';
import { useCenter } from './rows.ts';
import { announce, showToast, useUi } from './ui.ts';

/** The list under a name that is shown; undefined once something of it was changed. */
export const useChosenView = create<{ readonly id: string | undefined }>(() => ({ id: undefined }));

/** Own ones first, each by name. */
export function viewsInOrder(views: Iterable<SavedView>, compare: (a: string, b: string) => number): SavedView[] {
  return [...views].toSorted((a, b) => Number(a.isShared) - Number(b.isShared) || compare(a.name, b.name));
}

/** What the lists show now, as it is kept. */
export function listNow(): ListView {
  const { tab, sort, filter } = useUi.getState();
  return { tab, sort, ...(Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as QueueFilter) };
}

export function showView(view: SavedView): void {
  const { tab, sort, ...filter } = view.list;
  useUi.setState({ screen: 'desk', tab, sort, filter });
  useChosenView.setState({ id: view.id });
  announce(currentTexts().t('view.shown', view.name));
}

/** Everything of a tab again. */
export function leaveView(): void {
  useUi.setState({ filter: {} });
  useChosenView.setState({ id: undefined });
}

useUi.subscribe((state, before) => {
  if (state.tab === before.tab && state.sort === before.sort && state.filter === before.filter) return;
  useChosenView.setState({ id: undefined });
});

/** Keeps what is shown under this name: as a new list, or as another content of one there is. */
export async function saveView(name: string, isShared: boolean, id: string | undefined): Promise<void> {
  const viewId = id ?? crypto.randomUUID();
  const outcome = await runCommand({ type: 'savedView.save', data: { id: viewId, name: name.trim(), isShared, list: listNow() } });
  if (outcome === 'refused') return;
  useChosenView.setState({ id: viewId });
  showToast({ tone: 'info', text: currentTexts().t(outcome === 'queued' ? 'view.savedLater' : 'view.saved', name.trim()) });
}

export async function removeView(view: SavedView): Promise<void> {
  const outcome = await runCommand({ type: 'savedView.remove', data: { id: view.id } });
  if (outcome === 'refused') return;
  if (useChosenView.getState().id === view.id) useChosenView.setState({ id: undefined });
  showToast({ tone: 'info', text: currentTexts().t('view.removed', view.name) });
}

/** The chosen one, where this person may change it. */
export function changeableView(isLead: boolean): SavedView | undefined {
  const view = useCenter.getState().savedViews.get(useChosenView.getState().id ?? '');
  return view !== undefined && (view.isShared ? isLead : view.ownerAgentId === me()) ? view : undefined;
}
