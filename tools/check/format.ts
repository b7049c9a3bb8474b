// `format.ts --check` says which files are not formatted; `format.ts --write` formats them. Paths may follow.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const write = process.argv.includes('--write');
const places = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const oxfmt = spawnSync(
  process.execPath,
  [path.join(root, 'node_modules/oxfmt/bin/oxfmt'), ...(write ? [] : ['--check']), ...(places.length > 0 ? places : ['.'])],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = oxfmt.status ?? 1;
