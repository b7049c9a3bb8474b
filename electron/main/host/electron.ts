import type { app, BrowserWindow, dialog, Menu, protocol, screen, session, shell } from 'electron';
import path from 'node:path';
import type { Clock } from '../../../shared/util/ports.ts';
import type { DeskCore } from '../core/port.ts';
import { logFacts } from '../ipc/failure.ts';
import { CrashBook } from './electron-crash.ts';
import { guardNavigation, guardPermissions, guardRequests } from './electron-guards.ts';
import { menuTemplate } from './electron-menu.ts';
import { SCHEMES, servePageProtocol } from './electron-protocol.ts';
import { PAGE_ORIGIN, PAGE_URL, windowOptions } from './electron-window.ts';
import type { HostLog } from './log.ts';
import { openOrAsk } from './open-or-ask.ts';
import { checkOutsideLink, type OpenOutside } from './outside-link.ts';
import { loadWindowState, saveWindowState } from './window-state.ts';

/** What is used of Electron; `index.ts` hands in the real one, tests bring their own. */
export interface ElectronParts {
  readonly app: typeof app;
  readonly BrowserWindow: typeof BrowserWindow;
  readonly Menu: typeof Menu;
  readonly dialog: typeof dialog;
  readonly protocol: typeof protocol;
  readonly screen: typeof screen;
  readonly session: typeof session;
  readonly shell: typeof shell;
}

export interface ElectronHostOptions {
  readonly electron: ElectronParts;
  readonly pageRoot: string;
  readonly preload: string;
  readonly clock: Clock;
  readonly log: HostLog;
  readonly openCore: (given: { readonly dataDir: string; readonly openOutside: OpenOutside }) => Promise<DeskCore>;
  readonly connectIpc: (
    core: DeskCore,
    page: () => BrowserWindow['webContents'] | undefined,
    pageOrigin: string,
    log: HostLog,
  ) => () => void;
}

/** A core that does not end within this time is left: everything accepted is on disk already. */
const CLOSE_WITHIN_MS = 5_000;

/** The desk in a window of its own. Returns once the window is asked for; false where another desk of this user runs already. */
export async function startElectronHost(options: ElectronHostOptions): Promise<boolean> {
  const { electron, log } = options;
  const { app } = electron;
  let window: BrowserWindow | undefined;

  // Before `ready`; later it would be too late for either.
  app.enableSandbox();
  electron.protocol.registerSchemesAsPrivileged(SCHEMES);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, (url) => electron.shell.openExternal(url), log));
  app.on('child-process-gone', (_event, details) =>
    log.error({ kind: details.type, reason: details.reason, exitCode: details.exitCode }, 'a helper process ended'),
  );

  await app.whenReady();
  const packaged = app.isPackaged;
  guardPermissions(electron.session.defaultSession, log);
  guardRequests(electron.session.defaultSession, { packaged }, log);
  servePageProtocol(electron.protocol, options.pageRoot, log);

  const dataDir = path.join(app.getPath('userData'), 'desk');
  const core = await openOrAsk(() => options.openCore({ dataDir, openOutside: openWithShell(electron.shell) }), electron.dialog, log);
  if (core === undefined) {
    app.exit(1);
    return false;
  }
  const settings = await core.handlers['settings.get']({}).catch(() => undefined);
  electron.Menu.setApplicationMenu(
    electron.Menu.buildFromTemplate(menuTemplate({ platform: process.platform, packaged, language: settings?.language ?? 'de' })),
  );

  const disconnect = options.connectIpc(core, () => window?.webContents, PAGE_ORIGIN, log);
  const crashes = new CrashBook(options.clock);
  const open = (): void => {
    window = openWindow(options, path.join(dataDir, 'window.json'), crashes, () => {
      window = undefined;
    });
  };
  app.on('activate', () => {
    if (window === undefined) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  endInOrder(
    app,
    async () => {
      disconnect();
      await core.close();
    },
    log,
  );
  open();
  return true;
}

function openWindow(
  { electron, log, preload }: ElectronHostOptions,
  stateFile: string,
  crashes: CrashBook,
  onClosed: () => void,
): BrowserWindow {
  const state = loadWindowState(
    stateFile,
    electron.screen.getAllDisplays().map((display) => display.workArea),
  );
  const bounds = state === undefined ? {} : { x: state.x, y: state.y, width: state.width, height: state.height };
  const window = new electron.BrowserWindow(windowOptions({ preload, bounds, packaged: electron.app.isPackaged }));
  const load = (): void => {
    window.loadURL(PAGE_URL).catch((error: unknown) => log.error({ error: logFacts(error) }, 'the page could not be loaded'));
  };
  if (state?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => saveWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }));
  window.on('closed', onClosed);
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    log.error({ reason: details.reason, exitCode: details.exitCode }, 'the page’s process ended');
    if (crashes.note() === 'reload') return load();
    const choice = electron.dialog.showMessageBoxSync({
      type: 'error',
      title: 'Leitstand',
      message:
        'Die Anzeige ist mehrmals abgestürzt. Antworten und Entwürfe sind gesichert.\nThe screen has crashed several times. Answers and drafts are safe.',
      buttons: ['Neu laden / Reload', 'Beenden / Quit'],
      defaultId: 0,
      cancelId: 1,
    });
    crashes.forget();
    if (choice === 0) load();
    else electron.app.quit();
  });
  window.on('unresponsive', () => log.warn({}, 'the page does not respond'));
  load();
  return window;
}

/** Holds the end back until the core has written what is still open; once, and not for ever. */
function endInOrder(app: ElectronParts['app'], close: () => Promise<void>, log: HostLog): void {
  let ending = false;
  app.on('before-quit', (event) => {
    if (ending) return;
    ending = true;
    event.preventDefault();
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS));
    Promise.race([close(), late])
      .catch((error: unknown) => log.error({ error: logFacts(error) }, 'the desk did not close in order'))
      .finally(() => app.exit(0));
  });
}

function openWithShell(shell: ElectronParts['shell']): OpenOutside {
  return async (url) => {
    const link = checkOutsideLink(url);
    if (!link.ok) return false;
    return shell.openExternal(link.href).then(
      () => true,
      () => false,
    );
  };
}
