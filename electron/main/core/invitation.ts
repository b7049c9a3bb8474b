import { createHash, randomBytes } from 'node:crypto';
import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { envelopeOf } from '../../../shared/commands/index.ts';
import { INVITATION_SALT, INVITATION_SIGNS, readInvitationCode, writeInvitationCode } from '../../../shared/domain/invitation.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import { refused, runCommand } from './run-command.ts';

/** Makes the code here, so that the server, its log and its stored answers never hold it: they get its digest. */
export async function makeInvitation(sync: DeskSync, { agentId, validForMs }: IpcRequest<'invitation.make'>): Promise<IpcResponse<'invitation.make'>> {
  const code = writeInvitationCode(randomBytes(INVITATION_SIGNS));
  const digest = createHash('sha256').update(INVITATION_SALT).update(readInvitationCode(code) ?? '').digest('hex');
  const answer = await runCommand(sync, envelopeOf({ type: 'invitation.make', data: { agentId, digest, ...(validForMs === undefined ? {} : { validForMs }) } }));
  if (answer.status === 'accepted') return { status: 'made', code, expiresAt: Number(answer.result?.['expiresAt']) };
  const { message, remedy, ...no } = answer.status === 'refused' ? answer : refused('OFFLINE_NEEDS_SERVER');
  return { status: 'refused', code: no.code, message, remedy };
}
