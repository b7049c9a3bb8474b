import { z } from 'zod';
import { traineeSchema } from '../domain/approval.ts';
import { agentSchema, breakReasonSchema, forcedCapacitySchema, shiftSchema } from '../domain/agent.ts';
import { agentIdSchema, instantSchema, spanMsSchema } from '../domain/ids.ts';
import { wishSchema } from '../domain/skill.ts';
import { ADMINS, defineCommand, LEADS } from './define.ts';

const target = z.enum(['available', 'runOut', 'onBreak', 'offDuty']);

/** The person sets their own state; a break carries its reason and how long it should take. */
export const setAgentState = defineCommand('agent.setState', z.object({ state: target, breakReason: breakReasonSchema.optional(), breakMs: spanMsSchema.optional() }).refine((c) => c.state !== 'onBreak' || c.breakReason !== undefined, { path: ['breakReason'], message: 'a break has a reason' }), { offline: 'refuse' });
/** A lead sets someone's state. */
export const forceAgentState = defineCommand('agent.forceState', z.object({ agentId: agentIdSchema, state: target, breakReason: breakReasonSchema.optional() }), { offline: 'refuse', roles: LEADS });
/** R2: a lead says how much somebody is given for now, until then or until lifted. */
export const forceAgentCapacity = defineCommand('agent.forceCapacity', forcedCapacitySchema.pick({ capacity: true, reason: true, untilAt: true }).extend({ agentId: agentIdSchema }), { offline: 'refuse', roles: LEADS });
export const liftAgentCapacity = defineCommand('agent.liftCapacity', z.object({ agentId: agentIdSchema }), { offline: 'refuse', roles: LEADS });
export const registerAgent = defineCommand('agent.register', agentSchema.pick({ id: true, name: true, initials: true, role: true, teamIds: true, place: true, skills: true, capacity: true, disabled: true }), { offline: 'refuse', roles: ADMINS });
/** R8: a lead plans someone's shift. */
export const planShift = defineCommand('agent.planShift', z.object({ agentId: agentIdSchema, shift: shiftSchema.omit({ putOff: true, ranOutFor: true }).refine((s) => s.endAt > s.startAt && (s.nextStartAt === undefined || s.nextStartAt >= s.endAt), { path: ['endAt'], message: 'a shift begins, ends, and the next comes after' }) }), { offline: 'refuse', roles: LEADS });
/** SHIFT-8: the person says when they go home. Later than it was planned it is put off, which takes a reason and goes once. */
export const setShiftEnd = defineCommand('agent.setEnd', z.object({ endAt: instantSchema, reason: z.string().trim().min(1).max(200).optional() }), { offline: 'refuse' });
/** R10: what the person would gladly or rather not do. */
export const setWishes = defineCommand('agent.setWishes', z.object({ wishes: z.array(wishSchema).max(50) }), { offline: 'refuse' });
/** S2: a lead marks somebody as a trainee, whose answers are looked at before they go; null: no longer. */
export const setTrainee = defineCommand('agent.setTrainee', z.object({ agentId: agentIdSchema, trainee: traineeSchema.nullable() }), { offline: 'refuse', roles: LEADS });
