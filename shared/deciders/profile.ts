import { profileBar } from '../domain/person-profile.ts';
import { accept, refuse, type Decider } from './context.ts';

export const decideAskProfile: Decider<'profile.ask'> = {
  type: 'profile.ask',
  facts: ['conversation', 'account'],
  decide(facts, data, context) {
    const conversation = facts.get('conversation', data.conversationId);
    const profile = facts.get('account', data.accountId);
    if (conversation === undefined || profile === undefined) return refuse('NOT_FOUND');
    if (conversation.ownerAgentId !== context.agentId) return refuse('NOT_OWNER');
    const bar = profileBar(profile, facts.get('account', conversation.accountId), conversation, context.agentId);
    // Who was refused may ask again: the thread goes on.
    if (bar !== 'ask' && bar !== 'refused') return bar === undefined || bar === 'asked' ? accept([]) : refuse('PROFILE_NOT_HERE', { detail: bar });
    return accept([{ type: 'profile.asked', data: { conversationId: conversation.id, accountId: profile.id, agentId: context.agentId, at: context.now } }]);
  },
};

export const decideDecideProfile: Decider<'profile.decide'> = {
  type: 'profile.decide',
  facts: ['conversation'],
  decide(facts, data, context) {
    const use = facts.get('conversation', data.conversationId)?.profileUse;
    if (use === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (use.state === (data.allowed ? 'allowed' : 'refused')) return accept([]);
    return accept([{ type: 'profile.decided', data: { conversationId: data.conversationId, accountId: use.accountId, agentId: use.agentId, allowed: data.allowed, byAgentId: context.agentId, at: context.now } }]);
  },
};
