// While the local copy is still being opened: the window stands and its page asks already. Against a stand-in for Electron; the door of the calls is the real one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DesktopDoors } from '../../electron/main/core/desktop-doors.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { startElectronHost } from '../../electron/main/host/electron.ts';
import { PAGE_ORIGIN, PAGE_URL } from '../../electron/main/host/electron-window.ts';
import { lateDispatcher } from '../../electron/main/ipc/late-core.ts';
import { serveCalls, type CallEvent } from '../../electron/main/ipc/serve-calls.ts';
import { IPC_CALLS, type IpcName, type IpcResult } from '../../shared/ipc/index.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { fakeElectron, type FakeWindow } from '../support/fake-electron.ts';
import { SAMPLES } from '../support/ipc-samples.ts';
import { HandClock } from '../support/system-clock.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'leitstand-start-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PAGE: CallEvent = { senderFrame: { parent: null, origin: PAGE_ORIGIN } };
const STRANGER: CallEvent = { senderFrame: { parent: null, origin: 'https://evil.example' } };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A desk whose copy opens, or fails to, when the test says so. */
async function opening(given: { answer?: number; argv?: string[]; platform?: NodeJS.Platform } = {}) {
  const electron = fakeElectron({ userData: folder, ...given });
  const core = new FakeDeskCore();
  const log = new NotedLog();
  const copy = Promise.withResolvers<DeskCore>();
  const places: unknown[] = [];
  let doors: DesktopDoors | undefined;
  let ask: (event: CallEvent, ...args: unknown[]) => Promise<IpcResult<IpcName>> = async () => ({ ok: false, error: { code: 'NONE', message: '', remedy: '' } });
  core.answer('place.take', () => ({ place: doors?.takePlace() ?? null }));
  const started = startElectronHost({
    electron: electron.parts,
    pageRoot: folder,
    preload: '/preload.cjs',
    iconsDir: '/icons',
    dictionariesDir: path.join(folder, 'dictionaries'),
    argv: given.argv ?? [],
    platform: given.platform ?? 'linux',
    clock: new HandClock(),
    timers: { after: () => () => undefined },
    log,
    openCore: async ({ desktop }) => {
      doors = desktop;
      desktop.onWord((topic, payload) => (topic === 'place' ? places.push(payload) : undefined));
      return copy.promise;
    },
    connectIpc: (soon, _pages, origin, to) => {
      const dispatcher = lateDispatcher(soon, to, () => true, () => undefined);
      ask = serveCalls(dispatcher, origin, to);
      return () => {
        ask = async () => ({ ok: false, error: { code: 'TAKEN_AWAY', message: '', remedy: '' } });
        dispatcher.stop();
      };
    },
  });
  await settled();
  return { electron, core, log, copy, started, places, ask: (event: CallEvent, ...args: unknown[]) => ask(event, ...args), window: () => electron.windows.at(-1) as FakeWindow, names: () => core.heard.map(({ name }) => name) };
}

describe('SEC-1 calls that come before the core', () => {
  test('SEC-1 first who asks, then what, then the core: strangers and what does not fit are refused at once, what fits waits', async () => {
    const { ask, core, copy, started } = await opening();
    for (const name of Object.keys(IPC_CALLS) as IpcName[]) {
      expect(await ask(STRANGER, name, SAMPLES[name].request), name).toMatchObject({ ok: false, error: { code: 'IPC_SENDER_REFUSED' } });
      expect(await ask(PAGE, name, 7), name).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    }
    expect(await ask(PAGE, 'no.such', {})).toMatchObject({ ok: false, error: { code: 'IPC_CALL_UNKNOWN' } });
    const answers = (Object.keys(IPC_CALLS) as IpcName[]).filter((name) => name !== 'place.take').map((name) => ({ name, answer: ask(PAGE, name, SAMPLES[name].request) }));
    await settled();
    expect(core.heard, 'nobody knows yet who is signed in here, nor whether it is locked').toEqual([]);
    copy.resolve(core);
    expect(await started).toBe(true);
    for (const { name, answer } of answers) expect(await answer, name).toEqual({ ok: true, value: SAMPLES[name].response });
  });

  test('STORE-12 a copy that does not open says so to the page: the door, or the code, and no word more', async () => {
    const behind = await opening();
    const view = { kind: 'signedOut', serverUrl: 'https://center.example', limitations: [], door: 'passphrase' };
    behind.core.answer('session.get', () => view);
    const asked = behind.ask(PAGE, 'session.get', {});
    behind.copy.resolve(behind.core);
    expect(await asked).toEqual({ ok: true, value: view });

    const gone = await opening({ answer: 1 });
    const waits = gone.ask(PAGE, 'session.get', {});
    gone.copy.reject(new CodedError('REPLICA_IN_USE'));
    expect(await gone.started).toBe(false);
    expect(await waits).toMatchObject({ ok: false, error: { code: 'DESK_NOT_RUNNING' } });
    expect(gone.electron.order.at(-1)).toBe('exit 1');
    const log = new NotedLog();
    const late = lateDispatcher(Promise.reject(new Error('text of a customer')), log, () => true, () => undefined);
    const failed = await late.call('session.get', {});
    expect(failed).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(JSON.stringify(failed) + log.text).not.toContain('customer');
  });
});

