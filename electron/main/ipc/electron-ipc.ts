import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { IPC_CALL_CHANNEL, IPC_TOPIC_CHANNEL } from '../../../shared/ipc/index.ts';
import type { DispatchLog } from './dispatch.ts';
import { lateDispatcher, type SoonCore } from './late-core.ts';
import { serveCalls } from './serve-calls.ts';

/** The pages to push to: one per window there is. */
export type FindPages = () => readonly Pick<WebContents, 'send' | 'isDestroyed'>[];

/**
 * The only user of `ipcMain`: one channel for calls, one for pushes. `pageOrigin` is the only origin whose top frame is heard. The page may call before the core
 * is open. Returns the way to take the channels away.
 */
export function connectElectronIpc(core: SoonCore, pages: FindPages, pageOrigin: string, log: DispatchLog): () => void {
  const targets = (): readonly Pick<WebContents, 'send' | 'isDestroyed'>[] => pages().filter((page) => !page.isDestroyed());
  const dispatcher = lateDispatcher(
    core,
    log,
    () => targets().length > 0,
    (topic, fit) => {
      for (const target of targets()) target.send(IPC_TOPIC_CHANNEL, topic, fit);
    },
  );
  ipcMain.handle(IPC_CALL_CHANNEL, serveCalls<IpcMainInvokeEvent>(dispatcher, pageOrigin, log));
  return () => {
    dispatcher.stop();
    ipcMain.removeHandler(IPC_CALL_CHANNEL);
  };
}
