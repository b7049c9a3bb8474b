import { promisedOtherwise } from '../domain/situation-words.ts';
import type { SituationText } from '../domain/situation.ts';
import { whyNoMember } from './cluster.ts';
import { accept, refuse, type Decider } from './context.ts';

export const decideOpenSituation: Decider<'situation.open'> = {
  type: 'situation.open',
  facts: ['cluster', 'situation'],
  decide(facts, data, context) {
    if (lacksPlace(data.text)) return refuse('INPUT_INVALID', { field: 'text.region', detail: 'region or product' });
    const cluster = data.clusterId === undefined ? undefined : facts.get('cluster', data.clusterId);
    if (data.clusterId !== undefined && cluster === undefined) return refuse('NOT_FOUND', { field: 'clusterId' });
    const there = cluster?.situationId === undefined ? undefined : facts.get('situation', cluster.situationId);
    if (there?.state === 'open') return refuse('SITUATION_STALE', { field: 'clusterId', detail: 'It has a situation already.' });
    const situationId = context.nextId();
    return accept([{ type: 'situation.opened', data: { situationId, content: data.text, byAgentId: context.agentId, at: context.now, ...(data.clusterId === undefined ? {} : { clusterId: data.clusterId }) } }], { situationId });
  },
};

export const decideChangeSituation: Decider<'situation.change'> = {
  type: 'situation.change',
  facts: ['situation', 'cluster', 'conversation'],
  decide(facts, data, context) {
    const situation = facts.get('situation', data.situationId);
    if (situation === undefined) return refuse('NOT_FOUND', { field: 'situationId' });
    if (situation.state === 'closed' || situation.version !== data.version) return refuse('SITUATION_STALE', { field: 'version', detail: situation.state === 'closed' ? 'It is closed.' : `Version ${situation.version} holds.` });
    if (lacksPlace(data.text)) return refuse('INPUT_INVALID', { field: 'text.region', detail: 'region or product' });
    const version = situation.version + 1;
    const { untilAt } = data.text;
    const step = { version, status: data.text.status, byAgentId: context.agentId, at: context.now, ...(untilAt === undefined ? {} : { untilAt }) };
    const owed = promisedOtherwise({ ...situation, untilAt, history: [...situation.history, step] }, facts).length;
    return accept([{ type: 'situation.changed', data: { situationId: situation.id, version, content: data.text, byAgentId: context.agentId, at: context.now } }], { version, owed });
  },
};

export const decideCloseSituation: Decider<'situation.close'> = {
  type: 'situation.close',
  facts: ['situation'],
  decide(facts, data, context) {
    const situation = facts.get('situation', data.situationId);
    if (situation === undefined) return refuse('NOT_FOUND', { field: 'situationId' });
    return situation.state === 'closed' ? accept([]) : accept([{ type: 'situation.closed', data: { situationId: situation.id, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideFollowUpSituation: Decider<'situation.followUp'> = {
  type: 'situation.followUp',
  facts: ['situation', 'cluster', 'conversation', 'workItem'],
  decide(facts, data, context) {
    const situation = facts.get('situation', data.situationId);
    if (situation === undefined) return refuse('NOT_FOUND', { field: 'situationId' });
    const conversationIds = promisedOtherwise(situation, facts)
      .map((promise) => promise.conversationId)
      .filter((id) => whyNoMember(facts, id) === undefined)
      .slice(0, 5_000);
    if (conversationIds.length === 0) return refuse('CLUSTER_EMPTY', { field: 'situationId' });
    const clusterId = context.nextId();
    return accept([{ type: 'cluster.confirmed', data: { clusterId, label: data.label, conversationIds, kind: 'followUp', situationId: situation.id, byAgentId: context.agentId, at: context.now } }], { clusterId, members: conversationIds.length });
  },
};

export const decideAcknowledgeSpike: Decider<'spike.acknowledge'> = {
  type: 'spike.acknowledge',
  facts: ['spike'],
  decide(facts, data, context) {
    const spike = facts.get('spike', data.spikeId);
    if (spike === undefined) return refuse('NOT_FOUND', { field: 'spikeId' });
    return spike.seenAt === undefined ? accept([{ type: 'spike.seen', data: { spikeId: spike.id, byAgentId: context.agentId, at: context.now } }]) : accept([]);
  },
};

/** D14: it says where, or of what. */
function lacksPlace(text: SituationText): boolean {
  return (text.region ?? '') === '' && (text.product ?? '') === '';
}
