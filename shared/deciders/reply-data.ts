import type { CommandOf } from '../commands/index.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { EventOf, NewEvent } from '../events/index.ts';
import { must } from '../util/assert.ts';
import type { DecideContext, Facts } from './context.ts';

/** What the log keeps of a reply, from the frozen words of its command: the same whether it may go now or goes later. */
export function replyData(data: CommandOf<'reply.requestPermit'>['data'] | CommandOf<'reply.schedule'>['data'], conversation: Conversation, context: DecideContext): EventOf<'reply.permitted'>['data'] {
  return {
    id: data.replyId,
    conversationId: conversation.id,
    accountId: conversation.accountId,
    agentId: context.agentId,
    replicaId: context.replicaId,
    epoch: data.epoch,
    bodyRef: must(context.bodyRefs[0], 'sealed reply'),
    partBodyRefs: context.bodyRefs.slice(1),
    visibility: data.frozen.visibility,
    followUp: data.followUp,
    platformKey: data.platformKey,
    ...(data.frozen.situation === undefined ? {} : { situation: data.frozen.situation }),
    parts: data.frozen.parts.length,
    permittedAt: context.now,
    ...(data.workItemId === undefined ? {} : { workItemId: data.workItemId }),
    ...(data.frozen.inReplyToRemoteId === undefined ? {} : { inReplyToRemoteId: data.frozen.inReplyToRemoteId }),
    ...(data.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: data.answersThroughMessageId }),
  };
}

/** A reply takes the place of the draft it was written from. */
export function ownDraftCleared(facts: Facts, conversationId: string, context: DecideContext): NewEvent[] {
  return facts.get('draft', conversationId)?.agentId === context.agentId ? [{ type: 'draft.cleared', data: { conversationId } }] : [];
}
