// `build.ts all` bundles main, preload and screen; `build.ts renderer` the screen alone. Output in out/.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const what = process.argv[2] === 'renderer' ? 'renderer' : 'all';

const build = spawnSync(
  process.execPath,
  [path.join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', ...process.argv.slice(3)],
  {
    cwd: root,
    // stdout belongs to whoever calls; the bundler talks on stderr.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, LEITSTAND_BUILD: what, NODE_ENV: 'production' },
  },
);
process.exitCode = build.status ?? 1;
