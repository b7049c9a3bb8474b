import { strategyInForce, type Strategy, type StrategyRules } from '../domain/strategy.ts';
import { getChannel } from '../channels/index.ts';
import { accept, isLead, refuse, type Decider, type Decision, type Facts } from './context.ts';

/**
 * What a schema cannot see: names nobody has defined, and rings that would drop what must never be dropped (R4). The first problem, by its
 * place in the document.
 */
export function strategyProblem(facts: Pick<Facts, 'get'>, rules: StrategyRules): { readonly field: string; readonly detail: string } | undefined {
  for (const [queueId, queue] of Object.entries(rules.queues)) {
    if (facts.get('queue', queueId) === undefined) return { field: `rules.queues.${queueId}`, detail: `no queue ${queueId}` };
    for (const [i, ring] of queue.rings.entries()) {
      for (const skillId of [...ring.drop, ...ring.lower.map((l) => l.skillId)]) {
        const kind = facts.get('skill', skillId)?.kind;
        if (kind !== 'topic') return { field: `rules.queues.${queueId}.rings.${i}`, detail: kind === undefined ? `no skill ${skillId}` : `${skillId} is a ${kind} need and is never dropped` };
      }
    }
  }
  for (const teamId of Object.keys(rules.blending.teams)) if (facts.get('team', teamId) === undefined) return { field: `rules.blending.teams.${teamId}`, detail: `no team ${teamId}` };
  for (const need of rules.danger.needs) if (facts.get('skill', need.skillId) === undefined) return { field: 'rules.danger.needs', detail: `no skill ${need.skillId}` };
  for (const [language, needs] of Object.entries(rules.languages)) {
    for (const need of needs) if (facts.get('skill', need.skillId) === undefined) return { field: `rules.languages.${language}`, detail: `no skill ${need.skillId}` };
  }
  for (const [cause, rule] of Object.entries(rules.reading)) {
    for (const need of rule?.needs ?? []) if (facts.get('skill', need.skillId) === undefined) return { field: `rules.reading.${cause}.needs`, detail: `no skill ${need.skillId}` };
  }
  for (const [kind, route] of Object.entries(rules.special)) {
    if (route === undefined) continue;
    if (route.queueId !== undefined && facts.get('queue', route.queueId) === undefined) return { field: `rules.special.${kind}.queueId`, detail: `no queue ${route.queueId}` };
    for (const need of route.needs) if (facts.get('skill', need.skillId) === undefined) return { field: `rules.special.${kind}.needs`, detail: `no skill ${need.skillId}` };
  }
  return flagProblem(facts, rules);
}

/** FLAG-4: a rule that would flag everything is none, and whoever it names must be there and may approve. */
function flagProblem(facts: Pick<Facts, 'get'>, rules: StrategyRules): { readonly field: string; readonly detail: string } | undefined {
  const names = new Set<string>();
  for (const [ruleId, rule] of Object.entries(rules.flags)) {
    const at = `rules.flags.${ruleId}`;
    const name = rule.name.toLocaleLowerCase('de');
    if (names.has(name)) return { field: `${at}.name`, detail: `${rule.name} is there twice` };
    names.add(name);
    if (Object.values(rule.when).every((asked) => asked.length === 0)) return { field: `${at}.when`, detail: 'it asks for nothing and would flag everything' };
    for (const queueId of rule.when.queues) if (facts.get('queue', queueId) === undefined) return { field: `${at}.when.queues`, detail: `no queue ${queueId}` };
    for (const accountId of rule.when.accounts) if (facts.get('account', accountId) === undefined) return { field: `${at}.when.accounts`, detail: `no account ${accountId}` };
    for (const channel of rule.when.channels) if (getChannel(channel) === undefined) return { field: `${at}.when.channels`, detail: `no channel ${channel}` };
    for (const field of ['approverId', 'standInId'] as const) {
      const agentId = rule[field];
      const agent = agentId === undefined ? undefined : facts.get('agent', agentId);
      if (agentId !== undefined && (agent === undefined || !isLead(agent.role))) return { field: `${at}.${field}`, detail: agent === undefined ? `nobody is ${agentId}` : `${agentId} may not approve` };
    }
    if (rule.standInId !== undefined && (rule.approverId === undefined || rule.approverId === rule.standInId)) return { field: `${at}.standInId`, detail: 'a stand-in stands in for somebody else' };
  }
  return undefined;
}

