import type { Agent } from '../domain/agent.ts';
import { DEFAULT_HOUSE_SETTING, HOUSE_SETTING_ID, type HouseSetting } from '../domain/house-setting.ts';
import { LONGEST_SHIFT_MS } from '../domain/roster.ts';
import type { NewEvent } from '../events/index.ts';
import { mustReadFirst } from './briefing.ts';
import { accept, isLead, refuse, type DecideContext, type Decider } from './context.ts';

export const decideSetAgentState: Decider<'agent.setState'> = {
  type: 'agent.setState',
  facts: ['agent', 'briefing', 'deskSetup'],
  decide(facts, data, context) {
    const agent = facts.get('agent', context.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN');
    // Whoever comes to work knows first what leads want known; who works already is not taken out of it.
    const [unread] = data.state === 'available' && agent.state === 'offDuty' ? mustReadFirst(facts, context, agent.teamIds) : [];
    if (unread !== undefined) return refuse('BRIEFING_UNREAD', { detail: unread.title });
    if (data.state === 'available' && isEnding(agent, context.now)) return refuse('SHIFT_ENDS', { field: 'state' });
    if (agent.state === data.state && agent.breakReason === data.breakReason && data.breakMs === undefined) return accept([]);
    return accept([
      ...(data.state === 'available' ? staleShift(agent, context) : []),
      {
        type: 'agent.stateChanged',
        data: { agentId: agent.id, state: data.state, at: context.now, ...(data.state === 'onBreak' && data.breakReason !== undefined ? { breakReason: data.breakReason } : {}), ...(data.state === 'onBreak' && data.breakMs !== undefined ? { breakUntil: context.now + data.breakMs } : {}) },
      },
    ]);
  },
};

/** SHIFT-7: set to run-out because their shift ends soon, which it still does. */
function isEnding({ shift }: Agent, now: number): boolean {
  return shift?.ranOutFor !== undefined && shift.ranOutFor === shift.endAt && now < shift.endAt;
}

/** Whoever comes to work after a shift that is over is not held back by it. */
function staleShift({ id, state, shift }: Agent, context: DecideContext): NewEvent[] {
  const isOver = state === 'offDuty' && shift !== undefined && shift.endAt <= context.now;
  return isOver ? [{ type: 'agent.shiftPlanned', data: { agentId: id, shift: null, at: context.now } }] : [];
}

const LONGEST_PUT_OFF_MS = 4 * 3_600_000;

export const decideSetShiftEnd: Decider<'agent.setEnd'> = {
  type: 'agent.setEnd',
  facts: ['agent', 'houseSetting'],
  decide(facts, { endAt, reason }, context) {
    const agent = facts.get('agent', context.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN');
    const { now } = context;
    if (endAt <= now || endAt > now + LONGEST_SHIFT_MS) return refuse('INPUT_INVALID', { field: 'endAt' });
    const of = { agentId: agent.id, byAgentId: agent.id, at: now };
    const { shift } = agent;
    if (shift === undefined || shift.endAt <= now || shift.startAt > now) {
      // A shift yet to come, or the next that is known, stays when it begins.
      const nextStartAt = shift === undefined ? undefined : shift.startAt > now ? shift.startAt : shift.nextStartAt;
      if (nextStartAt !== undefined && nextStartAt < endAt) return refuse('INPUT_INVALID', { field: 'endAt' });
      return accept([{ type: 'agent.shiftPlanned', data: { ...of, shift: { startAt: now, endAt, ...(nextStartAt === undefined ? {} : { nextStartAt }) } } }]);
    }
    if (endAt === shift.endAt) return accept([]);
    if (endAt < shift.endAt) return accept([{ type: 'agent.shiftPlanned', data: { ...of, shift: { ...shift, endAt } } }]);
    if (shift.putOff !== undefined) return refuse('SHIFT_PUT_OFF', { field: 'endAt' });
    if (reason === undefined) return refuse('INPUT_INVALID', { field: 'reason' });
    if (endAt > shift.endAt + LONGEST_PUT_OFF_MS || (shift.nextStartAt !== undefined && endAt > shift.nextStartAt)) return refuse('INPUT_INVALID', { field: 'endAt' });
    const later = { type: 'agent.shiftPlanned' as const, data: { ...of, shift: { ...shift, endAt, putOff: { fromEndAt: shift.endAt, reason, at: now } } } };
    // Set to run-out by itself, and not near the end any more: new work comes again.
    const { runOutMs } = facts.get('houseSetting', HOUSE_SETTING_ID) ?? DEFAULT_HOUSE_SETTING;
    const isBack = agent.state === 'runOut' && isEnding(agent, now) && now < endAt - runOutMs;
    return accept([later, ...(isBack ? [{ type: 'agent.stateChanged' as const, data: { agentId: agent.id, state: 'available' as const, at: now } }] : [])]);
  },
};

/** SHIFT-7: who is to get nothing new now, because the shift they are in ends soon. Once for each end. */
export function runsOutNow({ state, disabled, shift }: Agent, setting: HouseSetting, now: number): boolean {
  return state === 'available' && !disabled && setting.runOutMs > 0 && shift !== undefined && shift.startAt <= now && now < shift.endAt && now >= shift.endAt - setting.runOutMs && shift.ranOutFor !== shift.endAt;
}

export const decideForceAgentState: Decider<'agent.forceState'> = {
  type: 'agent.forceState',
  facts: ['agent'],
  decide(facts, data, context) {
    const agent = facts.get('agent', data.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN', { field: 'agentId' });
    return accept([{ type: 'agent.stateChanged', data: { agentId: agent.id, state: data.state, at: context.now, byAgentId: context.agentId, ...(data.state === 'onBreak' ? { breakReason: data.breakReason ?? 'break' } : {}) } }]);
  },
};

export const decideForceCapacity: Decider<'agent.forceCapacity'> = {
  type: 'agent.forceCapacity',
  facts: ['agent'],
  decide(facts, data, context) {
    const agent = facts.get('agent', data.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN', { field: 'agentId' });
    if (data.untilAt !== undefined && data.untilAt <= context.now) return refuse('INPUT_INVALID', { field: 'untilAt', detail: 'It would be over at once.' });
    const before = agent.forcedCapacity;
    if (before !== undefined && before.capacity === data.capacity && before.reason === data.reason && before.untilAt === data.untilAt) return accept([]);
    return accept([{ type: 'agent.capacityForced', data: { agentId: agent.id, capacity: data.capacity, reason: data.reason, byAgentId: context.agentId, at: context.now, ...(data.untilAt === undefined ? {} : { untilAt: data.untilAt }) } }]);
  },
};

export const decideLiftCapacity: Decider<'agent.liftCapacity'> = {
  type: 'agent.liftCapacity',
  facts: ['agent'],
  decide(facts, data, context) {
    const agent = facts.get('agent', data.agentId);
    if (agent === undefined) return refuse('AGENT_UNKNOWN', { field: 'agentId' });
    // Run out, or lifted by another lead, meanwhile: it is as was wanted.
    return accept(agent.forcedCapacity === undefined ? [] : [{ type: 'agent.capacityLifted', data: { agentId: agent.id, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideRegisterAgent: Decider<'agent.register'> = {
  type: 'agent.register',
  facts: ['agent'],
  decide(facts, data) {
    const other = facts.agentIdByInitials(data.initials);
    if (other !== undefined && other !== data.id) return refuse('DUPLICATE_INITIALS', { field: 'initials' });
    return accept([{ type: 'agent.registered', data }]);
  },
};

export const decidePlanShift: Decider<'agent.planShift'> = {
  type: 'agent.planShift',
  facts: ['agent'],
  decide(facts, data, context) {
    const agent = facts.get('agent', data.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN', { field: 'agentId' });
    return accept([{ type: 'agent.shiftPlanned', data: { agentId: agent.id, shift: data.shift, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideSetWishes: Decider<'agent.setWishes'> = {
  type: 'agent.setWishes',
  facts: ['agent'],
  decide(facts, data, context) {
    const agent = facts.get('agent', context.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN');
    return accept([{ type: 'agent.wishesSet', data: { agentId: agent.id, wishes: data.wishes, at: context.now } }]);
  },
};

export const decideSetTrainee: Decider<'agent.setTrainee'> = {
  type: 'agent.setTrainee',
  facts: ['agent'],
  decide(facts, data, context) {
    const agent = facts.get('agent', data.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN', { field: 'agentId' });
    for (const name of ['approverId', 'standInId'] as const) {
      const id = data.trainee?.[name];
      const named = id === undefined ? undefined : facts.get('agent', id);
      // Who looks must be allowed to decide, and nobody looks at their own.
      if (id !== undefined && (named === undefined || named.disabled || !isLead(named.role) || id === data.agentId)) return refuse('AGENT_UNKNOWN', { field: `trainee.${name}` });
    }
    if (JSON.stringify(agent.trainee ?? null) === JSON.stringify(data.trainee)) return accept([]);
    return accept([{ type: 'agent.traineeSet', data: { agentId: agent.id, trainee: data.trainee, byAgentId: context.agentId, at: context.now } }]);
  },
};
