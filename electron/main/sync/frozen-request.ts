import type { CommandOf } from '../../../shared/commands/index.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';

/** The frozen reply as the server is asked about it. */
export function frozenRequest(item: OutboxItem): CommandOf<'reply.requestPermit'>['data'] {
  const { reply } = item;
  return {
    replyId: item.replyId,
    conversationId: item.conversationId,
    epoch: item.epoch,
    frozen: reply.frozen,
    followUp: reply.followUp,
    platformKey: item.platformKey,
    frozenAt: item.createdAt,
    ...(item.workItemId === undefined ? {} : { workItemId: item.workItemId }),
    ...(reply.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: reply.answersThroughMessageId }),
  };
}
