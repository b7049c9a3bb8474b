import { CLUSTER_ROW_MEMBERS_MAX, type ClusterRow } from '../../shared/domain/cluster.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import { lastWords, promisedOtherwise } from '../../shared/domain/situation-words.ts';
import type { SituationRow } from '../../shared/domain/situation.ts';
import type { Spike } from '../../shared/domain/spike.ts';
import { isResting } from '../../shared/domain/work-item.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import type { Center } from '../center/center.ts';
import { seesRow, type Viewer } from '../center/visibility.ts';

// Rows that gather many conversations: counted over those whose line the viewer may see. `viewer` undefined: a lead, who sees all.

export interface GatherSources {
  readonly center: Center;
  clusterWords(clusterId: string): readonly string[];
}

const SAMPLES = 8;
const OWED = 1_000;

/** The conversation, where there is something left of it and the viewer may see its line. */
function seen(center: Center, viewer: Viewer | undefined, id: string): Conversation | undefined {
  const conversation = center.committed.get('conversation', id);
  if (conversation === undefined || conversation.erasedAt !== undefined) return undefined;
  if (viewer === undefined) return conversation;
  const item = conversation.workItemId === undefined ? undefined : center.committed.get('workItem', conversation.workItemId);
  return item !== undefined && seesRow(center.committed, viewer, item, center.now()) ? conversation : undefined;
}

/** Undefined: not open any more, or nothing of it is to be seen. */
export function clusterRow(sources: GatherSources, viewer: Viewer | undefined, id: string): ClusterRow | undefined {
  const { center } = sources;
  const { committed } = center;
  const cluster = committed.get('cluster', id);
  if (cluster === undefined || (cluster.state !== 'proposed' && cluster.state !== 'confirmed')) return undefined;
  const members = cluster.conversationIds.flatMap((one) => seen(center, viewer, one) ?? []);
  const offeredIds = cluster.offeredIds.filter((one) => seen(center, viewer, one) !== undefined).slice(0, CLUSTER_ROW_MEMBERS_MAX);
  if (members.length + offeredIds.length === 0 && (viewer !== undefined || cluster.state === 'proposed')) return undefined;
  const accounts = new Map<string, number>();
  const forms = { du: 0, sie: 0, none: 0 };
  const people = new Set<string>();
  let waiting = 0;
  let lastAt = 0;
  let firstAt = Number.MAX_SAFE_INTEGER;
  for (const conversation of members) {
    accounts.set(conversation.accountId, (accounts.get(conversation.accountId) ?? 0) + 1);
    people.add(conversation.contactId);
    forms[conversation.addressForm ?? committed.get('contact', conversation.contactId)?.addressForm ?? 'none'] += 1;
    const item = conversation.workItemId === undefined ? undefined : committed.get('workItem', conversation.workItemId);
    if (item !== undefined && item.state !== 'closed' && !isResting(item)) waiting += 1;
    const at = conversation.lastInboundAt ?? conversation.openedAt;
    lastAt = Math.max(lastAt, at);
    firstAt = Math.min(firstAt, at);
  }
  const { excludedIds: _left, ...told } = cluster;
  return {
    ...told,
    conversationIds: members.slice(0, CLUSTER_ROW_MEMBERS_MAX).map((one) => one.id),
    offeredIds,
    size: members.length,
    waiting,
    people: people.size,
    words: [...sources.clusterWords(id)],
    sampleMessageIds: members.slice(0, SAMPLES).flatMap((one) => one.lastInboundMessageId ?? []),
    firstAt: members.length === 0 ? cluster.createdAt : firstAt,
    lastAt: members.length === 0 ? cluster.lastFoundAt : lastAt,
    accounts: [...accounts].map(([accountId, count]) => ({ accountId, count })).slice(0, 100),
    forms,
  };
}

/** A closed one stays to be read as long as somebody may come back to it. */
export function situationRow({ center }: GatherSources, viewer: Viewer | undefined, id: string): SituationRow | undefined {
  const situation = center.committed.get('situation', id);
  if (situation === undefined) return undefined;
  const { promises: _all, ...told } = situation;
  const owed = promisedOtherwise(situation, center.committed).filter((promise) => seen(center, viewer, promise.conversationId) !== undefined);
  return { ...told, told: lastWords(situation, center.committed).length, owed: owed.slice(0, OWED) };
}

/** Over and seen: not told any more. */
export function spikeRow(state: EntityMaps, id: string): Spike | undefined {
  const spike = state.get('spike', id);
  return spike === undefined || (spike.endedAt !== undefined && spike.seenAt !== undefined) ? undefined : spike;
}
