import type { Approval } from '../../../shared/domain/approval.ts';
import { frozenReplySchema } from '../../../shared/domain/reply.ts';
import type { AcceptedReply, OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { CommandLane } from './command-lane.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

// S2: what this desk makes of somebody's look at a reply. Leave is the server's alone; here it is only seen when to ask for it, and in which words.

interface Seen {
  readonly base: SyncBase;
  readonly view: ReplicaView;
}

function approvalOf(view: ReplicaView, { replyId, conversationId }: OutboxItem): Approval | undefined {
  return view.get('conversation', conversationId)?.approvals?.find((one) => one.replyId === replyId);
}

/** Whoever looks at it has decided, or nobody will any more: it was withdrawn, or the conversation is no longer this person's. */
function isDecided(view: ReplicaView, item: OutboxItem): boolean {
  const state = approvalOf(view, item)?.state;
  return (state !== undefined && state !== 'asked') || view.get('conversation', item.conversationId)?.ownerAgentId !== item.reply.agentId;
}

/**
 * Whether the server is to be asked: it is decided, or this desk will not hear of it. Of what is not held here any more nothing is told; what still stands
 * here of it, as a part of somebody's thread, is old.
 */
export function isAskedAgain(view: ReplicaView, item: OutboxItem): boolean {
  return view.held(item.conversationId) === undefined || isDecided(view, item);
}

/** The reply in the words that were approved in place of those written; the same object where nothing was changed. */
export function approvedWords({ base, view }: Seen, item: OutboxItem): AcceptedReply {
  const approval = approvalOf(view, item);
  const text = approval?.state !== 'approved' || approval.changedRef === undefined ? undefined : base.stores.bodies.get(approval.changedRef);
  const frozen = text === undefined ? undefined : frozenReplySchema.safeParse(JSON.parse(text));
  if (frozen?.success !== true || JSON.stringify(frozen.data) === JSON.stringify(item.reply.frozen)) return item.reply;
  return { ...item.reply, frozen: frozen.data };
}

/** It will not go as it is: nobody needs to look at it any more. For use inside a transaction. */
export function withdrawApproval({ view, lane }: { readonly view: ReplicaView; readonly lane: CommandLane }, item: OutboxItem): void {
  const isHeld = item.state.kind === 'queued' && item.state.reason === 'approval';
  if (!isHeld && approvalOf(view, item)?.state !== 'asked') return;
  if (!isDecided(view, item)) lane.append({ type: 'approval.withdraw', data: { conversationId: item.conversationId, replyId: item.replyId } });
}
