import type { Cluster } from '../domain/cluster.ts';
import { DANGER_PRIORITY } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { accept, type DecideContext, type Decider, type Decision, type Facts, isDecision, refuse } from './context.ts';
import { mayTouch } from './rights.ts';

/** R11, R13: who is in danger, or wrote a letter with a clock of its own, is answered alone. `spam`: of a spam wave (T11), or ended as spam. `erased`: nobody is there any more. */
export function whyNoMember(facts: Pick<Facts, 'get'>, conversationId: string): 'danger' | 'special' | 'spam' | 'erased' | undefined {
  const conversation = facts.get('conversation', conversationId);
  if (conversation === undefined || conversation.erasedAt !== undefined) return 'erased';
  const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  if (item !== undefined && (item.priority >= DANGER_PRIORITY || item.alert !== undefined)) return 'danger';
  if (item?.special !== undefined) return 'special';
  const isWave = conversation.reading?.waveId !== undefined || conversation.reading?.flags.some((one) => one.flag === 'spamWave') === true;
  return isWave || item?.disposition?.kind === 'spam' ? 'spam' : undefined;
}

const FACTS = ['cluster', 'conversation', 'workItem', 'account', 'agent'] as const;

type OpenCluster = Cluster & { readonly state: 'proposed' | 'confirmed' };

/** The cluster, still open to decisions. */
function open(facts: Facts, clusterId: string): OpenCluster | undefined {
  const cluster = facts.get('cluster', clusterId);
  return cluster?.state === 'proposed' || cluster?.state === 'confirmed' ? { ...cluster, state: cluster.state } : undefined;
}

/** A question that only other teams' accounts brought is not this agent's to decide; leads decide all. */
function notTheirs(facts: Facts, cluster: Cluster, context: DecideContext): Decision | undefined {
  const accounts = [...cluster.conversationIds, ...cluster.offeredIds].flatMap((id) => facts.get('conversation', id)?.accountId ?? []);
  return accounts.length > 0 && !accounts.some((accountId) => mayTouch(facts, accountId, context)) ? refuse('NOT_ALLOWED', { field: 'clusterId' }) : undefined;
}

/** The open cluster, where this agent may decide on it. */
function theirs(facts: Facts, clusterId: string, context: DecideContext, field: 'clusterId' | 'fromClusterId' = 'clusterId'): OpenCluster | Decision {
  const cluster = open(facts, clusterId);
  if (cluster === undefined) return refuse(facts.get('cluster', clusterId) === undefined ? 'NOT_FOUND' : 'CLUSTER_OVER', { field });
  return notTheirs(facts, cluster, context) ?? cluster;
}

/** Which of these it has, each once. */
function membersOf(cluster: Cluster, asked: readonly string[]): string[] {
  const here = new Set([...cluster.conversationIds, ...cluster.offeredIds]);
  return [...new Set(asked)].filter((id) => here.has(id));
}

/** Why these cannot be put in, all of them named. */
function unfit(facts: Facts, conversationIds: readonly string[], context: DecideContext): Decision | undefined {
  for (const id of conversationIds) {
    const why = whyNoMember(facts, id);
    if (why === 'erased') return refuse('NOT_FOUND', { field: 'conversationIds' });
    if (why !== undefined) return refuse('ANSWERED_ALONE', { field: 'conversationIds', detail: why });
    const accountId = facts.get('conversation', id)?.accountId;
    if (accountId === undefined || !mayTouch(facts, accountId, context)) return refuse('NOT_ALLOWED', { field: 'conversationIds' });
  }
  return undefined;
}

export const decideConfirmCluster: Decider<'cluster.confirm'> = {
  type: 'cluster.confirm',
  facts: FACTS,
  decide(facts, data, context) {
    const cluster = theirs(facts, data.clusterId, context);
    if (isDecision(cluster)) return cluster;
    const asked = data.conversationIds === undefined ? cluster.conversationIds : membersOf(cluster, data.conversationIds);
    const conversationIds = asked.filter((id) => whyNoMember(facts, id) === undefined);
    if (conversationIds.length === 0) return refuse('CLUSTER_EMPTY', { field: 'conversationIds' });
    return accept([{ type: 'cluster.confirmed', data: { clusterId: cluster.id, label: data.label, conversationIds, kind: cluster.kind, byAgentId: context.agentId, at: context.now } }], { clusterId: cluster.id, members: conversationIds.length });
  },
};

