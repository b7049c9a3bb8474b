import { envelopeOf, type Command } from '../../../shared/commands/index.ts';
import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import { CodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import type { ChangeOutcome } from '../channels/ports.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import { settleCommand } from './run-command.ts';

const CHANGE_MS = 30_000;

/**
 * D13: deletes or corrects something of ours. The server gives leave and writes down who and why; then the platform is asked; then the server hears what became of
 * it (kept and sent again if the link is gone). Both acts may be repeated, so whoever finds one half done asks again. Throws what the server refuses with,
 * OFFLINE_NEEDS_SERVER, CHANNEL_NO_CONNECTOR, CREDENTIAL_MISSING.
 */
export async function putRight(sync: DeskSync, { messageId, reason, to }: IpcRequest<'message.putRight'>): Promise<IpcResponse<'message.putRight'>> {
  const message = sync.view.get('message', messageId);
  const conversation = message?.conversationId === undefined ? undefined : sync.view.get('conversation', message.conversationId);
  if (message === undefined || conversation === undefined) throw new CodedError('NOT_FOUND', { field: 'messageId' });
  const account = sync.view.account(conversation.accountId);
  const connector = sync.connectors.get(conversation.channel);
  if (account === undefined || connector === undefined) throw new CodedError('CHANNEL_NO_CONNECTOR');
  const credential = await sync.credentials.value(account.credentialId);
  if (credential === undefined) throw new CodedError('CREDENTIAL_MISSING');
  const changeId = sync.base.ids.next();
  await run(sync, { type: 'message.requestChange', data: { changeId, messageId, conversationId: conversation.id, reason, to } });
  const request = { accountHandle: account.handle, credential, ...(account.settings === undefined ? {} : { settings: account.settings }), remoteId: message.remoteId, visibility: message.visibility, signal: AbortSignal.timeout(CHANGE_MS) };
  const outcome: ChangeOutcome | undefined = await (to.kind === 'delete' ? connector.remove?.(request) : connector.correct?.({ ...request, text: to.text }))?.catch((error: unknown): ChangeOutcome => ({ kind: 'unknown', detail: error instanceof Error ? error.message : String(error) }));
  const ended: ChangeOutcome = outcome ?? { kind: 'failed', failure: { code: 'CHANNEL_CANNOT', detail: 'this desk cannot do that on this channel', retryable: false } };
  if (ended.kind === 'failed' && ended.credentialRejected === true) sync.credentials.rejected(account.credentialId);
  await run(sync, {
    type: 'message.reportChange',
    data: { changeId, messageId, outcome: ended.kind === 'done' ? { kind: 'done' } : ended.kind === 'failed' ? { kind: 'failed', failure: ended.failure } : { kind: 'unclear' } },
  });
  return ended.kind === 'done' ? { outcome: 'done' } : ended.kind === 'failed' ? { outcome: 'failed', code: ended.failure.code, detail: ended.failure.detail } : { outcome: 'unclear', detail: ended.detail };
}

async function run(sync: DeskSync, command: Command): Promise<void> {
  const result = await settleCommand(sync, envelopeOf(command));
  if (result.status === 'refused') throw new CodedError(result.code in ERROR_CATALOGUE ? (result.code as ErrorCode) : 'INTERNAL', { detail: result.message });
}
