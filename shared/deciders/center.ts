import { getChannel } from '../channels/index.ts';
import { accept, refuse, type Decider } from './context.ts';

export const decideRegisterAccount: Decider<'account.register'> = {
  type: 'account.register',
  facts: ['account'],
  decide(_facts, data) {
    if (getChannel(data.channel) === undefined) return refuse('CHANNEL_UNKNOWN', { field: 'channel' });
    return accept([{ type: 'account.registered', data }]);
  },
};

export const decideStopAccount: Decider<'account.stop'> = {
  type: 'account.stop',
  facts: ['account'],
  decide(facts, data, context) {
    const account = facts.get('account', data.accountId);
    if (account === undefined) return refuse('NOT_FOUND', { field: 'accountId' });
    if (account.stopped !== undefined) return accept([]);
    return accept([{ type: 'account.stopped', data: { accountId: account.id, agentId: context.agentId, reason: data.reason, at: context.now } }]);
  },
};

export const decideResumeAccount: Decider<'account.resume'> = {
  type: 'account.resume',
  facts: ['account'],
  decide(facts, data, context) {
    const account = facts.get('account', data.accountId);
    if (account === undefined) return refuse('NOT_FOUND', { field: 'accountId' });
    if (account.stopped === undefined) return accept([]);
    return accept([{ type: 'account.resumed', data: { accountId: account.id, agentId: context.agentId, at: context.now } }]);
  },
};

export const decideSwitchFeed: Decider<'account.switchFeed'> = {
  type: 'account.switchFeed',
  facts: ['account'],
  decide(facts, data, context) {
    const account = facts.get('account', data.accountId);
    if (account === undefined) return refuse('NOT_FOUND', { field: 'accountId' });
    if ((account.feedPaused !== undefined) === data.paused) return accept([]);
    return accept([{ type: 'account.feedSwitched', data: { accountId: account.id, paused: data.paused, agentId: context.agentId, at: context.now } }]);
  },
};

export const decideDefineQueue: Decider<'queue.define'> = { type: 'queue.define', facts: [], decide: (_facts, data) => accept([{ type: 'queue.defined', data }]) };
export const decideDefineSkill: Decider<'skill.define'> = { type: 'skill.define', facts: [], decide: (_facts, data) => accept([{ type: 'skill.defined', data }]) };
export const decideDefineTeam: Decider<'team.define'> = { type: 'team.define', facts: [], decide: (_facts, data) => accept([{ type: 'team.defined', data }]) };
