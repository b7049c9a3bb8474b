import { envelopeOf, type Command } from '../../../shared/commands/index.ts';
import { wordParts } from '../../../shared/domain/reply-files.ts';
import { frozenReplySchema, type FrozenReply, type Reply } from '../../../shared/domain/reply.ts';
import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import { CodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import { settleCommand } from './run-command.ts';

const LOOK_MS = 20_000;

/**
 * A reply that is not in this desk's outbox and of which nobody knows whether it is out: its desk fell silent, or belongs to somebody else. Whoever holds the
 * conversation, and leads, may settle it; the server says so. Throws NOT_FOUND, REPLY_NOT_OPEN and what the server refuses with (NOT_ALLOWED, REPLY_UNDER_WAY …).
 */
export async function settleOther(sync: DeskSync, { replyId, decision }: IpcRequest<'reply.settle'>): Promise<IpcResponse<'reply.settle'>> {
  const reply = sync.view.get('reply', replyId);
  if (reply === undefined) throw new CodedError('NOT_FOUND', { field: 'replyId' });
  if (reply.state !== 'unconfirmed' && reply.state !== 'permitted') throw new CodedError('REPLY_NOT_OPEN');
  switch (decision) {
    case 'found':
      await run(sync, { type: 'reply.settle', data: { replyId: reply.id, decision: { kind: 'found' } } });
      return { entry: null };
    case 'discard':
      await run(sync, { type: 'reply.settle', data: { replyId: reply.id, decision: { kind: 'discard' } } });
      return { entry: null };
    case 'lookAgain':
      await look(sync, reply);
      return { entry: null };
    case 'sendAgain':
      return sendAgain(sync, reply);
  }
}

/** Found: everybody hears it. Not found says nothing. */
async function look(sync: DeskSync, reply: Reply): Promise<void> {
  const frozen = frozenOf(sync, reply);
  const conversation = sync.view.get('conversation', reply.conversationId);
  const account = sync.view.account(reply.accountId);
  const connector = conversation === undefined ? undefined : sync.connectors.get(conversation.channel);
  if (account === undefined || connector === undefined) throw new CodedError('CHANNEL_NO_CONNECTOR');
  const credential = await sync.credentials.value(account.credentialId);
  if (credential === undefined) throw new CodedError('CREDENTIAL_MISSING');
  const remoteIds: string[] = [];
  for (let part = 0; part < frozen.parts.length; part += 1) {
    const previousRemoteId = remoteIds.at(-1);
    const found = await connector.reconcile({ accountHandle: account.handle, credential, ...(account.settings === undefined ? {} : { settings: account.settings }), frozen, part, platformKey: reply.platformKey, attemptStartedAt: reply.permittedAt, signal: AbortSignal.timeout(LOOK_MS), ...(previousRemoteId === undefined ? {} : { previousRemoteId }) });
    if (found.kind !== 'found') return;
    remoteIds.push(found.remoteId);
  }
  await run(sync, { type: 'reply.report', data: { replyId: reply.id, outcome: { kind: 'delivered', by: 'reconcile', remoteIds, sentAt: sync.base.clock.now() } } });
}

/** The old one is let go first; then the same words go as an answer of one's own. */
async function sendAgain(sync: DeskSync, reply: Reply): Promise<IpcResponse<'reply.settle'>> {
  const frozen = frozenOf(sync, reply);
  const conversation = sync.view.get('conversation', reply.conversationId);
  const account = sync.view.account(reply.accountId);
  const person = sync.base.person();
  if (conversation === undefined || account === undefined) throw new CodedError('CONVERSATION_NOT_HELD');
  if (conversation.ownerAgentId !== person.agentId) throw new CodedError('NOT_OWNER');
  await run(sync, { type: 'reply.settle', data: { replyId: reply.id, decision: { kind: 'discard' } } });
  const now = sync.base.clock.now();
  const replyId = sync.base.ids.next();
  const item = {
    replyId,
    conversationId: reply.conversationId,
    workItemId: conversation.workItemId,
    accountId: reply.accountId,
    epoch: conversation.epoch,
    platformKey: replyId,
    createdAt: now,
    reply: {
      frozen,
      agentId: person.agentId,
      channel: conversation.channel,
      credentialId: account.credentialId,
      accountHandle: account.handle,
      followUp: reply.followUp,
      then: { kind: 'keep' as const },
      typed: wordParts(frozen).join('\n\n'),
      insteadOf: reply.id,
      ...(reply.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: reply.answersThroughMessageId }),
    },
    state: { kind: 'queued' as const, reason: 'none' as const, since: now, until: now, refusals: 0 },
  };
  sync.base.stores.transaction(() => sync.book.enqueue(item));
  sync.book.announce(item);
  sync.pump.kick();
  sync.screen.refresh();
  return { entry: sync.screen.entry(item) ?? null };
}

function frozenOf(sync: DeskSync, reply: Reply): FrozenReply {
  const text = sync.base.stores.bodies.get(reply.bodyRef);
  const frozen = text === undefined ? undefined : frozenReplySchema.safeParse(JSON.parse(text));
  if (frozen?.success !== true) throw new CodedError('CONVERSATION_NOT_HELD', { detail: 'Its text is not here.' });
  return frozen.data;
}

async function run(sync: DeskSync, command: Command): Promise<void> {
  const result = await settleCommand(sync, envelopeOf(command));
  if (result.status === 'refused') throw new CodedError(result.code in ERROR_CATALOGUE ? (result.code as ErrorCode) : 'INTERNAL', { detail: result.message });
}
