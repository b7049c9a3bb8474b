import type { IpcName, IpcPush, IpcResult, IpcTopic } from '../../../shared/ipc/index.ts';
import type { DeskCore } from '../core/port.ts';
import { createDispatcher } from '../ipc/dispatch.ts';
import type { HostLog } from './log.ts';

export interface HeadlessHost {
  /** The same door as the screens use: parsed going in and coming out. Never throws. */
  call<N extends IpcName>(name: N, request: unknown): Promise<IpcResult<N>>;
  on(listener: <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void): () => void;
  /** Nothing is heard any more; the core stays open. */
  close(): void;
}

/** A desk without a screen: tests, load, and later paced and scheduled answers from an office machine. */
export function startHeadlessHost(core: DeskCore, log: HostLog): HeadlessHost {
  const dispatcher = createDispatcher(core, log);
  const stops = new Set<() => void>();
  return {
    call: (name, request) => dispatcher.call(name, request),
    on: (listener) => {
      const stop = core.subscribe((topic, payload) => {
        const fit = dispatcher.push(topic, payload);
        if (fit !== undefined) listener(topic, fit);
      });
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    close: () => {
      for (const stop of stops) stop();
      stops.clear();
    },
  };
}
