import type { IpcPush, IpcTopic } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { DeskCore } from '../core/port.ts';
import { createDispatcher, type Dispatcher, type DispatchLog } from './dispatch.ts';

/** A core that is open, or one that is being opened while the page already loads. */
export type SoonCore<C = DeskCore> = C | Promise<C>;

export interface LateDispatcher {
  /** Waits for the core. Never throws: what kept the core from opening is the answer. */
  readonly call: Dispatcher['call'];
  /** Nothing is heard any more; calls that still wait are refused (DESK_NOT_RUNNING). */
  stop(): void;
}

/** The dispatcher of a core that may still be opening: calls wait for it, pushes begin with it. `hears`: whether anybody would take a push just now. */
export function lateDispatcher(core: SoonCore, log: DispatchLog, hears: () => boolean, push: <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void): LateDispatcher {
  let stopped = false;
  let stopHearing = (): void => undefined;
  const begin = (open: DeskCore): DeskCore => {
    if (stopped) throw new CodedError('DESK_NOT_RUNNING');
    stopHearing = open.subscribe((topic, payload) => {
      if (!hears()) return;
      const fit = dispatcher.push(topic, payload);
      if (fit !== undefined) push(topic, fit);
    });
    return open;
  };
  const opened = core instanceof Promise ? core.then(begin) : core;
  const dispatcher = createDispatcher(opened, log);
  // Whoever opens the core says why it could not be opened.
  if (opened instanceof Promise) opened.catch(() => undefined);
  else begin(opened);
  const stop = (): void => {
    stopped = true;
    stopHearing();
  };
  return { call: dispatcher.call, stop };
}
