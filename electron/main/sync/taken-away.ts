import type { CommandEnvelope } from '../../../shared/commands/index.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { Notice } from '../../../shared/ipc/views.ts';
import type { Ahead } from './ahead.ts';
import type { ReplicaView } from './replica-view.ts';

/** Own commands after which a conversation may leave this desk. */
const LETS_GO: ReadonlySet<string> = new Set([
  'workItem.close',
  'workItem.transfer',
  'workItem.park',
  'workItem.reassign',
  'agent.setState',
]);

/** D6: left out, handed out or given back with an answer for many, by this person. */
function endsBulk(command: CommandEnvelope, conversationId: string, view: ReplicaView): boolean {
  const data = command.data as { bulkId?: unknown; conversationIds?: unknown };
  if (command.type === 'bulkAnswer.skip' || command.type === 'bulkAnswer.handOut') return Array.isArray(data.conversationIds) && data.conversationIds.includes(conversationId);
  return command.type === 'bulkAnswer.stop' && view.row('bulkMember', conversationId)?.bulkId === data.bulkId;
}

/** Own conversations that a frame takes away without this desk having asked for it: somebody else has them now. Before it is written. */
export function takenAway(plan: BatchPlan, { me, view, ahead }: { readonly me: string; readonly view: ReplicaView; readonly ahead: Ahead }): string[] {
  return plan.held.flatMap(({ conversationId, held }) => {
    const conversation = held === undefined ? view.get('conversation', conversationId) : undefined;
    if (conversation?.ownerAgentId !== me) return [];
    const isOwnDoing = ahead
      .onTheWay()
      .some(({ command }) => endsBulk(command, conversationId, view) || (LETS_GO.has(command.type) && (command.type === 'agent.setState' || ahead.conversationOf(command) === conversationId)));
    return isOwnDoing ? [] : [conversationId];
  });
}

/** What the person is told; with an own answer that may already be out, that too: the turn stays locked until its outcome is known. */
export function takenNotice(conversationId: string, replies: readonly OutboxItem[]): Omit<Notice, 'id' | 'at'> {
  const mayBeOut = replies.find(({ state }) => state.kind === 'attempting' || state.kind === 'unknown' || state.kind === 'unclear' || (state.kind === 'permitted' && state.tries > 0));
  const notice = { kind: 'itemReassigned' as const, conversationId };
  if (mayBeOut === undefined) return notice;
  const since = 'startedAt' in mayBeOut.state ? mayBeOut.state.startedAt : mayBeOut.createdAt;
  return { ...notice, code: 'REPLY_UNDER_WAY', values: { replyId: mayBeOut.replyId, since } };
}