describe('LOCK-3 the system, before the core is there', () => {
  test.each([['lock-screen', 'system'], ['suspend', 'suspend']])('LOCK-3 after %s the desk locks before any page is answered', async (event, because) => {
    const { electron, ask, core, copy, started, names } = await opening();
    const rows = ask(PAGE, 'rows.load', {});
    electron.powerMonitor.emit(event);
    electron.powerMonitor.emit('resume');
    copy.resolve(core);
    await started;
    await rows;
    expect(core.heard.filter(({ name }) => name === 'lock.now')).toEqual([{ name: 'lock.now', request: { because } }]);
    expect(names().indexOf('lock.now')).toBeLessThan(names().indexOf('rows.load'));
  });
});

describe('LINK-2 a link that comes in between', () => {
  const other = ['/desk', 'leitstand://conversation/c-1'];

  test('LINK-2 waits until the page takes it: while the copy opens, while the page loads, while it loads anew; then the page is told', async () => {
    const { electron, core, copy, started, places, ask, window } = await opening();
    const take = async () => (await ask(PAGE, 'place.take', {})) as { value: { place: unknown } };
    const c1 = { kind: 'conversation', conversationId: 'c-1' };
    electron.app.emit('second-instance', {}, other);
    copy.resolve(core);
    await started;
    expect((await take()).value.place).toEqual(c1);
    window().webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false, url: PAGE_URL });
    electron.app.emit('second-instance', {}, other);
    expect(places, 'nobody would hear it').toEqual([]);
    expect((await take()).value.place).toEqual(c1);
    // A frame inside the page, and an address that changes, are no new page.
    window().webContents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false, url: 'about:srcdoc' });
    window().webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true, url: PAGE_URL });
    electron.app.emit('second-instance', {}, other);
    expect(places).toEqual([{ place: c1 }]);
    expect((await take()).value.place, 'not twice').toBeNull();
  });

  test('LINK-2 with all windows closed it opens one and waits for its page', async () => {
    const { electron, core, copy, started, places, ask, window } = await opening({ platform: 'darwin' });
    copy.resolve(core);
    await started;
    await ask(PAGE, 'place.take', {});
    window().emit('closed');
    electron.app.emit('open-url', { preventDefault: () => undefined }, other[1]);
    expect(electron.windows).toHaveLength(2);
    expect(places).toEqual([]);
    expect(await ask(PAGE, 'place.take', {})).toMatchObject({ value: { place: { conversationId: 'c-1' } } });
  });
});

describe('the end and the menu, before the core is there', () => {
  test('a desk ended while its copy opens closes it in order; the page that waits is told, nothing more is put up', async () => {
    const { electron, core, copy, started, ask, names } = await opening();
    const waits = ask(PAGE, 'rows.load', {});
    let held = 0;
    electron.app.emit('before-quit', { preventDefault: () => void (held += 1) });
    copy.resolve(core);
    expect(await started).toBe(false);
    expect(await waits).toMatchObject({ ok: false, error: { code: 'DESK_NOT_RUNNING' } });
    await settled();
    expect([held, core.closed, electron.order.at(-1), electron.trays.length]).toEqual([1, 1, 'exit 0', 0]);
    expect(names()).toEqual([]);
  });

  test('closing the last window while it opens ends the desk; Electron’s own menu is never seen', async () => {
    const { electron } = await opening();
    expect(JSON.stringify(electron.menu())).toContain('Bearbeiten');
    expect(JSON.stringify(electron.menu())).not.toContain('toggleDevTools');
    electron.app.emit('window-all-closed');
    expect(electron.order.at(-1)).toBe('quit');
  });
});
