import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { IPC_CALL_CHANNEL, IPC_TOPIC_CHANNEL, type IpcTopic } from '../../../shared/ipc/index.ts';
import type { DeskCore } from '../core/port.ts';
import { createDispatcher, type DispatchLog } from './dispatch.ts';
import { serveCalls } from './serve-calls.ts';

/** The pages to push to: one per window there is. */
export type FindPages = () => readonly Pick<WebContents, 'send' | 'isDestroyed'>[];

/**
 * The only user of `ipcMain`: one channel for calls, one for pushes. `pageOrigin` is the only origin whose top frame is heard. Returns the
 * way to take the channels away.
 */
export function connectElectronIpc(core: DeskCore, pages: FindPages, pageOrigin: string, log: DispatchLog): () => void {
  const dispatcher = createDispatcher(core, log);
  const answer = serveCalls<IpcMainInvokeEvent>(dispatcher, pageOrigin, log);
  ipcMain.handle(IPC_CALL_CHANNEL, answer);
  const stop = core.subscribe((topic: IpcTopic, payload: unknown) => {
    const targets = pages().filter((page) => !page.isDestroyed());
    if (targets.length === 0) return;
    const fit = dispatcher.push(topic, payload);
    if (fit !== undefined) for (const target of targets) target.send(IPC_TOPIC_CHANNEL, topic, fit);
  });
  return () => {
    stop();
    ipcMain.removeHandler(IPC_CALL_CHANNEL);
  };
}
