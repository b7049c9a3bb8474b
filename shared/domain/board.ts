import { capacityOf } from './agent.ts';
import { tallyOutreach, type Outreach, type OutreachTally } from './outreach.ts';
import type { Queue } from './queue.ts';
import type { AgentRow, QueueRow } from './rows.ts';
import type { SkillNeed } from './skill.ts';
import { isResting } from './work-item.ts';
import { instantOf, localDay } from './zone-time.ts';

// The figures a lead looks at, on the board and on the wall: added up here and nowhere else.

export const SOON_MS = 10 * 60_000;
/** Whose days are meant by "today". */
export const CENTER_ZONE = 'Europe/Berlin';
/** When today began, by the center's clocks. */
export const dayStart = (now: number): number => instantOf(CENTER_ZONE, localDay(CENTER_ZONE, now), 0, 'first');

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

export interface ChannelFigures {
  readonly waiting: number;
  /** Of what waits for somebody the one that has waited longest, and by when it was to be answered. */
  readonly oldest: { readonly queuedAt: number; readonly dueAt: number } | undefined;
  readonly soon: number;
  readonly late: number;
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
  /** Of channels with open items. */
  readonly channels: ReadonlyMap<string, ChannelFigures>;
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

interface MutableChannel {
  waiting: number;
  oldest: ChannelFigures['oldest'];
  soon: number;
  late: number;
}

function entry<T>(map: Map<string, T>, key: string, fresh: () => T): T {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = fresh()));
  return found;
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
  const byChannel = new Map<string, MutableChannel>();
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
    const queue = entry(byQueue, item.queueId, (): MutableQueue => ({ waiting: 0, oldestAt: undefined, soon: 0, late: 0 }));
    const channel = entry(byChannel, item.channel, (): MutableChannel => ({ waiting: 0, oldest: undefined, soon: 0, late: 0 }));
    // What waits for the customer or sleeps breaches nothing now.
    const pressing = isResting(item) ? undefined : item.dueAt < now ? 'late' : item.dueAt < now + SOON_MS ? 'soon' : undefined;
    if (pressing !== undefined) {
      queue[pressing] += 1;
      channel[pressing] += 1;
      if (pressing === 'late') late += 1;
      else soon += 1;
    }
    if (item.state === 'assigned' && item.ownerAgentId !== undefined) {
      const of = entry(byAgent, item.ownerAgentId, () => ({ open: 0, atRisk: 0 }));
      if (item.waitingFor === 'us') of.open += 1;
      if (pressing !== undefined) of.atRisk += 1;
    } else {
      waiting += 1;
      queue.waiting += 1;
      channel.waiting += 1;
      if (channel.oldest === undefined || item.queuedAt < channel.oldest.queuedAt) channel.oldest = { queuedAt: item.queuedAt, dueAt: item.dueAt };
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
    const free = skilled.filter((agent) => agent.state === 'available' && agent.load < capacityOf(agent));
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
    channels: byChannel,
    agents: byAgent,
  };
}
