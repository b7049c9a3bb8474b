import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';

export const SCHEME = 'app';
/** The origin whose top frame is heard; the page lies at its root. */
export const PAGE_ORIGIN = 'app://leitstand';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/** The one place where a window gets its rights: none that a page of the web would not have, but the preload's one object. */
export function windowOptions(given: {
  readonly preload: string;
  readonly bounds: Partial<Rectangle>;
  readonly packaged: boolean;
}): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    ...given.bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Leitstand',
    webPreferences: {
      preload: given.preload,
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
      // Its dictionaries would be fetched from a third party.
      spellcheck: false,
      devTools: !given.packaged,
    },
  };
}
