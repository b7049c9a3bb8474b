import { MOST_BRIEFINGS, unreadBriefings, type Briefing } from '../domain/briefing.ts';
import type { NewEvent } from '../events/index.ts';
import { accept, refuse, type DecideContext, type Decider, type Facts } from './context.ts';

/** What is long over makes room: nobody looks for it on a desk any more. */
const KEPT_MS = 7 * 86_400_000;

export const decideWriteBriefing: Decider<'briefing.write'> = {
  type: 'briefing.write',
  facts: ['briefing', 'team'],
  decide(facts, data, context) {
    const { baseVersion, ...content } = data;
    const known = facts.get('briefing', data.id);
    if ((known?.version ?? 0) !== baseVersion) return refuse('BRIEFING_STALE', { field: 'baseVersion' });
    if (data.untilAt <= context.now) return refuse('INPUT_INVALID', { field: 'untilAt', detail: 'it would be over at once' });
    if (data.teamIds.some((id) => facts.get('team', id) === undefined)) return refuse('NOT_FOUND', { field: 'teamIds' });
    const all = [...(context.all?.('briefing') ?? [])];
    const over = all.filter((one) => one.id !== data.id && one.untilAt + KEPT_MS < context.now);
    if (known === undefined && all.length - over.length >= MOST_BRIEFINGS) return refuse('INPUT_INVALID', { field: 'id', detail: `at most ${MOST_BRIEFINGS} briefings` });
    const ended = over.map(({ id }): NewEvent => ({ type: 'briefing.ended', data: { id, byAgentId: context.agentId, at: context.now } }));
    return accept([...ended, { type: 'briefing.written', data: { ...content, version: baseVersion + 1, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideEndBriefing: Decider<'briefing.end'> = {
  type: 'briefing.end',
  facts: ['briefing'],
  decide(facts, data, context) {
    if (facts.get('briefing', data.id) === undefined) return accept([]);
    return accept([{ type: 'briefing.ended', data: { id: data.id, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideReadBriefing: Decider<'briefing.read'> = {
  type: 'briefing.read',
  facts: ['briefing', 'deskSetup'],
  decide(facts, data, context) {
    const briefing = facts.get('briefing', data.id);
    // Gone while it was read: nothing to note, and nobody is held back by it.
    if (briefing === undefined) return accept([]);
    if (data.version > briefing.version) return refuse('NOT_FOUND', { field: 'version' });
    const read = facts.get('deskSetup', context.agentId)?.readBriefings ?? [];
    if (read.some((one) => one.id === data.id && one.version >= data.version)) return accept([]);
    return accept([{ type: 'briefing.read', data: { ...data, agentId: context.agentId, at: context.now } }]);
  },
};

/** Must-reads this person has not read; a desk that cannot see all of them leaves it to the server. */
export function mustReadFirst(facts: Facts, context: DecideContext, teamIds: readonly string[]): Briefing[] {
  return unreadBriefings(context.all?.('briefing') ?? [], facts.get('deskSetup', context.agentId)?.readBriefings ?? [], teamIds, context.now).filter(({ mustRead }) => mustRead);
}