export const decideSplitCluster: Decider<'cluster.split'> = {
  type: 'cluster.split',
  facts: FACTS,
  decide(facts, data, context) {
    const cluster = theirs(facts, data.clusterId, context);
    if (isDecision(cluster)) return cluster;
    const conversationIds = membersOf(cluster, data.conversationIds).filter((id) => whyNoMember(facts, id) === undefined);
    if (conversationIds.length === 0) return refuse('NOT_FOUND', { field: 'conversationIds' });
    if (cluster.conversationIds.every((id) => conversationIds.includes(id))) return refuse('CLUSTER_EMPTY', { field: 'conversationIds' });
    const newClusterId = context.nextId();
    const label = data.label ?? cluster.label;
    return accept(
      [{ type: 'cluster.split', data: { clusterId: cluster.id, newClusterId, conversationIds, state: cluster.state, kind: cluster.kind, byAgentId: context.agentId, at: context.now, ...(label === undefined ? {} : { label }), ...(cluster.kind === 'followUp' && cluster.situationId !== undefined ? { situationId: cluster.situationId } : {}) } }],
      { clusterId: newClusterId },
    );
  },
};

export const decideMergeClusters: Decider<'cluster.merge'> = {
  type: 'cluster.merge',
  facts: FACTS,
  decide(facts, data, context) {
    const into = theirs(facts, data.clusterId, context);
    if (isDecision(into)) return into;
    const from = theirs(facts, data.fromClusterId, context, 'fromClusterId');
    if (isDecision(from)) return from;
    if (from.id === into.id) return refuse('CLUSTER_OVER', { field: 'fromClusterId' });
    // Nobody has confirmed the members of a proposal: merged into what is confirmed they are offers.
    const isProposal = into.state === 'confirmed' && from.state === 'proposed';
    const conversationIds = isProposal ? [] : from.conversationIds;
    const offeredIds = isProposal ? [...from.conversationIds, ...from.offeredIds] : from.offeredIds;
    return accept([{ type: 'cluster.merged', data: { clusterId: into.id, fromClusterId: from.id, conversationIds, offeredIds, byAgentId: context.agentId, at: context.now } }], { clusterId: into.id });
  },
};

export const decideDismissCluster: Decider<'cluster.dismiss'> = {
  type: 'cluster.dismiss',
  facts: FACTS,
  decide(facts, data, context) {
    const cluster = open(facts, data.clusterId);
    if (cluster === undefined) return facts.get('cluster', data.clusterId)?.state === 'dismissed' ? accept([]) : refuse('NOT_FOUND', { field: 'clusterId' });
    const no = notTheirs(facts, cluster, context);
    if (no !== undefined) return no;
    return accept([{ type: 'cluster.dismissed', data: { clusterId: cluster.id, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decidePutClusterMembers: Decider<'cluster.putIn'> = {
  type: 'cluster.putIn',
  facts: FACTS,
  decide(facts, data, context) {
    const cluster = theirs(facts, data.clusterId, context);
    if (isDecision(cluster)) return cluster;
    const conversationIds = [...new Set(data.conversationIds)];
    const no = unfit(facts, conversationIds, context);
    if (no !== undefined) return no;
    // In one open question at a time: whom a person puts in here, they take out there.
    const left = new Map<string, string[]>();
    for (const id of conversationIds) {
      const other = facts.clusterOf?.(id);
      if (other !== undefined && other !== cluster.id && cluster.kind === 'question') left.set(other, [...(left.get(other) ?? []), id]);
    }
    const by = { byAgentId: context.agentId, at: context.now };
    return accept([...[...left].map(([clusterId, ids]): NewEvent => ({ type: 'cluster.membersTaken', data: { clusterId, conversationIds: ids, reason: 'person', ...by } })), { type: 'cluster.membersPut', data: { clusterId: cluster.id, conversationIds, ...by } }]);
  },
};

export const decideTakeClusterMembers: Decider<'cluster.takeOut'> = {
  type: 'cluster.takeOut',
  facts: FACTS,
  decide(facts, data, context) {
    const cluster = theirs(facts, data.clusterId, context);
    if (isDecision(cluster)) return cluster;
    const conversationIds = membersOf(cluster, data.conversationIds);
    if (conversationIds.length === 0) return accept([]);
    return accept([{ type: 'cluster.membersTaken', data: { clusterId: cluster.id, conversationIds, reason: 'person', byAgentId: context.agentId, at: context.now } }]);
  },
};
