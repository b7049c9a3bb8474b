import type { IpcName, IpcResult } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { Dispatcher, DispatchLog } from './dispatch.ts';
import { failureOf } from './failure.ts';
import type { SenderRule } from './sender-port.ts';

/** What is looked at of the frame that calls. `null`: it is gone or navigated away, so nobody can say who it was. */
export interface CallEvent {
  readonly senderFrame: { readonly parent: unknown; readonly origin: string } | null;
}

/** Trusted in the window: its top frame, and only while it shows the desk's own page. */
export function windowSenderRule(pageOrigin: string): SenderRule<CallEvent> {
  return {
    judge: ({ senderFrame }) => {
      if (senderFrame === null || senderFrame === undefined) return { trusted: false, because: 'no frame' };
      if (senderFrame.parent !== null) return { trusted: false, because: 'not the top frame' };
      if (senderFrame.origin !== pageOrigin) return { trusted: false, because: 'foreign origin' };
      return { trusted: true };
    },
  };
}

/** Every call over the window's one channel: first who asks, then what. Never throws; more or fewer than two arguments are refused. */
export function serveCalls<E extends CallEvent>(
  dispatcher: Pick<Dispatcher, 'call'>,
  pageOrigin: string,
  log: DispatchLog,
): (event: E, ...args: unknown[]) => Promise<IpcResult<IpcName>> {
  const rule = windowSenderRule(pageOrigin);
  return async (event, ...args) => {
    const verdict = judge(rule, event);
    if (!verdict.trusted) {
      log.warn({ because: verdict.because, code: 'IPC_SENDER_REFUSED' }, 'a call from outside the desk’s page was refused');
      return { ok: false, error: failureOf(new CodedError('IPC_SENDER_REFUSED')) };
    }
    if (args.length !== 2)
      return { ok: false, error: failureOf(new CodedError('INPUT_INVALID', { detail: 'A call has a name and a request.' })) };
    return dispatcher.call(args[0], args[1]);
  };
}

/** Reading a frame that was torn down throws in Electron: that is nobody to trust. */
function judge<E extends CallEvent>(rule: SenderRule<CallEvent>, event: E): ReturnType<SenderRule<CallEvent>['judge']> {
  try {
    return rule.judge(event);
  } catch {
    return { trusted: false, because: 'the frame is gone' };
  }
}
