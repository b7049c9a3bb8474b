import type { IpcError, IpcName, IpcPush, IpcRequest, IpcResponse, IpcTopic, WorkstationBridge } from '../../../shared/ipc/index.ts';
import { openBrowserBridge } from './browser-bridge.ts';
import type { LinkStatus } from './link-status.ts';

export type { LinkStatus } from './link-status.ts';

declare global {
  interface Window {
    readonly workstation?: WorkstationBridge;
  }
}

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

let bridge: WorkstationBridge | undefined;
let status: LinkStatus = { kind: 'up' };
const statusListeners = new Set<(status: LinkStatus) => void>();

function setStatus(next: LinkStatus): void {
  status = next;
  for (const listener of statusListeners) listener(next);
}

/** Finds the desk program: the preload's object where there is one, else a socket to the host that served this page. */
export function connectDesk(): void {
  if (bridge !== undefined) return;
  bridge = window.workstation ?? openBrowserBridge(setStatus);
}

export function linkStatus(): LinkStatus {
  return status;
}

/** Hears each change of the link between page and desk program. Returns the way to stop listening. */
export function onLinkStatus(listener: (status: LinkStatus) => void): () => void {
  statusListeners.add(listener);
  return () => statusListeners.delete(listener);
}

/** One request to the desk program. Throws `CallError`. */
export async function call<N extends IpcName>(name: N, request: IpcRequest<N>): Promise<IpcResponse<N>> {
  if (bridge === undefined) throw new CallError({ code: 'DESK_NOT_RUNNING', message: 'not connected', remedy: '' });
  const result = await bridge.call(name, request);
  if (!result.ok) throw new CallError(result.error);
  return result.value;
}

/** Listens to a push of the desk program. Returns the way to stop listening. */
export function on<T extends IpcTopic>(topic: T, listener: (payload: IpcPush<T>) => void): () => void {
  return bridge?.on(topic, listener) ?? (() => undefined);
}
