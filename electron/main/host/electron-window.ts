import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';

export const SCHEME = 'app';
/** The origin whose top frame is heard; the page lies at its root. */
export const PAGE_ORIGIN = 'app://leitstand';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;
/** A page of its own for the wall's screen. */
export const WALL_URL = `${PAGE_URL}?wall`;
const OF_CONVERSATION = `${PAGE_URL}?conversation=`;

export function conversationUrl(conversationId: string): string {
  return `${OF_CONVERSATION}${encodeURIComponent(conversationId)}`;
}

/** The desk's own page, for the whole desk or for one conversation. */
export function isOwnPage(url: string): boolean {
  return url === PAGE_URL || url === WALL_URL || url === `${PAGE_ORIGIN}/` || (url.startsWith(OF_CONVERSATION) && /^[\w.%-]{1,400}$/.test(url.slice(OF_CONVERSATION.length)));
}

/** The one place where a window gets its rights: none that a page of the web would not have, but the preload's one object. */
export function windowOptions(given: {
  readonly preload: string;
  readonly bounds: Partial<Rectangle>;
  readonly packaged: boolean;
  /** Dictionaries of our own are there. Without them Chromium would fetch a third party's. */
  readonly hasSpelling?: boolean;
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
      spellcheck: given.hasSpelling === true,
      devTools: !given.packaged,
    },
  };
}
