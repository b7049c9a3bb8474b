import type { AgentId, WorkItemId } from '../../../shared/domain/ids.ts';
import type { Candidate, Exclusion, ExclusionCount, Explanation } from '../../../shared/domain/explanation.ts';
import { gateOf } from './gate.ts';
import { blockedBy as blendingBlock, distributionOf, loadAgainst, matrixOf } from './kinds.ts';
import type { MatchIndex } from './match-index.ts';
import { inTeams, levelOf, meets, relaxedNeeds, withPeople } from './needs.ts';
import { compareHands, loadStep } from './order.ts';
import { dueReturn } from './returns.ts';
import { lastAgentIdOf, type AgentView, type ItemView } from './state.ts';
import { headStartUntil } from './turn.ts';

/** What `Profile.spare` gives where nothing is left to spare. */
const NOTHING_ELSE = Number.MAX_SAFE_INTEGER;

function byFit(a: Candidate['scores'], b: Candidate['scores']): number {
  return b.fit - a.fit || (b.idleForOthers ?? NOTHING_ELSE) - (a.idleForOthers ?? NOTHING_ELSE);
}

/** Who could get an open item now, who not and by which rule, and the scores; undefined for an unknown or closed item. Looks at everyone. */
export function explain(index: MatchIndex, workItemId: WorkItemId, now: number): Explanation | undefined {
  const { state, config } = index;
  const item = state.items.get(workItemId);
  if (item === undefined || item.state === 'closed') return undefined;
  const relaxed = relaxedNeeds(item, now, config.rings, state.skills);
  const needs = relaxed.needs;
  const lastAgentId = lastAgentIdOf(state, item.contactId);
  const last = lastAgentId === undefined ? undefined : state.agents.get(lastAgentId);
  const lastExcluded = last === undefined ? [] : exclusionsOf(index, item, needs, last, now);
  // Kept for the last agent while that person is there and only lacks room.
  const keeps =
    last !== undefined &&
    last.capacity >= item.cost &&
    lastExcluded.length > 0 &&
    lastExcluded.every((e) => e.because === 'capacity' || e.because === 'offerPending' || e.because === 'blending') &&
    headStartUntil(index, item) > now;

  const ranked = [...state.agents.values()].map((agent) => {
    const excluded = exclusionsOf(index, item, needs, agent, now);
    if (keeps && last !== undefined && agent !== last)
      excluded.push({ rule: 'R5', because: 'keptForLastAgent', lastAgentId: last.id, untilAt: headStartUntil(index, item) });
    const profile = index.agents.get(agent.id)?.profile;
    const spare = config.who === 'fit' ? (profile?.spare(needs) ?? NOTHING_ELSE) : NOTHING_ELSE;
    const candidate: Candidate = {
      agentId: agent.id,
      excluded,
      scores: {
        lastAgent: agent === last,
        loadStep: loadStep(agent.used, agent.capacity),
        used: Math.max(0, agent.used),
        capacity: agent.capacity,
        proficiency: needs.reduce((sum, need) => sum + levelOf(agent.skills, need.skillId), 0),
        fit: profile === undefined ? 0 : -profile.fit(needs),
        otherSkills: Math.max(0, agent.skills.length - needs.length),
        ...(spare === NOTHING_ELSE ? {} : { idleForOthers: spare }),
        restingSince: agent.restingSince,
      },
    };
    return { agent, candidate };
  });
  ranked.sort(
    (a, b) =>
      a.candidate.excluded.length - b.candidate.excluded.length ||
      Number(b.candidate.scores.lastAgent) - Number(a.candidate.scores.lastAgent) ||
      a.candidate.scores.loadStep - b.candidate.scores.loadStep ||
      (config.who === 'fit' ? byFit(a.candidate.scores, b.candidate.scores) : 0) ||
      compareHands(a.agent, a.agent.used, b.agent, b.agent.used),
  );
  const candidates = ranked.map((r) => r.candidate);
  const blockedBy =
    item.asleepUntil !== undefined
      ? 'asleep'
      : item.waitingFor === 'customer'
      ? 'customer'
      : item.state === 'queued' && state.conversations.get(item.conversationId)?.lock?.state === 'permitted'
        ? 'answerOut'
        : undefined;
  const rings = config.rings[item.queueId] ?? [];
  const owner = item.ownerAgentId === undefined ? undefined : state.agents.get(item.ownerAgentId);
  const returns = dueReturn(item, owner, state.conversations.get(item.conversationId), config);
  return {
    workItemId,
    asOf: now,
    state: item.state,
    distribution: distributionOf(state, item) === 1 ? 'offer' : 'assign',
    kind: item.kind,
    queueId: item.queueId,
    priority: item.priority,
    cost: item.cost,
    needs: [...needs],
    ...(needs === item.needs ? {} : { relaxedFrom: [...item.needs] }),
    ...(rings.length === 0 ? {} : { rings: { open: rings.filter((r) => item.queuedAt + r.afterMs <= now).length, of: rings.length, ...(relaxed.nextAt === undefined ? {} : { nextAt: relaxed.nextAt }) } }),
    dueAt: item.dueAt,
    ...(item.resolutionDueAt === undefined ? {} : { resolutionDueAt: item.resolutionDueAt }),
    ...(item.asleepUntil === undefined ? {} : { asleepUntil: item.asleepUntil }),
    late: item.dueAt <= now,
    waitedMs: Math.max(0, now - item.queuedAt),
    ...(blockedBy === undefined ? {} : { blockedBy }),
    ...(owner === undefined ? {} : { owner: { agentId: owner.id, since: item.heldAt } }),
    ...(returns === undefined ? {} : { returns }),
    people: candidates.length,
    able: candidates.filter((c) => c.excluded.length === 0).length,
    excluded: countExclusions(candidates),
    scope: 'all',
    candidates,
    strategyVersion: state.strategy?.version ?? 0,
  };
}

