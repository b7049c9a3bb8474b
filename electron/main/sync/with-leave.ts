import { isOwnChoice, type OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { CommandLane } from './command-lane.ts';
import { promised } from './promised.ts';

/** What follows for the item once its answer may go; inside the transaction that stores the leave. */
export function withLeave({ replyId, workItemId, reply }: OutboxItem, lane: CommandLane): void {
  const { then, answersThroughMessageId } = reply;
  if (workItemId === undefined) return;
  // What the customer wrote after this answer was frozen has not been read: then the item stays as it is.
  const seen = { afterReplyId: replyId as never, ...(answersThroughMessageId === undefined ? {} : { seenThroughMessageId: answersThroughMessageId }) };
  if (then.kind === 'wait') lane.append({ type: 'workItem.park', data: { workItemId, ...seen, ...promised(then) } });
  if (then.kind === 'close' && isOwnChoice(then.disposition)) lane.append({ type: 'workItem.close', data: { workItemId, disposition: then.disposition, ...seen } });
}
