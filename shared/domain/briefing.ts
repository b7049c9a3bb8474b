import { z } from 'zod';
import { agentIdSchema, instantSchema, teamIdSchema } from './ids.ts';

export const briefingIdSchema = z.string().min(1).max(64).regex(/^[\w-]+$/u);
export const MOST_BRIEFINGS = 50;

/** What leads tell everybody, or some teams, before work begins. `version` grows with each change: then it is to be read anew. */
export const briefingSchema = z.object({
  id: briefingIdSchema,
  version: z.number().int().min(1),
  title: z.string().trim().min(1).max(120),
  text: z.string().trim().min(1).max(4000),
  /** None: everybody. */
  teamIds: z.array(teamIdSchema).max(20),
  /** To be read before one becomes available. */
  mustRead: z.boolean(),
  untilAt: instantSchema,
  byAgentId: agentIdSchema,
  at: instantSchema,
});
export type Briefing = z.infer<typeof briefingSchema>;

/** Leads only: who has read which version, and when. */
export const briefingReadsSchema = z.object({ id: briefingIdSchema, readBy: z.array(z.object({ agentId: agentIdSchema, version: z.number().int().min(1), at: instantSchema })) });
export type BriefingReads = z.infer<typeof briefingReadsSchema>;

/** What one person has read; theirs alone. */
export const readBriefingSchema = z.object({ id: briefingIdSchema, version: z.number().int().min(1) });
export type ReadBriefing = z.infer<typeof readBriefingSchema>;

/** Whether it is meant for somebody of these teams, now. */
export function isFor(briefing: Pick<Briefing, 'teamIds' | 'untilAt'>, teamIds: readonly string[], now: number): boolean {
  return briefing.untilAt > now && (briefing.teamIds.length === 0 || briefing.teamIds.some((id) => teamIds.includes(id)));
}

/** What is meant for this person and they have not read as it stands now, oldest first. */
export function unreadBriefings(all: Iterable<Briefing>, read: readonly ReadBriefing[], teamIds: readonly string[], now: number): Briefing[] {
  return [...all]
    .filter((briefing) => isFor(briefing, teamIds, now) && !read.some(({ id, version }) => id === briefing.id && version >= briefing.version))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
