import type { Attention, UpdateView } from '../../../shared/ipc/index.ts';
import type { Clock, Timers } from '../../../shared/util/ports.ts';
import { logFacts } from '../ipc/failure.ts';
import type { HostLog } from './log.ts';
import { updateHolds } from './update-rules.ts';

/** The part of electron-updater's `AppUpdater` in use. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  allowPrerelease: boolean;
  checkForUpdates(): Promise<unknown>;
  downloadUpdate(): Promise<unknown>;
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void;
  on(event: 'update-available' | 'update-downloaded', listener: (info: { readonly version: string }) => void): unknown;
  on(event: 'update-not-available', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface UpdatesOptions {
  readonly updater: Updater;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HostLog;
  readonly attention: () => Promise<Attention>;
  readonly tell: (view: UpdateView) => void;
  /** Ends the desk in order; `install` runs last, in place of the plain end. */
  readonly endDesk: (install: () => void) => void;
}

const CHECK_EVERY_MS = 4 * 3_600_000;
const FIRST_CHECK_MS = 60_000;

/** Fetches updates quietly and puts one in place only where nothing holds it back: when a person says so, or when the desk ends anyway. */
export class DeskUpdates {
  readonly #o: UpdatesOptions;
  #view: UpdateView = { kind: 'current' };
  #stop: () => void = () => undefined;

  constructor(options: UpdatesOptions) {
    this.#o = options;
    const { updater, log, clock } = options;
    updater.autoDownload = false;
    // Its own way out would ask nobody.
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    updater.allowPrerelease = false;
    updater.on('update-not-available', () => this.#set({ kind: 'current', checkedAt: clock.now() }));
    updater.on('update-available', ({ version }) => {
      if (this.#view.kind === 'ready' && this.#view.version === version) return;
      this.#set({ kind: 'loading', version });
      updater.downloadUpdate().catch((error: unknown) => this.#failed(error));
    });
    updater.on('update-downloaded', ({ version }) => {
      this.#set({ kind: 'ready', version, waitsFor: [] });
      void this.look();
    });
    updater.on('error', (error) => this.#failed(error));
    log.info({}, 'updates are looked for');
    this.#plan(FIRST_CHECK_MS);
  }

  view(): UpdateView {
    return this.#view;
  }

  /** Something changed that may hold an update back, or no longer. */
  async look(): Promise<void> {
    const attention = await this.#o.attention();
    if (this.#view.kind !== 'ready') return;
    const waitsFor = updateHolds(attention);
    if (waitsFor.join() !== this.#view.waitsFor.join()) this.#set({ ...this.#view, waitsFor });
  }

  /** A person wants it now. Looked at anew: what was told may be older than an answer just sent. */
  async install(): Promise<UpdateView> {
    await this.look();
    if (this.#view.kind !== 'ready' || this.#view.waitsFor.length > 0) return this.#view;
    this.#o.endDesk(() => this.#o.updater.quitAndInstall(false, true));
    return this.#view;
  }

  /** The desk ends anyway: what is to run in place of the plain end, if anything. Asked before the core closes. */
  async atEnd(): Promise<(() => void) | undefined> {
    await this.look();
    return this.#view.kind === 'ready' && this.#view.waitsFor.length === 0 ? () => this.#o.updater.quitAndInstall(true, false) : undefined;
  }

  close(): void {
    this.#stop();
  }

  #plan(afterMs: number): void {
    this.#stop = this.#o.timers.after(afterMs, () => {
      // What lies ready is put in place before anything newer is fetched.
      if (this.#view.kind !== 'ready') this.#o.updater.checkForUpdates().catch((error: unknown) => this.#failed(error));
      this.#plan(CHECK_EVERY_MS);
    });
  }

  #failed(error: unknown): void {
    this.#o.log.warn({ error: logFacts(error) }, 'an update could not be fetched');
    if (this.#view.kind !== 'ready') this.#set({ kind: 'failed', at: this.#o.clock.now() });
  }

  #set(view: UpdateView): void {
    this.#view = view;
    this.#o.tell(view);
  }
}
