import { z } from 'zod';
import { traineeSchema } from '../domain/approval.ts';
import { agentSchema, agentStateSchema, breakReasonSchema, forcedCapacitySchema, shiftSchema } from '../domain/agent.ts';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { wishSchema } from '../domain/skill.ts';
import { defineEvent } from './define.ts';

/** Registers or changes a person's master data. */
export const agentRegistered = defineEvent('agent.registered', agentSchema.pick({ id: true, name: true, initials: true, role: true, teamIds: true, place: true, skills: true, capacity: true, disabled: true }));
export const agentStateChanged = defineEvent(
  'agent.stateChanged',
  z.object({ agentId: agentIdSchema, state: agentStateSchema, breakReason: breakReasonSchema.optional(), breakUntil: instantSchema.optional(), byAgentId: agentIdSchema.optional(), /** SHIFT-7: their shift ends soon. */ because: z.literal('shiftEnd').optional(), at: instantSchema }),
);
export const agentConnected = defineEvent('agent.connected', z.object({ agentId: agentIdSchema, place: z.enum(['office', 'home']).optional(), at: instantSchema }));
export const agentDropped = defineEvent('agent.dropped', z.object({ agentId: agentIdSchema, at: instantSchema }));
/** R2: takes the place of one before it. */
export const agentCapacityForced = defineEvent('agent.capacityForced', forcedCapacitySchema.extend({ agentId: agentIdSchema }));
/** `byAgentId` absent: its time was over. */
export const agentCapacityLifted = defineEvent('agent.capacityLifted', z.object({ agentId: agentIdSchema, byAgentId: agentIdSchema.optional(), at: instantSchema }));
/** R8: the planned shift of a person, and when their next begins; null: the one there was is over. */
export const agentShiftPlanned = defineEvent('agent.shiftPlanned', z.object({ agentId: agentIdSchema, shift: shiftSchema.nullable(), byAgentId: agentIdSchema.optional(), at: instantSchema }));
/** R10 */
export const agentWishesSet = defineEvent('agent.wishesSet', z.object({ agentId: agentIdSchema, wishes: z.array(wishSchema).max(50), at: instantSchema }));
/** S2: from now on somebody looks at this person's answers before they go; null: no longer. */
export const agentTraineeSet = defineEvent('agent.traineeSet', z.object({ agentId: agentIdSchema, trainee: traineeSchema.nullable(), byAgentId: agentIdSchema, at: instantSchema }));
