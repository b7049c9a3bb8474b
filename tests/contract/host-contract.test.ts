import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { startBrowserHost } from '../../electron/main/host/browser.ts';
import { startHeadlessHost } from '../../electron/main/host/headless.ts';
import { connectElectronIpc } from '../../electron/main/ipc/electron-ipc.ts';
import { createBridge } from '../../electron/preload/bridge.ts';
import { IPC_TOPIC_NAMES, type IpcName, type IpcResult } from '../../shared/ipc/index.ts';
import { openPage } from '../support/browser-page.ts';
import { systemClock } from '../support/system-clock.ts';
import { hostContract } from './host.suite.ts';

// The Electron binary is not part of this run: its channels are stood in for, and every value that crosses is cloned as Electron would.
const channels = vi.hoisted(() => new Map<string, (event: unknown, ...args: unknown[]) => unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (name: string, run: (event: unknown, ...args: unknown[]) => unknown) => void channels.set(name, run),
    removeHandler: (name: string) => void channels.delete(name),
  },
}));

hostContract('browser (real sockets)', async (core, log) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'leitstand-host-'));
  const host = await startBrowserHost({ core, dataDir, pageRoot: dataDir, port: 0, clock: systemClock, log });
  const page = await openPage(host.newUrl());
  return {
    call: page.call,
    pushes: page.pushes,
    stop: async () => {
      await host.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});

hostContract('Electron (its channels stood in for)', async (core, log) => {
  const listeners = new Map<string, (event: unknown, ...args: unknown[]) => void>();
  const page = {
    isDestroyed: () => false,
    send: (channel: string, ...args: unknown[]) => listeners.get(channel)?.({ sender: 'main' }, ...args.map((arg) => structuredClone(arg))),
  };
  const disconnect = connectElectronIpc(core, () => [page], 'app://leitstand', log);
  const bridge = createBridge({
    invoke: async (channel, ...args) =>
      structuredClone(
        await channels.get(channel)?.(
          { senderFrame: { parent: null, origin: 'app://leitstand' } },
          ...args.map((arg) => structuredClone(arg)),
        ),
      ),
    on: (channel, listener) => void listeners.set(channel, listener),
  });
  const pushes: { topic: string; payload: unknown }[] = [];
  for (const topic of IPC_TOPIC_NAMES) bridge.on(topic, (payload) => pushes.push({ topic, payload }));
  return {
    call: (name, request) => bridge.call(name as IpcName, request as never) as Promise<IpcResult<IpcName>>,
    pushes,
    stop: async () => disconnect(),
  };
});

hostContract('headless', async (core, log) => {
  const host = startHeadlessHost(core, log);
  const pushes: { topic: string; payload: unknown }[] = [];
  host.on((topic, payload) => pushes.push({ topic, payload }));
  return { call: (name, request) => host.call(name as IpcName, request), pushes, stop: async () => host.close() };
});
