// Runs a test file once more beside a keychain of its own: private session bus, unlocked gnome-keyring, temporary home.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const house = path.resolve(import.meta.dirname, '../..');

export function hasCommand(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

export function canStartOwnSession(): boolean {
  return process.platform === 'linux' && hasCommand('dbus-run-session') && hasCommand('gnome-keyring-daemon');
}

/** Gives how many tests of the file passed there; throws with the whole output where one failed. */
export function runInOwnSession(testFile: string, env: Readonly<Record<string, string>>): number {
  const command = [path.join(house, 'tools/testing/with-keychain.sh'), process.execPath, path.join(house, 'node_modules/vitest/vitest.mjs'), 'run', testFile];
  const run = spawnSync('dbus-run-session', ['--', 'bash', ...command], { cwd: house, encoding: 'utf8', timeout: 110_000, env: { ...process.env, ...env } });
  if (run.status !== 0) throw new Error(`the tests beside the keychain failed (${run.status ?? run.signal})\n${run.stdout}\n${run.stderr}`);
  const plain = run.stdout.replaceAll(/\u001b\[[\d;]+m/g, '');
  return Number(/Tests\s+(\d+) passed/.exec(plain)?.[1] ?? 0);
}
