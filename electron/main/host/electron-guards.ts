import type { Session, WebContents } from 'electron';
import { checkOutsideLink } from './outside-link.ts';
import { isOwnPage, PAGE_ORIGIN } from './electron-window.ts';
import type { HostLog } from './log.ts';

const ALLOWED = new Set(['notifications', 'clipboard-sanitized-write']);

function isPage(url: string | undefined): boolean {
  return url === PAGE_ORIGIN || url?.startsWith(`${PAGE_ORIGIN}/`) === true;
}

/** Electron grants everything unless told otherwise: here only notifications and writing text to the clipboard, and only to the page itself. */
export function guardPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
  log: HostLog,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const allowed = ALLOWED.has(permission) && details.isMainFrame && isPage(details.requestingUrl);
    if (!allowed) log.warn({ permission }, 'a permission was refused');
    callback(allowed);
  });
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, details) => ALLOWED.has(permission) && details.isMainFrame && isPage(requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** The page needs nothing from any network: the server is reached by the desk program. A second wall behind the content policy. */
export function guardRequests(
  session: { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> },
  options: { readonly packaged: boolean },
  log: HostLog,
): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const { url } = details;
    const own =
      isPage(url) ||
      url.startsWith(`blob:${PAGE_ORIGIN}/`) ||
      url.startsWith('data:') ||
      (!options.packaged && url.startsWith('devtools:'));
    if (!own) log.warn({ kind: details.resourceType }, 'a request that left the page was stopped');
    callback({ cancel: !own });
  });
}

type Guarded = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/**
 * For every page the program ever creates: it stays where it is. Navigation, redirects, webviews and new windows are refused; what a new
 * window was wanted for opens in the system's browser where its address passes the check.
 */
export function guardNavigation(contents: Guarded, openExternal: (url: string) => Promise<void>, log: HostLog): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    // Loading the same page anew is no navigation away from it.
    if (isOwnPage(url)) return;
    event.preventDefault();
    log.warn({}, 'a navigation was refused');
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame && !isPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = checkOutsideLink(url);
    if (link.ok) openExternal(link.href).catch(() => log.warn({}, 'the system did not open an address'));
    return { action: 'deny' };
  });
}
