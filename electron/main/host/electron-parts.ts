import type { app, BrowserWindow, dialog, Menu, nativeImage, powerMonitor, powerSaveBlocker, protocol, screen, session, shell, Tray } from 'electron';

/** What is used of Electron; `index.ts` hands in the real one, tests bring their own. */
export interface ElectronParts {
  readonly app: typeof app;
  readonly BrowserWindow: typeof BrowserWindow;
  readonly Menu: typeof Menu;
  readonly Tray: typeof Tray;
  readonly dialog: typeof dialog;
  readonly nativeImage: typeof nativeImage;
  readonly powerMonitor: typeof powerMonitor;
  readonly powerSaveBlocker: typeof powerSaveBlocker;
  readonly protocol: typeof protocol;
  readonly screen: typeof screen;
  readonly session: typeof session;
  readonly shell: typeof shell;
}
