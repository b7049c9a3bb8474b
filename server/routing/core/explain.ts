import type { AgentId, SkillId, WorkItemId } from '../../../shared/domain/ids.ts';
import type { SkillNeed } from '../../../shared/domain/skill.ts';
import type { MatchIndex } from './match-index.ts';
import { inTeams, levelOf, meets, relaxedNeeds } from './needs.ts';
import { compareHands, loadStep } from './order.ts';
import type { AgentView } from './state.ts';
import { headStartUntil } from './turn.ts';

/** Why somebody cannot get an item now: the rule and, for a screen, what exactly. */
export type Exclusion =
  | { readonly rule: 'R1'; readonly because: 'disabled' | 'disconnected' | 'state' | 'queueTeam' | 'accountTeam' }
  | {
      readonly rule: 'R1';
      readonly because: 'skill';
      readonly missing: readonly { readonly skillId: SkillId; readonly need: number; readonly has: number }[];
    }
  | { readonly rule: 'R2'; readonly because: 'capacity'; readonly used: number; readonly capacity: number; readonly cost: number }
  | { readonly rule: 'R3'; readonly because: 'declined' | 'offerPending' }
  | { readonly rule: 'R5'; readonly because: 'keptForLastAgent'; readonly lastAgentId: AgentId; readonly untilAt: number };

export interface Candidate {
  readonly agentId: AgentId;
  /** Empty: may have it now. */
  readonly excluded: readonly Exclusion[];
  readonly scores: {
    readonly lastAgent: boolean;
    readonly loadStep: number;
    readonly used: number;
    readonly capacity: number;
    readonly proficiency: number;
    readonly otherSkills: number;
    /** Idle people with the scarcest of their other skills, themselves included; absent where they have none or only longest idle counts. */
    readonly idleForOthers?: number | undefined;
    readonly restingSince: number;
  };
}

export interface Explanation {
  readonly workItemId: WorkItemId;
  readonly state: 'queued' | 'offered' | 'assigned';
  readonly distribution: 'assign' | 'offer';
  readonly needs: readonly SkillNeed[];
  /** R4: what it needed before rings opened; absent when nothing was dropped. */
  readonly relaxedFrom?: readonly SkillNeed[] | undefined;
  readonly late: boolean;
  readonly waitedMs: number;
  /** Waits because an answer of the owner before may be on its way (R7), or for the customer. */
  readonly blockedBy?: 'answerOut' | 'customer' | undefined;
  /** Best first; those who cannot have it behind. */
  readonly candidates: readonly Candidate[];
}

/** What `Profile.spare` gives where nothing is left to spare. */
const NOTHING_ELSE = Number.MAX_SAFE_INTEGER;

function byFit(a: Candidate['scores'], b: Candidate['scores']): number {
  return (
    b.proficiency - a.proficiency || a.otherSkills - b.otherSkills || (b.idleForOthers ?? NOTHING_ELSE) - (a.idleForOthers ?? NOTHING_ELSE)
  );
}

export function explain(index: MatchIndex, workItemId: WorkItemId, now: number): Explanation | undefined {
  const { state, config } = index;
  const item = state.items.get(workItemId);
  if (item === undefined || item.state === 'closed') return undefined;
  const needs = relaxedNeeds(item, now, config.rings, state.skills).needs;
  const lane = index.laneOf(item);
  const queueTeams = state.queues.get(item.queueId)?.teamIds ?? [];
  const accountTeams = state.accountTeams.get(item.accountId) ?? [];
  const lastAgentId = state.lastAgents.get(item.contactId);

  const exclusionsOf = (agent: AgentView): Exclusion[] => {
    const found: Exclusion[] = [];
    if (agent.disabled) found.push({ rule: 'R1', because: 'disabled' });
    if (agent.state !== 'available') found.push({ rule: 'R1', because: 'state' });
    if (!agent.connected) found.push({ rule: 'R1', because: 'disconnected' });
    if (!inTeams(agent.teamIds, queueTeams)) found.push({ rule: 'R1', because: 'queueTeam' });
    if (!inTeams(agent.teamIds, accountTeams)) found.push({ rule: 'R1', because: 'accountTeam' });
    if (!meets(agent.skills, needs)) {
      const missing = needs
        .map((n) => ({ skillId: n.skillId, need: n.minLevel, has: levelOf(agent.skills, n.skillId) }))
        .filter((m) => m.has < m.need);
      found.push({ rule: 'R1', because: 'skill', missing });
    }
    if (agent.capacity - agent.used < item.cost)
      found.push({ rule: 'R2', because: 'capacity', used: agent.used, capacity: agent.capacity, cost: item.cost });
    if (item.declinedBy.includes(agent.id)) found.push({ rule: 'R3', because: 'declined' });
    if (lane === 1 && agent.reservationId !== undefined) found.push({ rule: 'R3', because: 'offerPending' });
    return found;
  };

  const last = lastAgentId === undefined ? undefined : state.agents.get(lastAgentId);
  const lastExcluded = last === undefined ? [] : exclusionsOf(last);
  // Kept for the last agent while that person is there and only lacks room.
  const keeps =
    last !== undefined &&
    last.capacity >= item.cost &&
    lastExcluded.length > 0 &&
    lastExcluded.every((e) => e.because === 'capacity' || e.because === 'offerPending') &&
    headStartUntil(index, item) > now;

  const ranked = [...state.agents.values()].map((agent) => {
    const excluded = exclusionsOf(agent);
    if (keeps && last !== undefined && agent !== last)
      excluded.push({ rule: 'R5', because: 'keptForLastAgent', lastAgentId: last.id, untilAt: headStartUntil(index, item) });
    const spare = config.who === 'fit' ? (index.agents.get(agent.id)?.profile.spare(needs) ?? NOTHING_ELSE) : NOTHING_ELSE;
    const proficiency = needs.reduce((sum, need) => sum + levelOf(agent.skills, need.skillId), 0);
    return {
      agent,
      candidate: {
        agentId: agent.id,
        excluded,
        scores: {
          lastAgent: agent === last,
          loadStep: loadStep(agent.used, agent.capacity),
          used: agent.used,
          capacity: agent.capacity,
          proficiency,
          otherSkills: Math.max(0, agent.skills.length - needs.length),
          ...(spare === NOTHING_ELSE ? {} : { idleForOthers: spare }),
          restingSince: agent.restingSince,
        },
      },
    };
  });
  ranked.sort(
    (a, b) =>
      a.candidate.excluded.length - b.candidate.excluded.length ||
      Number(b.candidate.scores.lastAgent) - Number(a.candidate.scores.lastAgent) ||
      a.candidate.scores.loadStep - b.candidate.scores.loadStep ||
      (config.who === 'fit' ? byFit(a.candidate.scores, b.candidate.scores) : 0) ||
      compareHands(a.agent, a.agent.used, b.agent, b.agent.used),
  );
  const blockedBy =
    item.waitingFor === 'customer'
      ? 'customer'
      : item.state === 'queued' && state.conversations.get(item.conversationId)?.lock?.state === 'permitted'
        ? 'answerOut'
        : undefined;
  return {
    workItemId,
    state: item.state,
    distribution: lane === 1 ? 'offer' : 'assign',
    needs,
    ...(needs === item.needs ? {} : { relaxedFrom: item.needs }),
    late: item.dueAt <= now,
    waitedMs: Math.max(0, now - item.queuedAt),
    ...(blockedBy === undefined ? {} : { blockedBy }),
    candidates: ranked.map((r) => r.candidate),
  };
}
