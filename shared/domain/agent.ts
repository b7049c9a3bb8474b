import { z } from 'zod';
import { agentIdSchema, instantSchema, teamIdSchema } from './ids.ts';
import { traineeSchema } from './approval.ts';
import { skillLevelSchema, wishSchema } from './skill.ts';

export const roleSchema = z.enum(['agent', 'supervisor', 'admin']);
export type Role = z.infer<typeof roleSchema>;

export const breakReasonSchema = z.enum(['break', 'lunch', 'training', 'meeting', 'backOffice', 'technical']);
export type BreakReason = z.infer<typeof breakReasonSchema>;

/**
 * What the person says of themselves (`available`, `runOut`: no new work, finish what is open, `onBreak`, `offDuty`) or the router of
 * them (`notResponding`: two offers missed).
 */
export const agentStateSchema = z.enum(['available', 'runOut', 'onBreak', 'notResponding', 'offDuty']);
export type AgentState = z.infer<typeof agentStateSchema>;

/** R8: a person's planned shift. */
export const shiftSchema = z.object({
  startAt: instantSchema,
  endAt: instantSchema,
  nextStartAt: instantSchema.optional(),
  /** SHIFT-8: the person has put its end off, with why. Once. */
  putOff: z.object({ fromEndAt: instantSchema, reason: z.string().trim().min(1).max(200), at: instantSchema }).optional(),
  /** SHIFT-7: the end for which they were set to run-out. */
  ranOutFor: instantSchema.optional(),
});
export type Shift = z.infer<typeof shiftSchema>;

/** R2: why somebody is given more or less than their capacity for now. Codes, not words: colleagues see the row of everybody. */
export const capacityReasonSchema = z.enum(['onboarding', 'relief', 'otherWork', 'peak', 'technical']);
export type CapacityReason = z.infer<typeof capacityReasonSchema>;

/** R2: a lead's word, in force until lifted, or until then. */
export const forcedCapacitySchema = z.object({ capacity: z.number().int().min(0).max(1000), reason: capacityReasonSchema, byAgentId: agentIdSchema, at: instantSchema, untilAt: instantSchema.optional() });
export type ForcedCapacity = z.infer<typeof forcedCapacitySchema>;

export const agentSchema = z.object({
  id: agentIdSchema,
  name: z.string().min(1).max(120),
  /** Signs every post (`^AB`); unique in the center. */
  initials: z.string().regex(/^[\p{Lu}\d]{2,3}$/u, 'two or three capital letters or digits'),
  role: roleSchema,
  teamIds: z.array(teamIdSchema).max(20),
  place: z.enum(['office', 'home']),
  skills: z.array(skillLevelSchema).max(50),
  capacity: z.number().int().min(0).max(1000),
  disabled: z.boolean(),
  state: agentStateSchema,
  stateSince: instantSchema,
  breakReason: breakReasonSchema.optional(),
  breakUntil: instantSchema.optional(),
  /** At least one desk of this agent is connected. */
  connected: z.boolean(),
  connectedSince: instantSchema.optional(),
  /** When the last desk dropped; absent while connected. */
  droppedAt: instantSchema.optional(),
  missedOffers: z.number().int().min(0),
  lastAssignedAt: instantSchema.optional(),
  /** R10: what this person would gladly or rather not do. */
  wishes: z.array(wishSchema).max(50).optional(),
  /** R8: the planned shift, and when the next begins. */
  shift: shiftSchema.optional(),
  /** S2: somebody looks at this person's answers before they go. */
  trainee: traineeSchema.optional(),
  /** R2: instead of `capacity`, while it stands. */
  forcedCapacity: forcedCapacitySchema.optional(),
});
export type Agent = z.infer<typeof agentSchema>;

/** What this person can hold now, in capacity units. */
export function capacityOf(agent: Pick<Agent, 'capacity' | 'forcedCapacity'>): number {
  return agent.forcedCapacity?.capacity ?? agent.capacity;
}
