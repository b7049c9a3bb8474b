import type { IpcError, IpcName, IpcResult, IpcTopic, WorkstationBridge } from '../../shared/ipc/index.ts';
// Not from the index: it would bring the schemas and their library into the preload.
import { IPC_CALL_CHANNEL, IPC_TOPIC_CHANNEL, IPC_TOPIC_NAMES } from '../../shared/ipc/names.ts';

/** The part of `ipcRenderer` in use. */
export interface RendererDoor {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): unknown;
}

const FAILED: IpcError = { code: 'INTERNAL', message: 'The desk did not answer.', remedy: 'Try again; if it stays, restart the desk.' };

/** The one object the page sees: frozen, no logic, no event object passed on. */
export function createBridge(door: RendererDoor): WorkstationBridge {
  const topics = new Map<string, Set<(payload: never) => void>>(IPC_TOPIC_NAMES.map((topic) => [topic, new Set()]));

  door.on(IPC_TOPIC_CHANNEL, (_event, topic, payload) => {
    if (typeof topic !== 'string') return;
    for (const listener of topics.get(topic) ?? []) listener(payload as never);
  });

  const call = async (name: unknown, request: unknown): Promise<IpcResult<IpcName>> => {
    try {
      return (await door.invoke(IPC_CALL_CHANNEL, name, request)) as IpcResult<IpcName>;
    } catch {
      // What Electron throws here (a value that cannot be copied, a handler that is gone) names channels and paths.
      return { ok: false, error: FAILED };
    }
  };
  const on = (topic: IpcTopic, listener: (payload: never) => void): (() => void) => {
    const listeners = topics.get(topic);
    if (listeners === undefined || typeof listener !== 'function') throw new TypeError('unknown topic');
    // An own function per subscription: the same listener may be given twice and taken away once.
    const heard = (payload: never): void => listener(payload);
    listeners.add(heard);
    return () => void listeners.delete(heard);
  };
  return Object.freeze({ call: call as WorkstationBridge['call'], on: on as WorkstationBridge['on'], host: 'electron' as const });
}