function check(facts: Facts, rules: StrategyRules, baseVersion: number): Decision | undefined {
  const { version } = strategyInForce(facts.get('strategy', 'center'));
  if (version !== baseVersion) return refuse('STRATEGY_STALE', { field: 'baseVersion', detail: `version ${version} is in force` });
  const problem = strategyProblem(facts, rules);
  return problem === undefined ? undefined : refuse('STRATEGY_INVALID', problem);
}

export const decideProposeStrategy: Decider<'strategy.propose'> = {
  type: 'strategy.propose',
  facts: ['strategy', 'queue', 'skill', 'team', 'account', 'agent'],
  decide(facts, data, context) {
    const no = check(facts, data.rules, data.baseVersion);
    if (no !== undefined) return no;
    const proposalId = context.nextId();
    return accept([{ type: 'strategy.proposed', data: { proposalId, baseVersion: data.baseVersion, rules: data.rules, byAgentId: context.agentId, at: context.now, ...noted(data.note) } }], { proposalId });
  },
};

export const decideApplyStrategy: Decider<'strategy.apply'> = {
  type: 'strategy.apply',
  facts: ['strategy', 'queue', 'skill', 'team', 'account', 'agent'],
  decide(facts, data, context) {
    const proposal = facts.get('strategy', 'center')?.proposal;
    if (data.rules === undefined && proposal?.id !== data.proposalId) return refuse('NOT_FOUND', { field: 'proposalId' });
    const rules = data.rules ?? proposal?.rules;
    if (rules === undefined) return refuse('NOT_FOUND', { field: 'proposalId' });
    const no = check(facts, rules, data.baseVersion);
    if (no !== undefined) return no;
    const version = data.baseVersion + 1;
    const note = data.note ?? (data.rules === undefined ? proposal?.note : undefined);
    return accept([{ type: 'strategy.changed', data: { version, rules, byAgentId: context.agentId, at: context.now, ...noted(note) } }], { version });
  },
};

export const decideUndoStrategy: Decider<'strategy.undo'> = {
  type: 'strategy.undo',
  facts: ['strategy', 'queue', 'skill', 'team', 'account', 'agent'],
  decide(facts, data, context) {
    const strategy = facts.get('strategy', 'center');
    if (strategy === undefined || strategy.version !== data.version) return refuse('STRATEGY_STALE', { field: 'version', detail: `version ${strategy?.version ?? 0} is in force` });
    // An undo after an undo goes one further back, not forth again.
    const restores = meant(strategy, meant(strategy, strategy.version) - 1);
    const before = strategy.documents.findLast((d) => d.version === restores);
    if (before === undefined) return refuse('STRATEGY_NOTHING_TO_UNDO');
    // A queue or skill may have gone since.
    const problem = strategyProblem(facts, before.rules);
    if (problem !== undefined) return refuse('STRATEGY_INVALID', problem);
    const version = strategy.version + 1;
    return accept([{ type: 'strategy.changed', data: { version, rules: before.rules, restores, byAgentId: context.agentId, at: context.now, ...noted(data.note) } }], { version, restores });
  },
};

/** The version whose rules this one brought back, or itself. */
function meant(strategy: Strategy, version: number): number {
  const restored = strategy.history.find((change) => change.version === version)?.restores;
  return restored === undefined || restored >= version ? version : meant(strategy, restored);
}

function noted(note: string | undefined): { note?: string } {
  return note === undefined ? {} : { note };
}
