import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { lookAgain } from '../../../shared/sync/outbox-results.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import { envelopeOf } from '../../../shared/commands/index.ts';
import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import { acceptReply, sendAgain } from '../sync/reply-intake.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import { refused, runCommand } from './run-command.ts';

export interface ReplyCallsParts {
  readonly sync: DeskSync;
  readonly durable: boolean;
  readonly undoMs: () => number;
}

/** Freezes and keeps an answer; refusals come as an answer of their own, so that the text stays in the composer. */
export function sendReply({ sync, durable, undoMs }: ReplyCallsParts, request: IpcRequest<'reply.send'>): IpcResponse<'reply.send'> {
  try {
    const item = acceptReply(
      { base: sync.base, view: sync.view, book: sync.book, drafts: sync.drafts, files: sync.files, scheduled: sync.scheduled, durable, online: () => sync.online, undoMs },
      request,
    );
    sync.guards.said(item);
    if (request.schedule !== undefined) sync.sent();
    sync.pump.kick();
    sync.screen.refresh();
    sync.conversations.draftChanged(item.conversationId);
    const entry = sync.screen.entry(item);
    if (entry === undefined) throw new Error('invariant broken: an accepted reply is shown');
    return { status: 'queued', entry };
  } catch (error) {
    if (isCodedError(error)) return refused(error.code, error.detail);
    throw error;
  }
}

export function undoReply(sync: DeskSync, replyId: string): IpcResponse<'reply.undo'> {
  const undone = sync.pump.takeBack(replyId, (item) => sync.drafts.keepReply(item, false));
  const item = sync.book.get(replyId);
  if (undone && item !== undefined) sync.conversations.draftChanged(item.conversationId);
  return { undone };
}

/** A person decides about a reply of which nobody knows whether it is out, or puts away a failed one. */
export function settleReply(sync: DeskSync, { replyId, decision }: IpcRequest<'reply.settle'>): IpcResponse<'reply.settle'> {
  const item = mustItem(sync, replyId);
  const now = sync.base.clock.now();
  const { state } = item;
  if (state.kind === 'unclear' || state.kind === 'unknown') {
    if (sync.pump.busy(replyId)) throw new CodedError('REPLY_NOT_OPEN', { detail: 'It is being looked for right now.' });
    switch (decision) {
      case 'lookAgain':
        sync.pump.settle(item, lookAgain(state, now));
        return { entry: entryOf(sync, replyId) };
      case 'found':
        sync.pump.settle(
          item,
          { kind: 'delivered', by: 'person', sent: state.sent, at: now, reportNo: 0 },
          () => void sync.lane.append({ type: 'reply.settle', data: { replyId, decision: { kind: 'found' } } }),
        );
        break;
      case 'discard':
        sync.pump.settle(
          item,
          { kind: 'discarded', at: now, permitted: false },
          () => void sync.lane.append({ type: 'reply.settle', data: { replyId, decision: { kind: 'discard' } } }),
        );
        break;
      case 'sendAgain':
        return again(sync, item, true);
    }
    sync.sent();
    return { entry: entryOf(sync, replyId) };
  }
  if (decision === 'discard' && (state.kind === 'failed' || state.kind === 'becameDraft'))
    sync.pump.settle(item, { kind: 'discarded', at: now, permitted: false });
  else if (decision === 'discard' && sync.pump.takeBack(replyId)) return { entry: null };
  else if (decision === 'sendAgain' && state.kind === 'failed') return again(sync, item, false);
  else throw new CodedError('REPLY_NOT_OPEN');
  return { entry: entryOf(sync, replyId) };
}

/** Who sends a scheduled reply. Throws EXECUTOR_MISSING, REPLY_NOT_OPEN, OFFLINE_NEEDS_SERVER. */
export async function setExecutor(sync: DeskSync, { replyId, executor }: IpcRequest<'reply.setExecutor'>): Promise<IpcResponse<'reply.setExecutor'>> {
  const item = mustItem(sync, replyId);
  if (item.state.kind !== 'scheduled') throw new CodedError('REPLY_NOT_OPEN');
  const result = await runCommand(sync, envelopeOf({ type: 'reply.changeExecutor', data: { replyId: item.replyId as never, executor: executor === 'headless' ? 'headless' : 'desk' } }));
  if (result.status !== 'accepted') throw new CodedError(result.status === 'refused' && result.code in ERROR_CATALOGUE ? (result.code as ErrorCode) : 'OFFLINE_ANSWER_LOST');
  sync.scheduled.changed(mustItem(sync, replyId), executor);
  return { entry: entryOf(sync, replyId) };
}

/** Now instead of later; a failed one goes as a new reply with the same bytes. */
export function retryReply(sync: DeskSync, replyId: string): IpcResponse<'reply.retry'> {
  const item = mustItem(sync, replyId);
  if (item.state.kind === 'failed') return again(sync, item, false);
  sync.link.kick();
  sync.credentials.changed(item.reply.credentialId);
  sync.pump.hurry(item);
  return { entry: entryOf(sync, replyId) };
}

function again(sync: DeskSync, item: OutboxItem, tellServer: boolean): { entry: ReturnType<typeof entryOf> } {
  let next: OutboxItem | undefined;
  sync.pump.settle(item, { kind: 'discarded', at: sync.base.clock.now(), permitted: false }, () => {
    // First the old one is let go, then leave is asked for the new one: the numbers keep the order.
    if (tellServer) sync.lane.append({ type: 'reply.settle', data: { replyId: item.replyId, decision: { kind: 'discard' } } });
    next = sendAgain({ base: sync.base, book: sync.book, view: sync.view }, item);
  });
  if (next === undefined) return { entry: null };
  sync.book.announce(next);
  sync.sent();
  sync.pump.kick();
  return { entry: entryOf(sync, next.replyId) };
}

function mustItem(sync: DeskSync, replyId: string): OutboxItem {
  const item = sync.book.get(replyId);
  if (item === undefined) throw new CodedError('NOT_FOUND', { field: 'replyId' });
  return item;
}

function entryOf(sync: DeskSync, replyId: string): NonNullable<ReturnType<DeskSync['screen']['entry']>> | null {
  sync.screen.refresh();
  const item = sync.book.get(replyId);
  return item === undefined ? null : (sync.screen.entry(item) ?? null);
}
