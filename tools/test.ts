// `npm test`: everything that has to hold, one after the other, ending with the line `N passed, N failed`.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isCodedError } from '../shared/util/errors.ts';
import { onStopSignal } from './setup/stop-signals.ts';
import { ensureChromium, ensureKeychain } from './setup/system.ts';
import { runCommand, stopRunning } from './testing/run-command.ts';
import { add, byReason, lastLine, NOTHING, single, tallyPlaywright, tallyVitest, type Tally } from './testing/tally.ts';

const USAGE = 'npm test -- [--only checks|unit|e2e] [filter …]   (filters are passed to the runners: parts of file names)';
const root = path.resolve(import.meta.dirname, '..');
const artifacts = path.join(root, 'artifacts');
const bin = (name: string): string => path.join(root, 'node_modules', name);

const { values, positionals } = readArguments();
let stopped = false;
onStopSignal(() => {
  stopped = true;
  stopRunning();
});

mkdirSync(artifacts, { recursive: true });
// Hundreds of programs of ours are started: their sources are stripped and compiled once.
process.env['NODE_COMPILE_CACHE'] ??= path.join(root, '.cache/compiled');
let total = NOTHING;
const steps: readonly [part: string, run: () => Promise<Tally>][] = [
  ['checks', check('types', 'tools/check/typecheck.ts')],
  ['checks', check('lint', 'tools/check/lint.ts')],
  ['unit', vitest],
  ['e2e', playwright],
];
for (const [part, run] of steps) {
  const wanted = values.only === undefined ? part !== 'checks' || positionals.length === 0 : values.only === part;
  if (wanted && !stopped) total = add(total, await run());
}
if (stopped) total = add(total, single('the run was stopped before its end', false));
if (total.skipped.length > 0) console.log(`\nSkipped:\n${byReason(total.skipped).map((line) => `  - ${line}`).join('\n')}`);
if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.map((line) => `  - ${line}`).join('\n')}`);
process.exitCode = total.failed === 0 ? 0 : 1;
process.stdout.write(`\n${lastLine(total)}\n`);

function check(name: string, script: string): () => Promise<Tally> {
  return async () => {
    headline(name);
    return single(name, (await runCommand(process.execPath, [path.join(root, script)], { cwd: root })) === 0);
  };
}

async function vitest(): Promise<Tally> {
  headline('unit, contract, integration, simulation, gates');
  const report = path.join(artifacts, 'unit-report.json');
  rmSync(report, { force: true });
  const command = [
    process.execPath,
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...positionals,
  ];
  const keychain = ensureKeychain();
  if (!keychain.ok) console.log(`No keychain service: tests of the real keychain are skipped. ${keychain.reason}`);
  const wrapped = keychain.ok ? ['dbus-run-session', '--', path.join(root, 'tools/testing/with-keychain.sh'), ...command] : command;
  const [program, ...args] = wrapped as [string, ...string[]];
  return tallyVitest(report, await runCommand(program, args, { cwd: root }));
}

async function playwright(): Promise<Tally> {
  headline('end to end');
  if (!hasTests('tests/e2e')) return single('tests/e2e has no test', false);
  try {
    const chromium = ensureChromium();
    const built = await runCommand(process.execPath, [path.join(root, 'tools/build.ts'), 'renderer'], { cwd: root });
    if (built !== 0) return single('the screen does not build', false);
    const report = path.join(artifacts, 'e2e-report.json');
    rmSync(report, { force: true });
    const env = { ...process.env, LEITSTAND_CHROMIUM: chromium, LEITSTAND_E2E_REPORT: report };
    return tallyPlaywright(
      report,
      await runCommand(process.execPath, [bin('@playwright/test/cli.js'), 'test', ...positionals], { cwd: root, env }),
    );
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return single(error.message, false);
  }
}

function hasTests(folder: string): boolean {
  const at = path.join(root, folder);
  return existsSync(at) && readdirSync(at, { recursive: true }).some((file) => /\.(spec|test)\.ts$/.test(String(file)));
}

function headline(text: string): void {
  console.log(`\n── ${text} ──`);
}

function readArguments(): { values: { only?: string | undefined }; positionals: string[] } {
  try {
    const parsed = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, help: { type: 'boolean' } } });
    if (parsed.values.help === true) {
      console.log(USAGE);
      process.exit(0);
    }
    const only = parsed.values.only;
    if (only !== undefined && !['checks', 'unit', 'e2e'].includes(only))
      throw new Error(`--only takes checks, unit or e2e, not "${only}".`);
    return { values: { only }, positionals: parsed.positionals };
  } catch (error) {
    console.error(`INPUT_INVALID: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}
