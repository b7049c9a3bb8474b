import path from 'node:path';
import type { BrowserWindow } from 'electron';
import type { Attention, DeskSettings, IpcPush, SessionView, UpdateView } from '../../../shared/ipc/index.ts';
import type { PlaceLink } from '../../../shared/domain/place-link.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { Clock, Timers } from '../../../shared/util/ports.ts';
import type { DesktopDoors } from '../core/desktop-doors.ts';
import type { DeskCore } from '../core/port.ts';
import { logFacts } from '../ipc/failure.ts';
import type { SoonCore } from '../ipc/late-core.ts';
import { watchSystemLock } from './auto-lock.ts';
import { listenForLinks } from './deep-links.ts';
import { CrashBook } from './electron-crash.ts';
import { guardNavigation, guardPermissions, guardRequests } from './electron-guards.ts';
import { menuTemplate } from './electron-menu.ts';
import type { ElectronParts } from './electron-parts.ts';
import { SCHEMES, servePageProtocol } from './electron-protocol.ts';
import { PAGE_ORIGIN } from './electron-window.ts';
import { DeskWindows } from './electron-windows.ts';
import type { HostLog } from './log.ts';
import { openOrAsk } from './open-or-ask.ts';
import { checkOutsideLink, type OpenOutside } from './outside-link.ts';
import { PresenceSigns } from './presence-signs.ts';
import { forgetLearntWords, giveFieldMenu, setUpSpelling } from './spelling.ts';
import { StayAwake } from './stay-awake.ts';
import { DeskUpdates, type Updater } from './updates.ts';
import { nextZoom, type ZoomStep } from './zoom.ts';

export type { ElectronParts } from './electron-parts.ts';

export interface ElectronHostOptions {
  readonly electron: ElectronParts;
  readonly pageRoot: string;
  readonly preload: string;
  /** Icons of tray and overlay. */
  readonly iconsDir: string;
  /** Spelling dictionaries that came along; may be missing. */
  readonly dictionariesDir: string;
  readonly argv: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HostLog;
  /** Only a packaged desk has one. */
  readonly updater?: Updater | undefined;
  readonly openCore: (given: { readonly dataDir: string; readonly openOutside: OpenOutside; readonly desktop: DesktopDoors }) => Promise<DeskCore>;
  readonly connectIpc: (core: SoonCore, pages: () => readonly BrowserWindow['webContents'][], pageOrigin: string, log: HostLog) => () => void;
}

/** A core that does not end within this time is left: everything accepted is on disk already. */
const CLOSE_WITHIN_MS = 5_000;

