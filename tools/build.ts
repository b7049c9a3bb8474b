// `build.ts all` bundles main, preload, screen and chat widget; `build.ts renderer` screen and widget. Output in out/.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildWidget } from './setup/build-widget.ts';

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
if (process.exitCode === 0) await buildWidget(root);
