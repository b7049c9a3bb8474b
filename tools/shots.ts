// `npm run -s shots`: every screen × theme × language × size as a picture in artifacts/shots/, with an index to look through, and the pictures of the
// README in artifacts/docs-img/; `-- --docs` puts those into docs/img/. What the run says goes to stderr; stdout is one JSON line.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
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
  const env = {
    ...process.env,
    LEITSTAND_CHROMIUM: ensureChromium(),
    LEITSTAND_E2E_REPORT: path.join(root, 'artifacts/shots-report.json'),
    E2E_SHOTS: 'all',
  };
  rmSync(shots, { recursive: true, force: true });
  const startedAt = performance.now();
  const code = await runCommand(process.execPath, [playwright, 'test', 'tests/e2e/shots.spec.ts', '--project', 'screens'], {
    cwd: root,
    env,
    toStderr: true,
  });
  const docs = path.join(root, values.docs ? 'docs/img' : 'artifacts/docs-img');
  mkdirSync(docs, { recursive: true });
  const taken = DOCS.filter((name) => existsSync(path.join(shots, `docs-${name}.png`)));
  for (const name of taken) copyFileSync(path.join(shots, `docs-${name}.png`), path.join(docs, `${name}.png`));
  const pictures = existsSync(shots) ? readdirSync(shots).filter((file) => file.endsWith('.png') && !file.startsWith('docs-')) : [];
  const screens = new Set(pictures.map((file) => file.split('.')[0]));
  const line = {
    name: 'shots',
    ok: code === 0 && taken.length === DOCS.length,
    screens: screens.size,
    pictures: pictures.length,
    docs: taken.map((name) => path.relative(root, path.join(docs, `${name}.png`))),
    index: path.relative(root, path.join(shots, 'index.html')),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  };
  process.exitCode = line.ok ? 0 : code === 0 ? 1 : code;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

main().catch((error: unknown) => {
  console.error(isCodedError(error) ? error.message : error instanceof Error ? error.message : String(error));
  process.exit(1);
});
