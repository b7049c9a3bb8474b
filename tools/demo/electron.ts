import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FETCH_WITHIN_MS = 90_000;

/** The Electron program, where it has been fetched. Never by `require('electron')`: that would fetch it and talk on stdout. */
export function findElectron(root: string): string | undefined {
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** The program, where this checkout's bundles for it are built as well. */
export function findElectronDesk(root: string): string | undefined {
  return existsSync(join(root, 'out/main/index.js')) ? findElectron(root) : undefined;
}

/** Fetches the program once; `undefined` where it cannot be had. */
export function fetchElectron(root: string, say: (line: string) => void): string | undefined {
  const found = findElectron(root);
  if (found !== undefined) return found;
  say('Fetching the Electron program …');
  const { ELECTRON_SKIP_BINARY_DOWNLOAD: _skip, ...env } = process.env;
  const fetched = spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], { cwd: root, env, stdio: ['ignore', 'ignore', 'ignore'], timeout: FETCH_WITHIN_MS });
  if (fetched.status !== 0) say('It cannot be fetched here.');
  return findElectron(root);
}
