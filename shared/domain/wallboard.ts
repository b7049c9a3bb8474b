import { z } from 'zod';
import { isInService, type Board } from './board.ts';
import { channelNameSchema } from './channel.ts';
import { instantSchema } from './ids.ts';
import type { AgentRow } from './rows.ts';
import { situationStatusSchema, type SituationRow } from './situation.ts';

// What hangs on a wall for everybody who walks by: figures, and words of people of the desk. No customer's name or word has a place in it, so a locked desk may go on showing it.

const count = z.number().int().min(0);

/** `offline`: in service, and no desk of theirs is connected. */
export const wallStateSchema = z.enum(['available', 'runOut', 'onBreak', 'notResponding', 'offline']);
export type WallState = z.infer<typeof wallStateSchema>;

export const wallChannelSchema = z.object({ channel: channelNameSchema, waiting: count, soon: count, late: count, oldest: z.object({ queuedAt: instantSchema, dueAt: instantSchema }).optional() });
export type WallChannel = z.infer<typeof wallChannelSchema>;

export const wallViewSchema = z.object({
  /** The figures are of this moment; past while `online` is false. */
  asOf: instantSchema,
  online: z.boolean(),
  waiting: count,
  soon: count,
  late: count,
  closedToday: count,
  /** Most urgent first. */
  channels: z.array(wallChannelSchema).max(50),
  /** `names` only where figures of single people are shown to leads. */
  people: z.array(z.object({ state: wallStateSchema, count, names: z.array(z.string().max(130)).max(500).optional() })),
  /** Of today's answers, and of what is late without one, so many were in time. Absent: not known, or so few people stand behind it that it would tell of single ones. */
  inTime: z.object({ of: count, kept: count, asOf: instantSchema }).optional(),
  situations: z.array(z.object({ id: z.string(), title: z.string().max(120), status: situationStatusSchema, untilAt: instantSchema.optional() })).max(20),
});
export type WallView = z.infer<typeof wallViewSchema>;

export interface WallSource {
  readonly board: Board;
  readonly agents: Iterable<AgentRow>;
  readonly situations: Iterable<SituationRow>;
  readonly perPerson: boolean;
  readonly asOf: number;
  readonly online: boolean;
  readonly inTime: WallView['inTime'];
}

const STATES = wallStateSchema.options;

/** The board's own figures, with what the works council lets be said of people. */
export function wallView({ board, agents, situations, perPerson, asOf, online, inTime }: WallSource): WallView {
  const by = new Map<WallState, string[]>(STATES.map((state) => [state, []]));
  for (const agent of agents) {
    if (!isInService(agent) || agent.state === 'offDuty') continue;
    by.get(agent.connected ? agent.state : 'offline')?.push(`^${agent.initials} ${agent.name}`);
  }
  const open = [...situations].filter(({ state }) => state === 'open').toSorted((a, b) => b.changedAt - a.changedAt);
  const { waiting, soon, late, closedToday } = board;
  return {
    asOf,
    online,
    waiting,
    soon,
    late,
    closedToday,
    channels: [...board.channels].map(([channel, { oldest, ...rest }]): WallChannel => ({ channel, ...rest, ...(oldest === undefined ? {} : { oldest }) })).toSorted((a, b) => b.late - a.late || b.soon - a.soon || b.waiting - a.waiting || (a.channel < b.channel ? -1 : 1)),
    people: STATES.map((state) => {
      const names = by.get(state) ?? [];
      return { state, count: names.length, ...(perPerson ? { names: names.toSorted().slice(0, 500) } : {}) };
    }),
    ...(inTime === undefined ? {} : { inTime }),
    situations: open.slice(0, 20).map(({ id, title, status, untilAt }) => ({ id, title, status, ...(untilAt === undefined ? {} : { untilAt }) })),
  };
}
