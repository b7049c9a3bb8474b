import type { IpcError, IpcName, IpcPush, IpcRequest, IpcResponse, IpcTopic } from '../../../shared/ipc/index.ts';
import { endEarly, isEarly, takeEarlyAnswer } from './early.ts';
import { deskBridge } from './link.ts';

export { noMoreEarly } from './early.ts';
export { connectDesk, linkStatus, onLinkStatus } from './link.ts';
export type { LinkStatus } from './link-status.ts';

/** A call the desk program refused or could not answer. `code` is from the catalogue. */
export class CallError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly field: string | undefined;

  constructor(error: IpcError) {
    super(error.message);
    this.name = 'CallError';
    this.code = error.code;
    this.remedy = error.remedy;
    this.field = error.field;
  }
}

type Listener = (payload: never) => void;
const listeners = new Map<IpcTopic, Set<Listener>>();

/** One request to the desk program. Throws `CallError`. */
export async function call<N extends IpcName>(name: N, request: IpcRequest<N>): Promise<IpcResponse<N>> {
  const bridge = deskBridge();
  if (bridge === undefined) throw new CallError({ code: 'DESK_NOT_RUNNING', message: 'not connected', remedy: '' });
  const result = await (takeEarlyAnswer(name) ?? bridge.call(name, request));
  if (!result.ok) throw new CallError(result.error);
  return result.value;
}

/** Listens to a push of the desk program. Returns the way to stop listening. */
export function on<T extends IpcTopic>(topic: T, listener: (payload: IpcPush<T>) => void): () => void {
  const bridge = deskBridge();
  if (bridge === undefined) return () => undefined;
  const of = listeners.get(topic) ?? new Set();
  listeners.set(topic, of);
  of.add(listener as Listener);
  const stop = bridge.on(topic, (payload) => (isEarly() ? undefined : listener(payload)));
  return () => {
    of.delete(listener as Listener);
    stop();
  };
}

/** What was asked for early has been taken: what was pushed after it is heard now, in order, and everything else as it comes. */
export function hearAll(): void {
  for (const { topic, payload } of endEarly()) for (const listener of listeners.get(topic) ?? []) listener(payload as never);
}
