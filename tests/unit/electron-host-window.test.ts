// Electron's binary is not part of this run: the host is held against a stand-in for its interface. What Electron itself does with these
// options is not shown here.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startElectronHost } from '../../electron/main/host/electron.ts';
import { PAGE_ORIGIN, PAGE_URL, windowOptions } from '../../electron/main/host/electron-window.ts';
import { loadWindowState, saveWindowState } from '../../electron/main/host/window-state.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { fakeElectron } from '../support/fake-electron.ts';
import { HandClock } from '../support/system-clock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leitstand-electron-'));
  await mkdir(path.join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'page', 'index.html'), '<meta nonce="__CSP_NONCE__">');
  await writeFile(path.join(folder, 'page', 'assets', 'a.js'), 'export {};');
  await writeFile(path.join(folder, 'outside.js'), 'secret');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `fail`: opening the desk does, each time or the first `times`; the person then gives up (1) or tries again (0). */
async function start(given: { firstInstance?: boolean; fail?: Error; times?: number; answer?: number } = {}) {
  const electron = fakeElectron({ userData: folder, answer: given.fail === undefined ? 0 : 1, ...given });
  let failures = given.times ?? Number.POSITIVE_INFINITY;
  const core = new FakeDeskCore();
  const log = new NotedLog();
  const clock = new HandClock();
  const ipc: string[] = [];
  const outside: ((url: string) => Promise<boolean>)[] = [];
  const started = await startElectronHost({
    electron: electron.parts,
    pageRoot: path.join(folder, 'page'),
    preload: '/preload.cjs',
    iconsDir: '/icons',
    dictionariesDir: path.join(folder, 'dictionaries'),
    argv: [],
    platform: 'linux',
    timers: { after: () => () => undefined },
    clock,
    log,
    openCore: async ({ openOutside }) => {
      electron.order.push('core');
      outside.push(openOutside);
      if (given.fail !== undefined && failures-- > 0) throw given.fail;
      return core;
    },
    connectIpc: (_core, _page, origin) => {
      ipc.push(`on ${origin}`);
      return () => ipc.push('off');
    },
  });
  return { electron, core, log, clock, ipc, started, openOutside: (url: string) => outside[0]?.(url) };
}

describe('the start', () => {
  test('sandbox, scheme and single instance come before ready; page and rights before the window, which loads while the core is opened', async () => {
    const { electron, ipc } = await start();
    expect(electron.order).toEqual([
      'enableSandbox',
      'scheme app',
      'requestSingleInstanceLock',
      'links leitstand',
      'whenReady',
      'handle app',
      'window',
      'core',
    ]);
    expect(ipc).toEqual([`on ${PAGE_ORIGIN}`]);
    expect(electron.windows[0]?.loaded).toEqual([PAGE_URL]);
  });

  test('a second instance ends at once and opens no core; the first comes to the front', async () => {
    const second = await start({ firstInstance: false });
    expect(second.started).toBe(false);
    expect(second.electron.order).toEqual(['enableSandbox', 'scheme app', 'requestSingleInstanceLock', 'quit']);
    const first = await start();
    first.electron.app.emit('second-instance', {}, []);
    expect(first.electron.windows[0]?.did).toEqual(['restore', 'show', 'focus']);
  });

  test('a copy that another desk holds is said in a dialog, by its code', async () => {
    const { electron, started } = await start({ fail: new CodedError('REPLICA_IN_USE') });
    expect(started).toBe(false);
    expect(JSON.stringify(electron.dialogs)).toContain('REPLICA_IN_USE');
    expect(electron.order.at(-1)).toBe('exit 1');
    const other = await start({ fail: new Error('text of a customer') });
    expect(JSON.stringify(other.electron.dialogs) + other.log.text).not.toContain('customer"');
  });

  test('STORE-12 what keeps the desk from opening may be mended while it asks: the next try opens it', async () => {
    const { electron, started } = await start({ fail: new CodedError('REPLICA_READ_ONLY'), times: 2, answer: 0 });
    expect(started).toBe(true);
    expect(electron.dialogs).toHaveLength(2);
    expect(JSON.stringify(electron.dialogs[0])).toMatch(/Datenordner lässt sich nicht beschreiben.*REPLICA_READ_ONLY.*Nochmal versuchen.*Beenden/);
    expect(electron.order.filter((step) => step === 'core')).toHaveLength(3);
    expect(electron.order).toContain('window');
  });

  test('the menu copies and pastes, in the language of the settings, and shows no developer tools', async () => {
    const menu = JSON.stringify((await start()).electron.menu());
    for (const role of ['copy', 'paste', 'cut', 'undo', 'selectAll', 'windowMenu']) expect(menu).toContain(`"${role}"`);
    expect(menu).toContain('Bearbeiten');
    expect(menu).not.toContain('toggleDevTools');
  });
});

