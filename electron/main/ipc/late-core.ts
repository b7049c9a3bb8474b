import type { IpcName, IpcPush, IpcResult, IpcTopic } from '../../../shared/ipc/index.ts';
import type { DeskCore } from '../core/port.ts';
import { createDispatcher, type Dispatcher, type DispatchLog } from './dispatch.ts';
import { failureOf } from './failure.ts';

/** A core that is open, or one that is being opened while the page already loads. */
export type SoonCore<C = DeskCore> = C | Promise<C>;

export interface LateDispatcher {
  /** Waits for the core. Never throws: what kept the core from opening is the answer. */
  readonly call: Dispatcher['call'];
  /** Nothing is heard any more. */
  stop(): void;
}

/** The dispatcher of a core that may still be opening: calls wait for it, pushes begin with it. `hears`: whether anybody would take a push just now. */
export function lateDispatcher(core: SoonCore, log: DispatchLog, hears: () => boolean, push: <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void): LateDispatcher {
  let stopped = false;
  let stopHearing = (): void => undefined;
  const begin = (open: DeskCore): Dispatcher => {
    const dispatcher = createDispatcher(open, log);
    if (!stopped)
      stopHearing = open.subscribe((topic, payload) => {
        if (!hears()) return;
        const fit = dispatcher.push(topic, payload);
        if (fit !== undefined) push(topic, fit);
      });
    return dispatcher;
  };
  const stop = (): void => {
    stopped = true;
    stopHearing();
  };
  if (!(core instanceof Promise)) return { call: begin(core).call, stop };
  const dispatcher = core.then(begin);
  // Whoever opens the core says why it could not be opened.
  dispatcher.catch(() => undefined);
  const call = (name: unknown, request: unknown): Promise<IpcResult<IpcName>> =>
    dispatcher.then(
      (open) => open.call(name, request),
      (error: unknown): IpcResult<IpcName> => ({ ok: false, error: failureOf(error) }),
    );
  return { call: call as Dispatcher['call'], stop };
}
