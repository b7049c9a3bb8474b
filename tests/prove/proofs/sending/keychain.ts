import { spawn } from 'node:child_process';
import path from 'node:path';
import { canStartOwnSession } from '../../../support/own-keychain.ts';
import type { Proof, ProofLine, ProofOptions } from '../../proof.ts';

const house = path.resolve(import.meta.dirname, '../../../..');

export async function keychainMissing(): Promise<string | undefined> {
  if (process.env['LEITSTAND_TEST_KEYCHAIN'] === '1' || process.argv.includes('memory') || canStartOwnSession()) return undefined;
  return 'no keychain service can be started here: install dbus and gnome-keyring, or add --keychain memory for a key that lies in a file';
}

/** The same proof once more, beside an unlocked keychain of its own: session bus, gnome-keyring, temporary home. Gives its line. */
export async function besideKeychain(name: string, { runs, seed, more, say }: ProofOptions): Promise<Awaited<ReturnType<Proof['run']>>> {
  const options = Object.entries(more).flatMap(([key, value]) => [`--${key}`, value]);
  const again = [process.execPath, path.join(house, 'tests/prove/main.ts'), name, '--runs', String(runs), '--seed', String(seed), ...options];
  const child = spawn('dbus-run-session', ['--', 'bash', path.join(house, 'tools/testing/with-keychain.sh'), ...again], { cwd: house, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => say(piece.toString().trimEnd()));
  await new Promise((resolve) => child.once('close', resolve));
  const last = said.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`the proof beside the keychain gave no line: ${said.slice(-500)}`);
  const { name: _name, unit: _unit, seed: _seed, seconds: _seconds, ...line } = JSON.parse(last) as ProofLine;
  return line as Awaited<ReturnType<Proof['run']>>;
}
