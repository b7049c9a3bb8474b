import { clusterOfSituation, isConcerned } from '../../shared/domain/situation-words.ts';
import type { Situation } from '../../shared/domain/situation.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import type { EntityReader } from '../../shared/domain/entity.ts';
import type { Center } from '../center/center.ts';

/** Says which open situations have another row without an event of their own: by somebody's promise in their own words, or by who is in their cluster. */
export function watchSituations(center: Center, onChanged: (situationIds: ReadonlySet<string>) => void): void {
  center.onCommitted(({ events }) => {
    const moving = events.filter((event) => mayMove(event, center.committed));
    if (moving.length === 0) return;
    const open = [...center.committed.all('situation').values()].filter((situation) => situation.state === 'open');
    const changed = new Set(open.filter((situation) => moving.some((event) => moves(event, situation, center.committed))).map((situation) => situation.id));
    if (changed.size > 0) onChanged(changed);
  });
}

function mayMove(event: CenterEvent, state: EntityReader): boolean {
  switch (event.type) {
    case 'workItem.parked':
      return event.data.promise !== undefined;
    case 'cluster.confirmed':
    case 'cluster.merged':
    case 'cluster.split':
    case 'cluster.membersTaken':
      return true;
    case 'cluster.grown':
    case 'cluster.membersPut':
      return event.data.conversationIds.some((id) => state.get('conversation', id)?.promised !== undefined);
    default:
      return false;
  }
}

function moves(event: CenterEvent, situation: Situation, state: EntityReader): boolean {
  if (event.type === 'workItem.parked') return isConcerned(situation, event.data.conversationId, state);
  return 'clusterId' in event.data && clusterOfSituation(situation, state)?.id === event.data.clusterId;
}
