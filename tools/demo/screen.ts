import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../shared/util/errors.ts';

/** Builds the screen (and the Electron bundles where wanted) unless what is built is newer than everything it is made of. */
export function ensureScreen(root: string, withElectron: boolean, say: (line: string) => void): void {
  const built = [join(root, withElectron ? 'out/main/index.js' : 'out/renderer/index.html'), join(root, 'out/widget/widget.js')];
  const sources = ['renderer', 'widget', 'shared', 'electron.vite.config.ts', 'package-lock.json', ...(withElectron ? ['electron'] : [])].map((name) => join(root, name));
  const latest = Math.max(...sources.map(newest));
  if (built.every((file) => existsSync(file) && statSync(file).mtimeMs >= latest)) return;
  say('building the screen …');
  const build = spawnSync(process.execPath, [join(root, 'tools/build.ts'), withElectron ? 'all' : 'renderer'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (build.status !== 0) throw new CodedError('CHILD_FAILED', { field: 'build', detail: `${build.stdout}${build.stderr}`.slice(-2_000) });
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = stat.mtimeMs;
  for (const entry of readdirSync(path)) latest = Math.max(latest, newest(join(path, entry)));
  return latest;
}
