// oxlint with types, then the rules of this house that no linter knows.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkHouse } from './house.ts';

const root = path.resolve(import.meta.dirname, '../..');
const given = process.argv.slice(2);
const folders =
  given.length > 0
    ? given
    : ['shared', 'server', 'electron', 'renderer', 'sandbox', 'tools', 'tests'].filter((one) => existsSync(path.join(root, one)));

const oxlint = spawnSync(process.execPath, [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', ...folders], {
  cwd: root,
  stdio: 'inherit',
});

const findings = checkHouse(root).filter((finding) => given.length === 0 || given.some((place) => finding.path.startsWith(place)));
for (const { path: at, line, rule, message } of findings) console.log(`${at}:${line} ${rule}: ${message}`);
console.log(findings.length === 0 ? 'House rules: nothing found.' : `House rules: ${findings.length} found.`);
process.exitCode = oxlint.status === 0 && findings.length === 0 ? 0 : 1;