/** The desk in windows of its own. Returns once the first is asked for; false where another desk of this user runs already. */
export async function startElectronHost(options: ElectronHostOptions): Promise<boolean> {
  const { electron, log } = options;
  const { app } = electron;
  const platform = options.platform ?? process.platform;

  // Before `ready`; later it would be too late for either.
  app.enableSandbox();
  electron.protocol.registerSchemesAsPrivileged(SCHEMES);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  const links = listenForLinks(app, options.argv, log);
  const open: { windows?: DeskWindows } = {};
  app.on('second-instance', (_event, argv) => {
    open.windows?.showDesk();
    links.fromArguments(argv);
  });
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, (url) => electron.shell.openExternal(url), log));
  app.on('child-process-gone', (_event, details) =>
    log.error({ kind: details.type, reason: details.reason, exitCode: details.exitCode }, 'a helper process ended'),
  );

  await app.whenReady();
  const packaged = app.isPackaged;
  const { defaultSession } = electron.session;
  guardPermissions(defaultSession, log);
  guardRequests(defaultSession, { packaged }, log);
  servePageProtocol(electron.protocol, { pageRoot: options.pageRoot, dictionariesDir: options.dictionariesDir }, log);
  const hasSpelling = setUpSpelling({ session: defaultSession, platform, dictionariesDir: options.dictionariesDir, userData: app.getPath('userData'), log });

  const dataDir = path.join(app.getPath('userData'), 'desk');
  let updates: DeskUpdates | undefined;
  let stopHearing = (): void => undefined;
  let tell: <T extends 'place' | 'update'>(topic: T, payload: IpcPush<T>) => void = () => undefined;
  const awake = new StayAwake({ powerSaveBlocker: electron.powerSaveBlocker, powerMonitor: electron.powerMonitor, timers: options.timers });
  /** Its page has taken what waited since it began: from then on it hears of places. */
  let hearsPlaces = false;
  const takePlace = (): PlaceLink | undefined => {
    hearsPlaces = true;
    return links.take();
  };
  const desktop = doorsOf({ awake, windows: () => open.windows, takePlace, updates: () => updates, onTell: (hear) => (tell = hear) });
  let settings: Pick<DeskSettings, 'language' | 'zoomPercent'> = { language: 'de' };
  const made = new DeskWindows({
    electron,
    preload: options.preload,
    dataDir,
    crashes: new CrashBook(options.clock),
    timers: options.timers,
    log,
    zoom: () => (settings.zoomPercent ?? 100) / 100,
    hasSpelling,
    onWindow: (window) => giveFieldMenu(window.webContents, electron.Menu, () => settings.language),
    onDeskLoads: () => (hearsPlaces = false),
  });
  open.windows = made;
  // The page loads while the local copy is being opened; its calls wait for that.
  const opening = Promise.withResolvers<DeskCore>();
  opening.promise.catch(() => undefined);
  const zoom = (step: ZoomStep): void =>
    void opening.promise.then((core) => core.handlers['settings.set']({ zoomPercent: nextZoom(settings.zoomPercent, step) })).catch(() => undefined);
  // Before the window: Electron's own menu is not for people who work here.
  const setMenu = (): void =>
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate({ platform, packaged, language: settings.language, zoom })));
  setMenu();
  const disconnect = options.connectIpc(opening.promise, () => made.all.map((window) => window.webContents), PAGE_ORIGIN, log);
  const systemLock = watchSystemLock({ powerMonitor: electron.powerMonitor, timers: options.timers, log });
  app.on('activate', () => made.showDesk());
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  made.showDesk();
  const soon = openOrAsk(() => options.openCore({ dataDir, openOutside: openWithShell(electron.shell), desktop }), electron.dialog, log);
  // Also while it is still being opened: a copy that was opened is closed in order.
  const ending = endInOrder(app, log, async () => {
    // First: no answer can come in between the look at what is unsent and the end.
    disconnect();
    const install = await updates?.atEnd().catch(() => undefined);
    awake.end();
    systemLock.stop();
    stopHearing();
    updates?.close();
    await (await soon)?.close();
    return install;
  });
  const core = await soon;
  if (core === undefined || ending.hasBegun()) {
    opening.reject(new CodedError('DESK_NOT_RUNNING'));
    if (core === undefined) app.exit(1);
    return false;
  }
  // Before any call of a page is answered: a machine that was locked meanwhile shows nobody anything.
  await systemLock.begin(core);
  settings = await core.handlers['settings.get']({}).catch(() => settings);
  const lock = (): void => void core.handlers['lock.now']({ because: 'person' }).catch(() => undefined);
  const signs = new PresenceSigns({ electron, iconsDir: options.iconsDir, platform, windows: () => made.all, onShow: () => made.showDesk(), onLock: lock }, settings.language);
  stopHearing = core.subscribe((topic, payload) => {
    if (topic === 'attention') {
      signs.show(payload as Attention);
      void updates?.look().catch(() => undefined);
    }
    if (topic === 'session' && (payload as SessionView).kind === 'signedOut')
      // A session that merely ended keeps its copy, and its words.
      void core.handlers['attention.get']({}).then(({ closedCopy }) => (closedCopy ? undefined : forgetLearntWords(defaultSession, log))).catch(() => undefined);
    if (topic !== 'settings') return;
    settings = payload as DeskSettings;
    setMenu();
    signs.say(settings.language);
    made.applyZoom();
  });
  links.onLink((place) => {
    made.showDesk();
    if (hearsPlaces) tell('place', { place });
    return hearsPlaces;
  });
  opening.resolve(core);
  made.applyZoom();
  setMenu();
  if (options.updater !== undefined && packaged)
    updates = new DeskUpdates({
      updater: options.updater,
      clock: options.clock,
      timers: options.timers,
      log,
      attention: () => core.handlers['attention.get']({}),
      tell: (view: UpdateView) => tell('update', view),
      endDesk: (install) => ending.endWith(install),
    });
  signs.show(await core.handlers['attention.get']({}));
  return true;
}

function doorsOf(given: {
  readonly awake: StayAwake;
  readonly windows: () => DeskWindows | undefined;
  readonly takePlace: () => PlaceLink | undefined;
  readonly updates: () => DeskUpdates | undefined;
  readonly onTell: (hear: <T extends 'place' | 'update'>(topic: T, payload: IpcPush<T>) => void) => void;
}): DesktopDoors {
  return {
    openWindow: (target) => {
      const windows = given.windows();
      if (windows === undefined) return false;
      if (target.kind === 'conversation') return windows.showConversation(target.conversationId);
      if (target.kind === 'wall') windows.showWall();
      else windows.showDesk();
      return true;
    },
    keepAwake: (on) => given.awake.keep(on),
    takePlace: given.takePlace,
    update: () => given.updates()?.view() ?? { kind: 'none' },
    installUpdate: async () => (await given.updates()?.install()) ?? { kind: 'none' },
    onWord: given.onTell,
  };
}

/** Holds the end back until the core has written what is still open; once, and not for ever. What `close` gives runs in place of the plain end. */
function endInOrder(app: ElectronParts['app'], log: HostLog, close: () => Promise<(() => void) | undefined>): { hasBegun(): boolean; endWith(last: () => void): void } {
  let asked: (() => void) | undefined;
  let ending = false;
  app.on('before-quit', (event) => {
    if (ending) return;
    ending = true;
    event.preventDefault();
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), CLOSE_WITHIN_MS));
    Promise.race([close(), late])
      .then((install) => {
        const last = install === undefined ? undefined : (asked ?? install);
        if (last === undefined) app.exit(0);
        else last();
      })
      .catch((error: unknown) => {
        log.error({ error: logFacts(error) }, 'the desk did not close in order');
        app.exit(0);
      });
  });
  return {
    hasBegun: () => ending,
    endWith: (last) => {
      asked = last;
      app.quit();
    },
  };
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
