import type { BulkAnswer } from '../../../shared/domain/bulk-answer.ts';
import type { ClusterRow } from '../../../shared/domain/cluster.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { startBulk, useBulk } from './bulk.ts';
import { runCommand } from './commands.ts';
import { me } from './navigation.ts';
import { nameOf } from './questions.ts';
import { items, useCenter } from './rows.ts';
import { currentTexts } from './errors.ts';

// From a cluster (T6) to an answer for many: whoever of it waits, and whoever asked since.

/** Waits for us, with nobody else, and is nothing that is answered alone. */
function mayJoin(row: QueueRow | undefined): row is QueueRow {
  if (row === undefined) return false;
  const { item } = row;
  const free = item.state === 'queued' || (item.state === 'assigned' && item.ownerAgentId === me());
  return free && item.waitingFor === 'us' && item.alert === undefined && item.special === undefined && item.unsummoned !== 'siteOnly' && row.answerOut === undefined;
}

const waitingOf = (ids: readonly string[]): string[] => ids.flatMap((id) => {
  const row = items.forConversation(id);
  return mayJoin(row) ? [row.item.id] : [];
});

/** Items of a cluster that can be answered together. */
export const answerable = (cluster: Pick<ClusterRow, 'conversationIds'>): string[] => waitingOf(cluster.conversationIds);

/** A person says that they ask the same, and begins one answer for them. */
export async function startFromCluster(cluster: ClusterRow): Promise<void> {
  if (cluster.state === 'proposed') {
    const label = nameOf(cluster, currentTexts().t('questions.unnamed')).slice(0, 120);
    if ((await runCommand({ type: 'cluster.confirm', data: { clusterId: cluster.id, label } })) !== 'accepted') return;
  }
  const ids = answerable(cluster);
  if (ids.length > 0) await startBulk(ids, cluster.id);
}

/** Items of the same question that this answer has not been offered to. */
export function lateOf(bulk: BulkAnswer): string[] {
  const { members } = useBulk.getState();
  const { clusters } = useCenter.getState();
  let cluster = bulk.clusterId === undefined ? undefined : clusters.get(bulk.clusterId);
  // It may have gone into another one.
  for (let hops = 0; hops < 5 && cluster?.mergedIntoId !== undefined; hops += 1) cluster = clusters.get(cluster.mergedIntoId) ?? cluster;
  if (cluster === undefined) return [];
  return waitingOf([...cluster.conversationIds, ...cluster.offeredIds].filter((id) => members.get(id)?.bulkId !== bulk.id));
}
