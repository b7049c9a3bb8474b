import { mustReadFirst } from './briefing.ts';
import { accept, isLead, refuse, type Decider } from './context.ts';

export const decideSetAgentState: Decider<'agent.setState'> = {
  type: 'agent.setState',
  facts: ['agent', 'briefing', 'deskSetup'],
  decide(facts, data, context) {
    const agent = facts.get('agent', context.agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN');
    // Whoever comes to work knows first what leads want known; who works already is not taken out of it.
    const [unread] = data.state === 'available' && agent.state === 'offDuty' ? mustReadFirst(facts, context, agent.teamIds) : [];
    if (unread !== undefined) return refuse('BRIEFING_UNREAD', { detail: unread.title });
    if (agent.state === data.state && agent.breakReason === data.breakReason && data.breakMs === undefined) return accept([]);
    return accept([
      {
        type: 'agent.stateChanged',
        data: { agentId: agent.id, state: data.state, at: context.now, ...(data.state === 'onBreak' && data.breakReason !== undefined ? { breakReason: data.breakReason } : {}), ...(data.state === 'onBreak' && data.breakMs !== undefined ? { breakUntil: context.now + data.breakMs } : {}) },
      },
    ]);
  },
};

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
