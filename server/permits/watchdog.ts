import { returnToQueue } from '../../shared/deciders/assignment.ts';
import { mayAnswer } from '../../shared/domain/account-rights.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';
import { overdueTicket } from '../../shared/deciders/ticket.ts';
import { wakeItem } from '../../shared/deciders/reply-outcome.ts';
import type { Center } from '../center/center.ts';
import type { Leases } from './leases.ts';

/**
 * A permit whose desk can no longer be sending and never said what became of it: `reply.unconfirmed`. Any desk entitled to the account may
 * then reconcile it. The turn stays locked.
 */
export async function markSilentReplies(center: Center, leases: Leases): Promise<number> {
  const now = center.now();
  const silent = [...center.index.openReplies()].filter((id) => {
    const reply = center.live.get('reply', id);
    return reply?.state === 'permitted' && leases.sendingPossibleUntil(reply.conversationId, reply.replicaId) <= now;
  });
  if (silent.length === 0) return 0;
  await center.submit('system', () => ({
    events: silent.flatMap((id) => {
      const reply = center.live.get('reply', id);
      return reply?.state === 'permitted' ? [{ type: 'reply.unconfirmed' as const, data: { replyId: reply.id, conversationId: reply.conversationId, at: now, reason: 'deskSilent' as const } }] : [];
    }),
  }));
  return silent.length;
}

/**
 * What somebody holds on an account they may no longer answer on goes back to its queue. An answer under way is waited for: its turn is locked. Gives how many must
 * be looked at again.
 */
export async function giveBackUnentitled(center: Center): Promise<number> {
  const isLost = (item: WorkItem | undefined): item is WorkItem => {
    const owner = item?.ownerAgentId === undefined || item.state !== 'assigned' ? undefined : center.live.get('agent', item.ownerAgentId);
    const account = item === undefined ? undefined : center.live.get('account', item.accountId);
    return owner !== undefined && account !== undefined && !owner.disabled && !mayAnswer(account, { agentId: owner.id, role: owner.role, teamIds: owner.teamIds });
  };
  const lost = [...center.live.all('workItem').values()].filter(isLost);
  const isBusy = (item: WorkItem): boolean => center.live.get('conversation', item.conversationId)?.lockedByReplyId !== undefined;
  for (const { id } of lost.filter((item) => !isBusy(item)))
    await center.submit('system', () => {
      const item = center.live.get('workItem', id);
      return { events: isLost(item) && !isBusy(item) ? returnToQueue(center.facts, item, center.now(), 'rightLost') : [] };
    });
  return lost.filter(isBusy).length;
}

/**
 * A scheduled reply whose conversation was closed or went to somebody else can never get leave; the desk that is to send it may not even hold the conversation
 * any more. Said at once, so that whoever wrote it has it back as a draft and the customer is not forgotten.
 */
export async function callOffScheduled(center: Center): Promise<number> {
  const isLost = (id: string): boolean => {
    const reply = center.live.get('reply', id);
    const conversation = reply === undefined ? undefined : center.live.get('conversation', reply.conversationId);
    return reply?.state === 'scheduled' && (conversation?.ownerAgentId !== reply.agentId || conversation.epoch !== reply.epoch);
  };
  const lost = [...center.index.scheduledReplies()].filter(isLost);
  for (const id of lost) {
    await center.submit('system', () => {
      const reply = center.live.get('reply', id);
      if (reply === undefined || !isLost(id)) return { events: [] };
      const at = center.now();
      const failure = { code: 'LEASE_LOST', detail: 'the conversation was closed or went to somebody else before its time', retryable: false };
      return { events: [{ type: 'reply.failed', data: { replyId: reply.id, conversationId: reply.conversationId, at, failure } }, ...wakeItem(center.facts, reply, at)] };
    });
  }
  return lost.length;
}

/** D15: what others owe and did not do in time comes back, before the customer asks. Each due time once, over restarts too: the log says which were told. */
export async function bringBackOverdue(center: Center): Promise<number> {
  const now = center.now();
  const late = [...center.index.awaitingOthers()].flatMap((conversationId) => (center.live.get('conversation', conversationId)?.tickets ?? []).filter((one) => one.closed === undefined && one.overdueAt === undefined && one.dueAt <= now).map((one) => ({ conversationId, ticketId: one.id })));
  for (const { conversationId, ticketId } of late) await center.submit('system', () => ({ events: overdueTicket(center.facts, conversationId, ticketId, center.now()) }));
  return late.length;
}
