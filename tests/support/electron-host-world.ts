import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DesktopDoors } from '../../electron/main/core/desktop-doors.ts';
import { startElectronHost } from '../../electron/main/host/electron.ts';
import type { Updater } from '../../electron/main/host/updates.ts';
import type { Attention } from '../../shared/ipc/index.ts';
import { FakeDeskCore, NotedLog } from './fake-desk-core.ts';
import { fakeElectron } from './fake-electron.ts';
import { HandClock } from './system-clock.ts';

export const NOTHING_WAITS: Attention = { mine: 0, offers: 0, failed: 0, unclear: 0, unsent: 0, onShift: false, closedCopy: false };

export interface HostWorldOptions {
  readonly argv?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly updater?: Updater;
  readonly attention?: Attention;
  /** Names of dictionaries that came along. */
  readonly dictionaries?: readonly string[];
}

/** The Electron host against the stand-in, with what it lends the core and says to its pages. */
export async function hostWorld(given: HostWorldOptions = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'leitstand-electron-'));
  await mkdir(path.join(folder, 'page'));
  await mkdir(path.join(folder, 'dictionaries'));
  for (const name of given.dictionaries ?? []) await writeFile(path.join(folder, 'dictionaries', name), `words of ${name}`);
  const electron = fakeElectron({ userData: folder });
  const core = new FakeDeskCore();
  core.answer('attention.get', () => given.attention ?? NOTHING_WAITS);
  const log = new NotedLog();
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const words: { readonly topic: string; readonly payload: unknown }[] = [];
  const pages: (() => readonly unknown[])[] = [];
  let doors: DesktopDoors | undefined;
  await startElectronHost({
    electron: electron.parts,
    pageRoot: path.join(folder, 'page'),
    preload: '/preload.cjs',
    iconsDir: '/icons',
    dictionariesDir: path.join(folder, 'dictionaries'),
    argv: given.argv ?? [],
    platform: given.platform ?? 'linux',
    updater: given.updater,
    clock: new HandClock(),
    timers: {
      after: (ms, run) => {
        timers.push({ ms, run });
        return () => undefined;
      },
    },
    log,
    openCore: async ({ desktop }) => {
      doors = desktop;
      desktop.onWord((topic, payload) => void words.push({ topic, payload }));
      return core;
    },
    connectIpc: (_core, find) => {
      pages.push(find);
      return () => undefined;
    },
  });
  return {
    folder,
    electron,
    core,
    log,
    timers,
    words,
    doors: doors as DesktopDoors,
    pages: () => pages[0]?.() ?? [],
    asked: (name: string) => core.heard.filter((one) => one.name === name).map((one) => one.request),
    end: () => rm(folder, { recursive: true, force: true }),
  };
}
