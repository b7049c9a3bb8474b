// Composition root of the desktop program: the only place that joins the real Electron with the parts.
import { app, BrowserWindow, dialog, Menu, nativeImage, powerMonitor, powerSaveBlocker, protocol, screen, session, shell, Tray } from 'electron';
// CommonJS: its names come by way of the default.
import updater from 'electron-updater';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCodedError } from '../../shared/util/errors.ts';
import { systemClock, systemTimers } from './core/system-ports.ts';
import { startElectronHost } from './host/electron.ts';
import { createHostLog } from './host/log.ts';
import { connectElectronIpc } from './ipc/electron-ipc.ts';
import { logFacts } from './ipc/failure.ts';

// Bundled into out/main/index.js; the page and the preload lie beside it.
const out = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const log = createHostLog();

process.on('uncaughtException', (error) => {
  // Met somewhere nobody waits for an answer; the session opens the copy anew by itself.
  if (isCodedError(error) && error.code === 'REPLICA_DAMAGED') return log.error({ code: error.code }, 'damage was met in passing');
  log.error({ error: logFacts(error) }, 'the desk failed and ends; everything accepted is on disk');
  app.exit(1);
});

/** `--data`, `--server` and `--demo` come from `npm start`; a packaged desk takes the address of its center at the first sign-in. */
function argument(name: string): string | undefined {
  const given = app.commandLine.getSwitchValue(name);
  return given === '' ? undefined : given;
}

// A folder of one's own is a desk of one's own: it also decides which other start counts as the same desk.
const userData = argument('data');
if (userData !== undefined) app.setPath('userData', path.resolve(userData));
const demo = app.isPackaged ? undefined : argument('demo');

// Not awaited: Electron says `ready` only after this module has run to its end.
startElectronHost({
  electron: { app, BrowserWindow, dialog, Menu, nativeImage, powerMonitor, powerSaveBlocker, protocol, screen, session, shell, Tray },
  pageRoot: path.join(out, 'renderer'),
  preload: path.join(out, 'preload/index.cjs'),
  // Beside the archive in a packaged desk, in the checkout otherwise.
  iconsDir: app.isPackaged ? path.join(process.resourcesPath, 'icons') : path.resolve(out, '../electron/packaging/icons'),
  dictionariesDir: app.isPackaged ? path.join(process.resourcesPath, 'dictionaries') : path.resolve(out, '../.cache/dictionaries'),
  argv: process.argv,
  clock: systemClock,
  timers: systemTimers,
  log,
  // Asked only here: it looks at the running program as soon as it is touched.
  updater: app.isPackaged ? updater.autoUpdater : undefined,
  // Read while the page loads: the window does not wait for it.
  openCore: async ({ dataDir, openOutside, desktop }) => {
    const { openDesk, readDemo } = await import('./host/open-desk.ts');
    return openDesk({
      dataDir,
      serverUrl: argument('server') ?? '',
      log,
      ...(demo === undefined ? {} : readDemo(demo)),
      openLink: openOutside,
      desktop,
      appVersion: app.getVersion(),
    });
  },
  connectIpc: connectElectronIpc,
}).catch((error: unknown) => {
  log.error({ error: logFacts(error) }, 'the desk could not be started');
  app.exit(1);
});
