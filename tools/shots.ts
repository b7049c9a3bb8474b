// `npm run -s shots`: every screen × theme × language × size as a picture in artifacts/shots/, with an index to look through.
// `-- --docs` also renews the pictures of the README.
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isCodedError } from '../shared/util/errors.ts';
import { onStopSignal } from './setup/stop-signals.ts';
import { ensureChromium } from './setup/system.ts';
import { runCommand, stopRunning } from './testing/run-command.ts';

const root = path.resolve(import.meta.dirname, '..');
const shots = path.join(root, 'artifacts/shots');
/** Taken by the spec under these names; stand in docs/img/. */
const DOCS = ['desk', 'supervisor'] as const;

onStopSignal(stopRunning);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { docs: { type: 'boolean', default: false } } });
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
  const env = { ...process.env, LEITSTAND_CHROMIUM: ensureChromium(), LEITSTAND_E2E_REPORT: path.join(root, 'artifacts/shots-report.json'), E2E_SHOTS: 'all' };
  const code = await runCommand(process.execPath, [playwright, 'test', 'tests/e2e/shots.spec.ts', '--project', 'browser'], { cwd: root, env });
  if (values.docs && code === 0) {
    mkdirSync(path.join(root, 'docs/img'), { recursive: true });
    for (const name of DOCS) copyFileSync(path.join(shots, `docs-${name}.png`), path.join(root, 'docs/img', `${name}.png`));
  }
  process.stdout.write(`${path.join(shots, 'index.html')}\n`);
  process.exitCode = code;
}

main().catch((error: unknown) => {
  console.error(isCodedError(error) ? error.message : error instanceof Error ? error.message : String(error));
  process.exit(1);
});
