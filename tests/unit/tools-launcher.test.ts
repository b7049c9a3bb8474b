import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';

const root = path.resolve(import.meta.dirname, '../..');
let copy = '';

// A house of its own with the real launcher, an empty lock that counts as installed, and the real pinned Node.
beforeEach(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'leitstand-launcher-'));
  for (const folder of ['tools', 'node_modules']) mkdirSync(path.join(copy, folder));
  cpSync(path.join(root, 'tools/run.mjs'), path.join(copy, 'tools/run.mjs'));
  writeFileSync(path.join(copy, 'package.json'), '{"name":"copy","type":"module"}');
  writeFileSync(path.join(copy, 'package-lock.json'), '{"lockfileVersion":3,"packages":{"":{}}}');
  writeFileSync(path.join(copy, 'node_modules/.package-lock.json'), '{"packages":{}}');
  symlinkSync(path.join(root, 'node_modules/node'), path.join(copy, 'node_modules/node'));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const launch = (args: string[], node: string[] = []): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [...node, path.join(copy, 'tools/run.mjs'), ...args], { encoding: 'utf8', cwd: copy });
const target = (text: string): void => writeFileSync(path.join(copy, 'tools/desks.ts'), text);

describe('the launcher', () => {
  test('runs the script under Node 24 with its arguments, output and exit code, and adds nothing to stdout', () => {
    target(
      'const args: string[] = process.argv.slice(2);\nconsole.log(JSON.stringify([process.version.split(".")[0], ...args]));\nprocess.exit(7);\n',
    );
    const run = launch(['desks', '--count', '3', '--data', 'a b']);
    expect(JSON.parse(run.stdout)).toEqual(['v24', '--count', '3', '--data', 'a b']);
    expect(run.status).toBe(7);
    expect(existsSync(path.join(copy, 'node_modules/.leitstand-installed'))).toBe(true);
  });

  test('says what it needs under an old Node, with no stack', () => {
    writeFileSync(path.join(copy, 'old.cjs'), "Object.defineProperty(process, 'version', { value: 'v18.20.1' });\n");
    const run = launch(['start'], ['--require', path.join(copy, 'old.cjs')]);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^SETUP_NODE_TOO_OLD: .*v18\.20\.1.*Node 20/);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  test.each([
    ['an unknown script', ['nothing'], 'SETUP_SCRIPT_UNKNOWN'],
    ['no script', [], 'SETUP_SCRIPT_UNKNOWN'],
    ['a script of a later version', ['evaluate'], 'SETUP_SCRIPT_MISSING'],
  ])('%s gets a coded error', (_name, args, code) => {
    const run = launch(args);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(new RegExp(`^${code}: `));
    expect(run.stdout).toBe('');
  });

  test('a missing lock is said before anything is installed', () => {
    target('');
    rmSync(path.join(copy, 'package-lock.json'));
    expect(launch(['desks']).stderr).toMatch(/^SETUP_LOCK_MISSING: /);
  });

  test('a dead holder of the installation lock does not block', () => {
    target('');
    mkdirSync(path.join(copy, '.cache/installing'), { recursive: true });
    writeFileSync(path.join(copy, '.cache/installing/pid'), String(spawnSync(process.execPath, ['--version']).pid));
    expect(launch(['desks']).status).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('hands %s on and ends as the script ends', async (signal) => {
    target(
      `process.on('${signal}', () => { console.log('tidied'); process.exit(3); });\nsetInterval(() => {}, 1000);\nconsole.log('up');\n`,
    );
    const child = spawn(process.execPath, [path.join(copy, 'tools/run.mjs'), 'desks'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      if (output === '') child.kill(signal);
      output += String(chunk);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(output).toBe('up\ntidied\n');
    expect(code).toBe(3);
  });

  test('every code it says is in the catalogue', () => {
    const said = [...readFileSync(path.join(root, 'tools/run.mjs'), 'utf8').matchAll(/'(SETUP_[A-Z0-9_]+)'/g)].map((match) => match[1]);
    expect(new Set(said).size).toBeGreaterThanOrEqual(6);
    for (const code of said) expect(Object.keys(ERROR_CATALOGUE)).toContain(code);
  });

  test('package.json sends every script through it', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const known = readFileSync(path.join(root, 'tools/run.mjs'), 'utf8');
    for (const [name, command] of Object.entries(scripts)) {
      expect(command).toBe(`node tools/run.mjs ${name}`);
      expect(known).toMatch(new RegExp(`^  '?${name}'?: \\[`, 'm'));
    }
  });
});
