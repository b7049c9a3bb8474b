import { EventEmitter } from 'node:events';
import type { ElectronParts } from '../../electron/main/host/electron.ts';

// Stands in for Electron where its binary is not: it notes what the host asks of it, in order, and lets a test raise its events.

export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly sent: unknown[][] = [];
  readonly zooms: number[] = [];
  readonly replaced: string[] = [];
  readonly learnt: string[] = [];
  readonly session = { addWordToSpellCheckerDictionary: (word: string) => this.learnt.push(word) > 0 };
  setZoomFactor(factor: number): void {
    this.zooms.push(factor);
  }
  replaceMisspelling(word: string): void {
    this.replaced.push(word);
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  send(...args: unknown[]): void {
    this.sent.push(args);
  }
  isDestroyed(): boolean {
    return false;
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly did: string[] = [];
  readonly loaded: string[] = [];
  readonly options: Record<string, unknown>;
  bounds = { x: 10, y: 20, width: 1200, height: 800 };
  readonly overlays: unknown[][] = [];
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
  readonly show = (): void => void this.did.push('show');
  readonly focus = (): void => void this.did.push('focus');
  readonly restore = (): void => void this.did.push('restore');
  readonly maximize = (): void => void this.did.push('maximize');
  isMinimized(): boolean {
    return true;
  }
  isMaximized(): boolean {
    return this.did.includes('maximize');
  }
  setBounds(bounds: { x: number; y: number; width: number; height: number }): void {
    this.bounds = bounds;
  }
  setOverlayIcon(...args: unknown[]): void {
    this.overlays.push(args);
  }
  getNormalBounds(): object {
    return this.bounds;
  }
}

export class FakeTray extends EventEmitter {
  readonly icon: unknown;
  tip = '';
  menu: readonly { readonly label?: string; readonly click?: () => void }[] = [];
  constructor(icon: unknown) {
    super();
    this.icon = icon;
  }
  setToolTip(tip: string): void {
    this.tip = tip;
  }
  setContextMenu(menu: FakeTray['menu']): void {
    this.menu = menu;
  }
  destroy(): void {
    this.menu = [];
  }
}

export type Checks = Record<'request' | 'check' | 'device' | 'before', (...args: never[]) => unknown>;

export function fakeElectron(given: { readonly userData: string; readonly firstInstance?: boolean; readonly answer?: number }) {
  const order: string[] = [];
  const windows: FakeWindow[] = [];
  const checks = {} as Checks;
  const opened: string[] = [];
  const dialogs: unknown[] = [];
  let answer = given.answer ?? 0;
  let page: ((request: Request) => Promise<Response>) | undefined;
  let menu: unknown;
  const trays: FakeTray[] = [];
  const popups: unknown[] = [];
  const badges: number[] = [];
  const spelling = { urls: [] as string[], languages: [] as string[][], learnt: [] as string[] };
  const screens = [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }];
  const powerMonitor = Object.assign(new EventEmitter(), { idle: 0, getSystemIdleTime: () => powerMonitor.idle });
  const blockers = new Map<number, string>();
  const powerSaveBlocker = {
    start: (kind: string) => blockers.set(order.push(`awake ${kind}`), kind) && order.length,
    stop: (id: number) => blockers.delete(id),
    isStarted: (id: number) => blockers.has(id),
  };
  const screen = Object.assign(new EventEmitter(), { getAllDisplays: () => screens });
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    enableSandbox: () => void order.push('enableSandbox'),
    requestSingleInstanceLock: () => {
      order.push('requestSingleInstanceLock');
      return given.firstInstance ?? true;
    },
    whenReady: async () => void order.push('whenReady'),
    getPath: () => given.userData,
    setBadgeCount: (count: number) => badges.push(count) > 0,
    setAsDefaultProtocolClient: (scheme: string) => order.push(`links ${scheme}`) > 0,
    quit: () => void order.push('quit'),
    exit: (code: number) => void order.push(`exit ${code}`),
  });
  const parts = {
    app,
    BrowserWindow: class extends FakeWindow {
      constructor(options: Record<string, unknown>) {
        super(options);
        order.push('window');
        windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    },
    Menu: { buildFromTemplate: (template: object[]) => Object.assign(template, { popup: () => void popups.push(template) }), setApplicationMenu: (template: unknown) => void (menu = template) },
    dialog: {
      showMessageBoxSync: (options: unknown) => {
        dialogs.push(options);
        return answer;
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => void order.push(`scheme ${schemes.map((one) => one.scheme).join()}`),
      handle: (scheme: string, run: (request: Request) => Promise<Response>) => {
        order.push(`handle ${scheme}`);
        page = run;
      },
    },
    Tray: class extends FakeTray {
      constructor(icon: unknown) {
        super(icon);
        trays.push(this);
      }
    },
    nativeImage: { createFromPath: (file: string) => ({ file, setTemplateImage: () => undefined }) },
    powerMonitor,
    powerSaveBlocker,
    screen,
    session: {
      defaultSession: {
        setPermissionRequestHandler: (run: Checks['request']) => void (checks.request = run),
        setPermissionCheckHandler: (run: Checks['check']) => void (checks.check = run),
        availableSpellCheckerLanguages: ['de', 'en-GB', 'en-US', 'fr'],
        setSpellCheckerDictionaryDownloadURL: (url: string) => void spelling.urls.push(url),
        setSpellCheckerLanguages: (languages: string[]) => void spelling.languages.push(languages),
        listWordsInSpellCheckerDictionary: async () => [...spelling.learnt],
        removeWordFromSpellCheckerDictionary: (word: string) => spelling.learnt.splice(spelling.learnt.indexOf(word), 1).length > 0,
        setDevicePermissionHandler: (run: Checks['device']) => void (checks.device = run),
        webRequest: { onBeforeRequest: (run: Checks['before']) => void (checks.before = run) },
      },
    },
    shell: { openExternal: async (url: string) => void opened.push(url) },
  };
  return {
    parts: parts as unknown as ElectronParts,
    app,
    order,
    windows,
    checks,
    opened,
    dialogs,
    menu: () => menu,
    trays,
    popups,
    badges,
    spelling,
    screens,
    screen,
    powerMonitor,
    blockers,
    page: (url: string, method = 'GET') => page?.({ url, method } as Request),
    answerDialogs: (index: number) => void (answer = index),
  };
}
