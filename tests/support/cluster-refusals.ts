import type { SituationText } from '../../shared/domain/situation.ts';
import type { RefusalKit } from './strategy-refusals.ts';

const LAGE: SituationText = { title: 'Netz in Kiel', region: 'Kiel', status: 'known', du: 'Wir sind dran.', sie: 'Wir sind dran.' };

/** Every way in which the commands of clusters, situations and spikes are refused. */
export function clusterRefusals({ refuses, command, center }: Pick<RefusalKit, 'refuses' | 'command' | 'center'>): void {
  const proposed = (count = 3): string[] => {
    const ids = Array.from({ length: count }, (_, i) => center().given(undefined, { who: `asks-${i}` }).conversationId);
    center().emit({ type: 'cluster.proposed', data: { clusterId: 'q1', at: center().now, conversationIds: ids } });
    return ids;
  };
  const over = (): string[] => {
    const ids = proposed();
    center().emit({ type: 'cluster.dismissed', data: { clusterId: 'q1', byAgentId: 'ann', at: center().now } });
    return ids;
  };
  const inDanger = (conversationId: string): void => {
    const item = center().item(center().conversation(conversationId).workItemId ?? '');
    center().emit({ type: 'alert.raised', data: { workItemId: item.id, conversationId, reminder: 0, at: center().now } });
  };
  const confirm = (conversationIds?: string[]) => command({ type: 'cluster.confirm', data: { clusterId: 'q1', label: 'Netz', ...(conversationIds === undefined ? {} : { conversationIds }) } }, 'ann');
  refuses('CLUS-5', 'cluster.confirm', 'NOT_FOUND', 'there is no such cluster', () => confirm());
  refuses('CLUS-5', 'cluster.confirm', 'CLUSTER_OVER', 'it was dismissed', () => (over(), confirm()));
  refuses('CLUS-5', 'cluster.confirm', 'CLUSTER_EMPTY', 'none of those named is in it', () => (proposed(), confirm(['elsewhere'])));
  const split = (conversationIds: string[]) => command({ type: 'cluster.split', data: { clusterId: 'q1', conversationIds } }, 'ann');
  refuses('CLUS-5', 'cluster.split', 'NOT_FOUND', 'there is no such cluster', () => split(['x']));
  refuses('CLUS-5', 'cluster.split', 'CLUSTER_OVER', 'it was dismissed', () => split(over()));
  refuses('CLUS-5', 'cluster.split', 'CLUSTER_EMPTY', 'all of them are named', () => split(proposed()));
  const merge = (clusterId: string, fromClusterId: string) => command({ type: 'cluster.merge', data: { clusterId, fromClusterId } }, 'ann');
  refuses('CLUS-5', 'cluster.merge', 'NOT_FOUND', 'there is no such cluster', () => merge('q1', 'q2'));
  refuses('CLUS-5', 'cluster.merge', 'CLUSTER_OVER', 'it was dismissed', () => (over(), merge('q1', 'q2')));
  refuses('CLUS-5', 'cluster.dismiss', 'NOT_FOUND', 'there is no such cluster', () => command({ type: 'cluster.dismiss', data: { clusterId: 'q1' } }, 'ann'));
  const put = (conversationIds: string[], by = 'ann') => command({ type: 'cluster.putIn', data: { clusterId: 'q1', conversationIds } }, by);
  refuses('CLUS-5', 'cluster.putIn', 'NOT_FOUND', 'there is no such conversation', () => (proposed(), put(['none'])));
  refuses('CLUS-5', 'cluster.putIn', 'CLUSTER_OVER', 'it was dismissed', () => put(over()));
  refuses('CLUS-5', 'cluster.putIn', 'NOT_ALLOWED', 'it is of an account of another team', () => (proposed(), put([center().given(undefined, { account: 'north', who: 'far' }).conversationId], 'sue')));
  refuses('CLUS-4', 'cluster.putIn', 'ANSWERED_ALONE', 'the person is in danger', () => {
    const [first = ''] = proposed();
    inDanger(first);
    return put([first]);
  });
  const take = (conversationIds: string[]) => command({ type: 'cluster.takeOut', data: { clusterId: 'q1', conversationIds } }, 'ann');
  refuses('CLUS-5', 'cluster.takeOut', 'NOT_FOUND', 'there is no such cluster', () => take(['x']));
  refuses('CLUS-5', 'cluster.takeOut', 'CLUSTER_OVER', 'it was dismissed', () => take(over()));

  // Sue's team has nothing to do with the account that all of it came from.
  const far = (clusterId = 'q1'): string[] => {
    const ids = ['far-1', 'far-2'].map((who) => center().given(undefined, { account: 'north', who: `${who}-${clusterId}` }).conversationId);
    center().emit({ type: 'cluster.proposed', data: { clusterId, at: center().now, conversationIds: ids } });
    return ids;
  };
  const away = 'all of it came from another team’s account';
  refuses('CLUS-5', 'cluster.confirm', 'NOT_ALLOWED', away, () => (far(), command({ type: 'cluster.confirm', data: { clusterId: 'q1', label: 'Netz' } }, 'sue')));
  refuses('CLUS-5', 'cluster.dismiss', 'NOT_ALLOWED', away, () => (far(), command({ type: 'cluster.dismiss', data: { clusterId: 'q1' } }, 'sue')));
  refuses('CLUS-5', 'cluster.merge', 'NOT_ALLOWED', away, () => (far(), far('q2'), command({ type: 'cluster.merge', data: { clusterId: 'q1', fromClusterId: 'q2' } }, 'sue')));
  refuses('CLUS-5', 'cluster.split', 'NOT_ALLOWED', away, () => command({ type: 'cluster.split', data: { clusterId: 'q1', conversationIds: far().slice(0, 1) } }, 'sue'));
  refuses('CLUS-5', 'cluster.takeOut', 'NOT_ALLOWED', away, () => command({ type: 'cluster.takeOut', data: { clusterId: 'q1', conversationIds: far() } }, 'sue'));

  const open = (by: string, text = LAGE, clusterId?: string) => command({ type: 'situation.open', data: { text, ...(clusterId === undefined ? {} : { clusterId }) } }, by);
  const opened = (clusterId?: string): string => {
    const decision = open('lea', LAGE, clusterId);
    return decision.kind === 'accepted' ? String(decision.result?.['situationId']) : '';
  };
  const { region: _region, ...nowhere } = LAGE;
  refuses('CMD-2', 'situation.open', 'NOT_ALLOWED', 'a role below the one it needs', () => open('ann'));
  refuses('SITU-1', 'situation.open', 'INPUT_INVALID', 'it says neither where nor of what', () => open('lea', nowhere));
  refuses('SITU-1', 'situation.open', 'NOT_FOUND', 'there is no such cluster', () => open('lea', LAGE, 'q1'));
  refuses('SITU-1', 'situation.open', 'SITUATION_STALE', 'the cluster has one', () => (proposed(), opened('q1'), open('lea', LAGE, 'q1')));
  const change = (situationId: string, version = 1, text: SituationText = LAGE) => command({ type: 'situation.change', data: { situationId, version, text } }, 'lea');
  refuses('CMD-2', 'situation.change', 'NOT_ALLOWED', 'a role below the one it needs', () => command({ type: 'situation.change', data: { situationId: 's', version: 1, text: LAGE } }, 'ann'));
  refuses('SITU-1', 'situation.change', 'NOT_FOUND', 'there is none', () => change('s'));
  refuses('SITU-1', 'situation.change', 'SITUATION_STALE', 'it was changed meanwhile', () => change(opened(), 7));
  refuses('SITU-1', 'situation.change', 'INPUT_INVALID', 'it says neither where nor of what', () => change(opened(), 1, nowhere));
  refuses('CMD-2', 'situation.close', 'NOT_ALLOWED', 'a role below the one it needs', () => command({ type: 'situation.close', data: { situationId: 's' } }, 'ann'));
  refuses('SITU-1', 'situation.close', 'NOT_FOUND', 'there is none', () => command({ type: 'situation.close', data: { situationId: 's' } }, 'lea'));
  const follow = (situationId: string, by = 'lea') => command({ type: 'situation.followUp', data: { situationId, label: 'x' } }, by);
  refuses('CMD-2', 'situation.followUp', 'NOT_ALLOWED', 'a role below the one it needs', () => follow('s', 'ann'));
  refuses('SITU-3', 'situation.followUp', 'NOT_FOUND', 'there is none', () => follow('s'));
  refuses('SITU-3', 'situation.followUp', 'CLUSTER_EMPTY', 'nobody was promised another time', () => follow(opened()));
  const acknowledge = (by: string) => command({ type: 'spike.acknowledge', data: { spikeId: 'k' } }, by);
  refuses('CMD-2', 'spike.acknowledge', 'NOT_ALLOWED', 'a role below the one it needs', () => acknowledge('ann'));
  refuses('SPIKE-4', 'spike.acknowledge', 'NOT_FOUND', 'there is no such spike', () => acknowledge('lea'));
}
