import { openEscalation } from '../domain/escalation.ts';
import { must } from '../util/assert.ts';
import { accept, refuse, type Decider } from './context.ts';
import { endEscalation } from './escalation.ts';

export const decideSendWhisper: Decider<'whisper.send'> = {
  type: 'whisper.send',
  facts: ['conversation'],
  decide(facts, data, context) {
    const conversation = facts.get('conversation', data.conversationId);
    if (conversation === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (conversation.whispers?.some(({ id }) => id === data.id) === true) return accept([]);
    const toAgentId = conversation.ownerAgentId;
    // There must be a composer to say it into, and not one's own.
    if (toAgentId === undefined || toAgentId === context.agentId) return refuse('STATE_INVALID', { field: 'conversationId' });
    // Who asked for help has an answer with it.
    const asked = openEscalation(conversation.escalations);
    return accept([...(asked?.agentId === toAgentId ? endEscalation(conversation.id, asked, 'answered', context) : []), { type: 'whisper.sent', data: { id: data.id, conversationId: conversation.id, byAgentId: context.agentId, toAgentId, bodyRef: must(context.bodyRefs[0], 'sealed whisper'), at: context.now } }]);
  },
};

export const decideMarkWhisperSeen: Decider<'whisper.markSeen'> = {
  type: 'whisper.markSeen',
  facts: ['conversation'],
  decide(facts, data, context) {
    const whisper = facts.get('conversation', data.conversationId)?.whispers?.find(({ id }) => id === data.whisperId);
    if (whisper === undefined) return refuse('NOT_FOUND', { field: 'whisperId' });
    if (whisper.toAgentId !== context.agentId) return refuse('NOT_ALLOWED');
    return whisper.seenAt === undefined ? accept([{ type: 'whisper.seen', data: { conversationId: data.conversationId, whisperId: whisper.id, at: context.now } }]) : accept([]);
  },
};
