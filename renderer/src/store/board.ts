import { tallyOutreach, type Outreach, type OutreachTally } from '../../../shared/domain/outreach.ts';
import type { Queue } from '../../../shared/domain/queue.ts';
import type { AgentRow, QueueRow } from '../../../shared/domain/rows.ts';
import type { SkillNeed } from '../../../shared/domain/skill.ts';

export const SOON_MS = 10 * 60_000;

export interface QueueFigures {
  readonly queueId: string;
  readonly waiting: number;
  readonly oldestAt: number | undefined;
  readonly soon: number;
  readonly late: number;
  /** People who can take this queue's work and have room now, of all in service who can. */
  readonly free: number;
  readonly skilled: number;
}

export interface AgentFigures {
  readonly open: number;
  readonly atRisk: number;
}

export interface Board {
  readonly waiting: number;
  readonly oldestAt: number | undefined;
  /** Due within ten minutes and not late yet. */
  readonly soon: number;
  readonly late: number;
  readonly inService: number;
  readonly atHome: number;
  readonly offline: number;
  readonly closedToday: number;
  /** R14: of those found today; undefined: none was. */
  readonly outreach: OutreachTally | undefined;
  readonly queues: ReadonlyMap<string, QueueFigures>;
  readonly agents: ReadonlyMap<string, AgentFigures>;
}

export function canTake(agent: Pick<AgentRow, 'skills'>, needs: readonly SkillNeed[]): boolean {
  return needs.every((need) => agent.skills.some((skill) => skill.skillId === need.skillId && skill.level >= need.minLevel));
}

export function isInService(agent: Pick<AgentRow, 'state' | 'disabled'>): boolean {
  return !agent.disabled && agent.state !== 'offDuty';
}

interface MutableQueue {
  waiting: number;
  oldestAt: number | undefined;
  soon: number;
  late: number;
}

/** The figures of the board from the rows this desk watches. `dayStartAt`: when "today" began. */
export function figureBoard(
  rows: Iterable<QueueRow>,
  agents: Iterable<AgentRow>,
  queues: Iterable<Queue>,
  now: number,
  dayStartAt: number,
): Board {
  const byQueue = new Map<string, MutableQueue>();
  const byAgent = new Map<string, { open: number; atRisk: number }>();
  let waiting = 0;
  let soon = 0;
  let late = 0;
  let closedToday = 0;
  let oldestAt: number | undefined;
  const hits = new Map<string, Outreach>();
  for (const { item, conversationId, outreach } of rows) {
    if (outreach !== undefined && outreach.foundAt >= dayStartAt) hits.set(conversationId, outreach);
    if (item.state === 'closed') {
      if ((item.closedAt ?? 0) >= dayStartAt) closedToday += 1;
      continue;
    }
    const queue = byQueue.get(item.queueId) ?? { waiting: 0, oldestAt: undefined, soon: 0, late: 0 };
    byQueue.set(item.queueId, queue);
    const pressing = item.waitingFor === 'us' ? (item.dueAt < now ? 'late' : item.dueAt < now + SOON_MS ? 'soon' : undefined) : undefined;
    if (pressing === 'late') {
      late += 1;
      queue.late += 1;
    } else if (pressing === 'soon') {
      soon += 1;
      queue.soon += 1;
    }
    if (item.state === 'assigned' && item.ownerAgentId !== undefined) {
      const of = byAgent.get(item.ownerAgentId) ?? { open: 0, atRisk: 0 };
      byAgent.set(item.ownerAgentId, of);
      if (item.waitingFor === 'us') of.open += 1;
      if (pressing !== undefined) of.atRisk += 1;
    } else {
      waiting += 1;
      queue.waiting += 1;
      if (oldestAt === undefined || item.queuedAt < oldestAt) oldestAt = item.queuedAt;
      if (queue.oldestAt === undefined || item.queuedAt < queue.oldestAt) queue.oldestAt = item.queuedAt;
    }
  }
  const serving = [...agents].filter(isInService);
  const connected = serving.filter((agent) => agent.connected);
  const figures = new Map<string, QueueFigures>();
  for (const queue of queues) {
    const skilled = connected.filter(
      (agent) => canTake(agent, queue.needs) && (queue.teamIds.length === 0 || queue.teamIds.some((team) => agent.teamIds.includes(team))),
    );
    const free = skilled.filter((agent) => agent.state === 'available' && agent.load < agent.capacity);
    figures.set(queue.id, {
      queueId: queue.id,
      ...(byQueue.get(queue.id) ?? { waiting: 0, oldestAt: undefined, soon: 0, late: 0 }),
      free: free.length,
      skilled: skilled.length,
    });
  }
  return {
    waiting,
    oldestAt,
    soon,
    late,
    inService: connected.length,
    atHome: connected.filter((agent) => agent.place === 'home').length,
    offline: serving.length - connected.length,
    closedToday,
    outreach: hits.size === 0 ? undefined : tallyOutreach(hits.values()),
    queues: figures,
    agents: byAgent,
  };
}
