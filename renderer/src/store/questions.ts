import { create } from 'zustand';
import type { ClusterRow } from '../../../shared/domain/cluster.ts';
import { askCommand, runCommand } from './commands.ts';
import { currentTexts } from './errors.ts';
import { useCenter, type CenterState } from './rows.ts';
import { announce, openDialog, showScreen, showToast, useUi } from './ui.ts';

export type QuestionsTab = 'questions' | 'situations' | 'spikes';

export interface QuestionsState {
  readonly tab: QuestionsTab;
  readonly clusterId: string | undefined;
  /** Members ticked, to be split off or taken out. */
  readonly picked: ReadonlySet<string>;
  /** What the person wants to call it; undefined: what it is called, or the words it has in common. */
  readonly label: string | undefined;
}

export const useQuestions = create<QuestionsState>(() => ({ tab: 'questions', clusterId: undefined, picked: new Set(), label: undefined }));

export const chooseTab = (tab: QuestionsTab): void => useQuestions.setState({ tab });
export const chooseCluster = (clusterId: string | undefined): void => useQuestions.setState({ clusterId, picked: new Set(), label: undefined });

export function pick(conversationId: string): void {
  useQuestions.setState(({ picked }) => {
    const next = new Set(picked);
    if (!next.delete(conversationId)) next.add(conversationId);
    return { picked: next };
  });
}

/** Those nobody has looked at first, then the largest. */
export function listed(center: CenterState): readonly ClusterRow[] {
  return [...center.clusters.values()].toSorted((a, b) => Number(b.state === 'proposed') - Number(a.state === 'proposed') || b.waiting - a.waiting || b.lastAt - a.lastAt);
}

/** The one looked at: what was chosen, else the first. */
export function chosen(center: CenterState, clusterId: string | undefined): ClusterRow | undefined {
  return (clusterId === undefined ? undefined : center.clusters.get(clusterId)) ?? listed(center)[0];
}

export const current = (): ClusterRow | undefined => chosen(useCenter.getState(), useQuestions.getState().clusterId);
export const nameOf = (row: Pick<ClusterRow, 'label' | 'words'>, unnamed: string): string => row.label ?? (row.words.length === 0 ? unnamed : row.words.slice(0, 4).join(' · '));

export function moveCluster(step: 1 | -1): void {
  const rows = listed(useCenter.getState());
  const at = rows.findIndex((row) => row.id === current()?.id);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  if (next !== undefined) chooseCluster(next.id);
}

export function openQuestions(tab: QuestionsTab = 'questions', clusterId?: string): void {
  useQuestions.setState({ tab, ...(clusterId === undefined ? {} : { clusterId, picked: new Set<string>(), label: undefined }) });
  showScreen('questions');
}

/** The clusters a conversation is a member of or offered to. */
export function clusterOf(center: CenterState, conversationId: string): { readonly row: ClusterRow; readonly isOffered: boolean } | undefined {
  let offered: ClusterRow | undefined;
  for (const row of center.clusters.values()) {
    if (row.conversationIds.includes(conversationId)) return { row, isOffered: false };
    if (row.offeredIds.includes(conversationId)) offered = row;
  }
  return offered === undefined ? undefined : { row: offered, isOffered: true };
}

/** How many ask the same as each conversation: what the lines of the queue say. */
export function sizesByConversation(clusters: CenterState['clusters']): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const row of clusters.values()) if (row.kind === 'question') for (const id of row.conversationIds) sizes.set(id, row.size);
  return sizes;
}

export async function confirmCluster(row: ClusterRow): Promise<void> {
  const { t } = currentTexts();
  const label = (useQuestions.getState().label ?? nameOf(row, '')).trim().slice(0, 120);
  if (label === '') return void showToast({ tone: 'error', text: t('questions.nameFirst') });
  const answer = await askCommand({ type: 'cluster.confirm', data: { clusterId: row.id, label } });
  if (answer.status === 'accepted') announce(t('questions.confirmedToast', label));
}

export async function dismissCluster(row: ClusterRow): Promise<void> {
  const next = listed(useCenter.getState()).find((other) => other.id !== row.id);
  if ((await runCommand({ type: 'cluster.dismiss', data: { clusterId: row.id } })) === 'accepted') chooseCluster(next?.id);
}

export async function splitPicked(row: ClusterRow): Promise<void> {
  const { picked } = useQuestions.getState();
  const answer = await askCommand({ type: 'cluster.split', data: { clusterId: row.id, conversationIds: [...picked] } });
  if (answer.status === 'accepted' && typeof answer.result?.['clusterId'] === 'string') {
    chooseCluster(row.id);
    announce(currentTexts().t('questions.splitToast', picked.size));
  }
}

export async function takeOut(row: ClusterRow, conversationIds: readonly string[]): Promise<void> {
  if ((await runCommand({ type: 'cluster.takeOut', data: { clusterId: row.id, conversationIds: [...conversationIds] } })) === 'accepted') useQuestions.setState({ picked: new Set() });
}

export function putIn(row: ClusterRow, conversationIds: readonly string[]): Promise<unknown> {
  return runCommand({ type: 'cluster.putIn', data: { clusterId: row.id, conversationIds: [...conversationIds] } });
}

export async function mergeInto(row: ClusterRow, fromClusterId: string): Promise<void> {
  if ((await runCommand({ type: 'cluster.merge', data: { clusterId: row.id, fromClusterId } })) === 'accepted') chooseCluster(row.id);
}

export const situationFrom = (row: ClusterRow): void => openDialog({ kind: 'situation', clusterId: row.id });

/** Keys of the page act on the one looked at. */
export const onPage = (): boolean => useUi.getState().screen === 'questions' && useQuestions.getState().tab === 'questions' && current() !== undefined;
