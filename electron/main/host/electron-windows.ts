import type { BrowserWindow } from 'electron';
import path from 'node:path';
import type { Timers } from '../../../shared/util/ports.ts';
import { logFacts } from '../ipc/failure.ts';
import type { CrashBook } from './electron-crash.ts';
import type { ElectronParts } from './electron-parts.ts';
import { conversationUrl, PAGE_URL, WALL_URL, windowOptions } from './electron-window.ts';
import type { HostLog } from './log.ts';
import { arrangementOf, isReachable, loadWindowState, saveWindowState, type Area } from './window-state.ts';

export interface WindowsOptions {
  readonly electron: ElectronParts;
  readonly preload: string;
  readonly dataDir: string;
  readonly crashes: CrashBook;
  readonly timers: Timers;
  readonly log: HostLog;
  /** Of the text in every window, 1 is as it is. */
  readonly zoom: () => number;
  readonly hasSpelling: boolean;
  /** A new window, before its page is loaded. */
  readonly onWindow?: (window: BrowserWindow) => void;
  /** The desk's own page begins anew: it hears nothing until it has loaded. */
  readonly onDeskLoads?: () => void;
}

/** Windows of one conversation each; more would be a wall nobody reads. */
const MOST_OWN = 12;
/** A window that was moved and then left alone for so long has its place, ms: one never closed in order is found there again. */
const PLACED_AFTER_MS = 1_000;
const OWN = { width: 760, height: 860 } as const;

/** The desk's window and those that hold one conversation each: made here alone, all with the same rights. */
export class DeskWindows {
  readonly #o: WindowsOptions;
  #desk: BrowserWindow | undefined;
  #wall: BrowserWindow | undefined;
  readonly #own = new Map<string, BrowserWindow>();
  #arrangement: string;

  constructor(options: WindowsOptions) {
    this.#o = options;
    this.#arrangement = arrangementOf(this.#screens());
    const { screen } = options.electron;
    for (const event of ['display-added', 'display-removed', 'display-metrics-changed'] as const) screen.on(event as 'display-added', () => this.#screensChanged());
  }

  get all(): readonly BrowserWindow[] {
    return [...(this.#desk === undefined ? [] : [this.#desk]), ...(this.#wall === undefined ? [] : [this.#wall]), ...this.#own.values()];
  }

  /** Brings the desk's window to the front; opens it where there is none. */
  showDesk(): void {
    if (this.#desk === undefined) this.#desk = this.#open(PAGE_URL, 'window.json', {}, () => (this.#desk = undefined));
    else bringUp(this.#desk);
  }

  /** The wall's own window, of which there is one. */
  showWall(): void {
    if (this.#wall === undefined) this.#wall = this.#open(WALL_URL, 'window-wall.json', {}, () => (this.#wall = undefined));
    else bringUp(this.#wall);
  }

  /** False where too many are open already. */
  showConversation(conversationId: string): boolean {
    const known = this.#own.get(conversationId);
    if (known !== undefined) {
      bringUp(known);
      return true;
    }
    if (this.#own.size >= MOST_OWN) return false;
    const window = this.#open(conversationUrl(conversationId), 'window-conversation.json', OWN, () => this.#own.delete(conversationId));
    this.#own.set(conversationId, window);
    return true;
  }

  /** On every window alike; also after a page was loaded anew. */
  applyZoom(): void {
    for (const window of this.all) window.webContents.setZoomFactor(this.#o.zoom());
  }

  #screens(): Area[] {
    return this.#o.electron.screen.getAllDisplays().map((display) => display.workArea);
  }

  #open(url: string, stateName: string, size: Partial<Area>, onClosed: () => void): BrowserWindow {
    const { electron, log, preload, dataDir, hasSpelling } = this.#o;
    const file = path.join(dataDir, stateName);
    const state = loadWindowState(file, this.#screens());
    const bounds = state === undefined ? size : this.#beside({ x: state.x, y: state.y, width: state.width, height: state.height });
    const window = new electron.BrowserWindow(windowOptions({ preload, bounds, packaged: electron.app.isPackaged, hasSpelling }));
    const begins = (): void => (url === PAGE_URL ? this.#o.onDeskLoads?.() : undefined);
    const load = (): void => {
      begins();
      window.loadURL(url).catch((error: unknown) => log.error({ error: logFacts(error) }, 'the page could not be loaded'));
    };
    if (state?.maximized === true) window.maximize();
    this.#o.onWindow?.(window);
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => (isMainFrame && !isSameDocument ? begins() : undefined));
    window.once('ready-to-show', () => window.show());
    window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(this.#o.zoom()));
    const place = (): void => saveWindowState(file, { ...window.getNormalBounds(), maximized: window.isMaximized() }, this.#screens());
    let stopPlacing = (): void => undefined;
    const moved = (): void => {
      stopPlacing();
      stopPlacing = this.#o.timers.after(PLACED_AFTER_MS, place);
    };
    window.on('move', moved);
    window.on('resize', moved);
    window.on('close', place);
    window.on('closed', () => {
      stopPlacing();
      onClosed();
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      log.error({ reason: details.reason, exitCode: details.exitCode }, 'the page’s process ended');
      this.#comeBack(load);
    });
    window.on('unresponsive', () => log.warn({}, 'the page does not respond'));
    load();
    return window;
  }

  /** A second window does not hide the one that stands in its place. */
  #beside(bounds: Area): Area {
    const taken = this.all.some((window) => Math.abs(window.getNormalBounds().x - bounds.x) < 20 && Math.abs(window.getNormalBounds().y - bounds.y) < 20);
    return taken ? { ...bounds, x: bounds.x + 30, y: bounds.y + 30 } : bounds;
  }

  #comeBack(load: () => void): void {
    const { crashes, electron } = this.#o;
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
  }

  /** A screen was plugged in or pulled: back to where the window was with these, and never out of reach. */
  #screensChanged(): void {
    const screens = this.#screens();
    const now = arrangementOf(screens);
    if (now === this.#arrangement) return;
    this.#arrangement = now;
    const [first] = screens;
    for (const window of this.all) {
      const known = window === this.#desk ? loadWindowState(path.join(this.#o.dataDir, 'window.json'), screens) : undefined;
      const bounds = window.getNormalBounds();
      if (known !== undefined) window.setBounds({ x: known.x, y: known.y, width: known.width, height: known.height });
      else if (!isReachable(bounds, screens) && first !== undefined)
        window.setBounds({ x: first.x + 40, y: first.y + 40, width: Math.min(bounds.width, first.width - 80), height: Math.min(bounds.height, first.height - 80) });
    }
  }
}

function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