describe('SEC-9 every window', () => {
  test('has no right a page of the web would not have', async () => {
    const { electron } = await start();
    for (const window of electron.windows) {
      expect(window.options['webPreferences']).toEqual({
        preload: '/preload.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        safeDialogs: true,
        spellcheck: false,
        devTools: false,
      });
    }
    expect(windowOptions({ preload: 'p', bounds: {}, packaged: false }).webPreferences?.devTools).toBe(true);
  });

  test('is made in one place only, with those options', () => {
    const root = path.resolve(import.meta.dirname, '../../electron');
    const makers = globSync('**/*.ts', { cwd: root }).flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return [...text.matchAll(/new [\w.]*(?:BrowserWindow|WebContentsView|BrowserView)\(([^)]*\()?/g)].map(
        (hit) => `${path.basename(file)}: ${hit[0]}`,
      );
    });
    expect(makers).toEqual(['electron-windows.ts: new electron.BrowserWindow(windowOptions(']);
  });

  test('comes back where it was, and in the middle where that screen is gone', async () => {
    const first = await start();
    const window = first.electron.windows[0];
    window?.maximize();
    window?.emit('close');
    const second = await start();
    expect(second.electron.windows[0]?.options).toMatchObject({ x: 10, y: 20, width: 1200, height: 800 });
    expect(second.electron.windows[0]?.did).toEqual(['maximize']);
    const file = path.join(folder, 'desk', 'window.json');
    const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
    const wide = [...screens, { x: 1920, y: 0, width: 3_000, height: 1080 }];
    const there = { x: 4_000, y: 20, width: 1200, height: 800, maximized: false };
    await rm(file);
    saveWindowState(file, there, wide);
    expect(loadWindowState(file, screens)).toBeUndefined();
    expect(loadWindowState(file, wide)).toEqual(there);
    for (const broken of ['', '{', '[]', '{"places":[{}]}', JSON.stringify({ places: [{ screens: '', state: { x: 0, y: 0, width: 1e9, height: 800, maximized: false } }] })]) {
      await writeFile(file, broken);
      expect(loadWindowState(file, screens), broken).toBeUndefined();
    }
    expect(await readFile(file, 'utf8')).toBeTruthy();
  });
});

describe('the page’s protocol', () => {
  test('serves page and assets with the policy', async () => {
    const { electron } = await start();
    const answer = await electron.page(`${PAGE_ORIGIN}/index.html`);
    expect(answer?.status).toBe(200);
    const nonce = /nonce-([^']+)'/.exec(answer?.headers.get('content-security-policy') ?? '')?.[1];
    expect(await answer?.text()).toBe(`<meta nonce="${nonce}">`);
    expect((await electron.page(`${PAGE_ORIGIN}/assets/a.js`))?.headers.get('content-type')).toContain('text/javascript');
    expect((await electron.page(`${PAGE_ORIGIN}/`, 'POST'))?.status).toBe(405);
  });

  test.each([
    'app://leitstand/../outside.js',
    'app://leitstand/assets/../../outside.js',
    'app://leitstand/%2e%2e/outside.js',
    'app://other/index.html',
    'app://leitstand.evil/index.html',
    'app://leitstand@evil/index.html',
    'file:///etc/passwd',
    'app://leitstand//index.html',
  ])('nothing else: %s', async (url) => {
    const { electron } = await start();
    const answer = await electron.page(url);
    expect(answer?.status).toBe(404);
    expect(await answer?.text()).not.toContain('secret');
  });
});

describe('the page’s process', () => {
  const die = (window: { webContents: { emit(name: string, ...args: unknown[]): unknown } } | undefined, reason = 'crashed') =>
    window?.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });

  test('is loaded anew after a crash; at the fourth within five minutes a person is asked', async () => {
    const { electron, clock } = await start();
    const window = electron.windows[0];
    for (let i = 0; i < 3; i += 1) die(window);
    expect(window?.loaded).toHaveLength(4);
    expect(electron.dialogs).toEqual([]);
    electron.answerDialogs(1);
    die(window);
    expect(electron.dialogs).toHaveLength(1);
    expect(electron.order.at(-1)).toBe('quit');
    clock.at += 6 * 60_000;
    die(window);
    expect(window?.loaded).toHaveLength(5);
    die(window, 'clean-exit');
    expect(window?.loaded).toHaveLength(5);
  });
});

test('the end waits for the core, and only once', async () => {
  const { electron, core, ipc } = await start();
  let held = 0;
  const event = { preventDefault: () => void (held += 1) };
  electron.app.emit('before-quit', event);
  electron.app.emit('before-quit', event);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(held).toBe(1);
  expect(core.closed).toBe(1);
  expect(ipc.at(-1)).toBe('off');
  expect(electron.order.at(-1)).toBe('exit 0');
});

test('an address of the core goes to the system only after the check', async () => {
  const { electron, openOutside } = await start();
  expect(await openOutside('https://example.org/a')).toBe(true);
  expect(await openOutside('file:///etc/passwd')).toBe(false);
  expect(electron.opened).toEqual(['https://example.org/a']);
});
