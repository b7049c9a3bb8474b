import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { useDesk } from './desk.ts';

/** Signs out and wipes. What was thrown away with it stays on the screen until somebody signs in: the copy that held it is gone. */
export async function leaveDesk(how: IpcRequest<'session.signOut'>): Promise<IpcResponse<'session.signOut'>> {
  const answer = await call('session.signOut', how);
  const { replies, drafts, commands } = answer.unsent;
  if (answer.signedOut) useDesk.setState({ lost: replies.length + drafts.length + commands.length === 0 ? undefined : answer.unsent });
  return answer;
}