/** What a person who is not a lead may hear: themselves, and how many each reason leaves out. Nobody else's name, load or skills. */
export function explanationFor(whole: Explanation, agentId: AgentId): Explanation {
  const own = whole.candidates.filter((c) => c.agentId === agentId);
  const candidates = own.map((c) => ({ ...c, excluded: c.excluded.map((e): Exclusion => (e.because === 'keptForLastAgent' ? { rule: e.rule, because: e.because, untilAt: e.untilAt } : e)) }));
  const { owner, ...rest } = whole;
  return { ...rest, scope: 'own', candidates, ...(owner === undefined ? {} : { owner }) };
}

function countExclusions(candidates: readonly Candidate[]): ExclusionCount[] {
  const counts = new Map<string, ExclusionCount>();
  for (const { excluded } of candidates) {
    for (const { rule, because } of excluded) counts.set(because, { rule, because, people: (counts.get(because)?.people ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.people - a.people || (a.because < b.because ? -1 : 1));
}

function exclusionsOf(index: MatchIndex, item: ItemView, needs: ItemView['needs'], agent: AgentView, now: number): Exclusion[] {
  const { state, config } = index;
  const found: Exclusion[] = [];
  if (agent.disabled) found.push({ rule: 'R1', because: 'disabled' });
  if (agent.state !== 'available') found.push({ rule: 'R1', because: 'state', state: agent.state });
  if (!agent.connected) found.push({ rule: 'R1', because: 'disconnected' });
  if (!inTeams(agent.teamIds, withPeople(state.queues.get(item.queueId)?.teamIds ?? [], state.accountTeams.get(item.accountId) ?? []))) found.push({ rule: 'R1', because: 'queueTeam' });
  if (!inTeams(agent.teamIds, state.accountTeams.get(item.accountId) ?? [])) found.push({ rule: 'R1', because: 'accountTeam' });
  if (!meets(agent.skills, needs)) {
    const missing = needs
      .map((n) => ({ skillId: n.skillId, need: n.minLevel, has: levelOf(agent.skills, n.skillId) }))
      .filter((m) => m.has < m.need);
    found.push({ rule: 'R1', because: 'skill', missing });
  }
  if (item.ownerAgentId === agent.id) return found;
  const matrix = matrixOf(config, agent.teamIds);
  const used = loadAgainst(matrix, item.kind, agent.usedBy);
  if (agent.capacity - used < item.cost) found.push({ rule: 'R2', because: 'capacity', used: Math.max(0, used), capacity: agent.capacity, cost: item.cost });
  if (item.declinedBy.includes(agent.id)) found.push({ rule: 'R3', because: 'declined' });
  if (distributionOf(state, item) === 1 && agent.reservationId !== undefined && agent.reservationId !== item.reservationId) found.push({ rule: 'R3', because: 'offerPending' });
  const gate = item.kind === 'danger' ? undefined : gateOf(agent, agent.given, config, now);
  if (gate?.because === 'runOut') found.push({ rule: 'R8', because: 'runOut', shiftEndsAt: gate.shiftEndsAt });
  if (gate?.because === 'shiftStart') found.push({ rule: 'R8', because: 'shiftStart', given: gate.given, perHour: config.shift.perHour, atOnce: config.shift.atOnce, untilAt: gate.untilAt });
  const holds = blendingBlock(matrix, item.kind, agent.usedBy);
  if (holds !== undefined) found.push({ rule: 'R9', because: 'blending', holds, comes: item.kind });
  return found;
}
