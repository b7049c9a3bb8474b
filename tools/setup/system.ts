// System packages a run needs. As root on a Linux with apt they are installed; elsewhere the command is said. Messages go to stderr.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { CodedError } from '../../shared/util/errors.ts';
import { findChromium } from './chromium.ts';

export interface Have {
  readonly ok: boolean;
  /** Why not and what to do, in one sentence; empty when ok. */
  readonly reason: string;
}

/** Gives the path of a Chromium, installing one where that is possible. Throws SETUP_CHROMIUM_MISSING. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  const asked = process.env['LEITSTAND_CHROMIUM'];
  if (asked !== undefined && asked !== '') {
    throw new CodedError('SETUP_CHROMIUM_MISSING', { field: 'LEITSTAND_CHROMIUM', detail: `${asked} is not an executable file.` });
  }
  const have = installWithApt(['chromium']);
  const installed = findChromium();
  if (installed === undefined) throw new CodedError('SETUP_CHROMIUM_MISSING', { detail: have.reason });
  return installed;
}

/** Looks for a keychain service one can start (D-Bus, gnome-keyring, libsecret) and installs it where that is possible. Never throws: a run without one says so. */
export function ensureKeychain(): Have {
  if (process.platform !== 'linux') return { ok: false, reason: `On ${process.platform} the tests leave the user's own keychain alone.` };
  if (keychainIsThere()) return { ok: true, reason: '' };
  const have = installWithApt(['dbus', 'gnome-keyring', 'libsecret-1-0']);
  return keychainIsThere() ? { ok: true, reason: '' } : { ok: false, reason: have.reason };
}

/** A Redis server to measure against; installed where that is possible. Never throws: a bench without one says so. */
export function ensureRedis(): Have {
  if (onPath('redis-server')) return { ok: true, reason: '' };
  const have = installWithApt(['redis-server']);
  return onPath('redis-server') ? { ok: true, reason: '' } : { ok: false, reason: have.reason };
}

/** A C compiler with the C library's headers, for what records a process; installed where that is possible. Never throws. */
export function ensureCompiler(): Have {
  if (process.platform !== 'linux') return { ok: false, reason: `On ${process.platform} the recorder of writes and syncs does not run; use a Linux.` };
  if (compiles()) return { ok: true, reason: '' };
  const have = installWithApt(['gcc', 'libc6-dev']);
  return compiles() ? { ok: true, reason: '' } : { ok: false, reason: have.reason === '' ? 'gcc does not compile here.' : have.reason };
}

/** Debian's Dovecot and Postfix for tests of e-mail; installed where that is possible. Never throws. */
export function ensureMailServers(): Have {
  if (mailServersAreThere()) return { ok: true, reason: '' };
  const have = installWithApt(['dovecot-imapd', 'dovecot-lmtpd', 'postfix']);
  return mailServersAreThere() ? { ok: true, reason: '' } : { ok: false, reason: have.reason };
}

function mailServersAreThere(): boolean {
  return existsSync('/usr/sbin/dovecot') && existsSync('/usr/sbin/postfix') && existsSync('/usr/lib/dovecot/lmtp');
}

function compiles(): boolean {
  return onPath('gcc') && spawnSync('gcc', ['-x', 'c', '-fsyntax-only', '-'], { input: '#include <dlfcn.h>\n#include <pthread.h>\nint main(void) { return 0; }\n' }).status === 0;
}

function keychainIsThere(): boolean {
  return onPath('dbus-run-session') && onPath('gnome-keyring-daemon') && hasLibsecret();
}

function hasLibsecret(): boolean {
  const answer = spawnSync('ldconfig', ['-p'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/sbin:/usr/sbin` },
  });
  if (answer.status === 0) return answer.stdout.includes('libsecret-1.so.0');
  return ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'].some((folder) =>
    existsSync(`${folder}/libsecret-1.so.0`),
  );
}

/** True when a program of this name can be run. */
export function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

function installWithApt(packages: readonly string[]): Have {
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.platform !== 'linux' || !onPath('apt-get'))
    return { ok: false, reason: `Install ${packages.join(', ')} with this system's package manager.` };
  if (process.getuid?.() !== 0) return { ok: false, reason: `Run: sudo ${command}` };
  process.stderr.write(`Installing ${packages.join(', ')} (apt-get) …\n`);
  const args = command.split(' ').slice(1);
  // The package lists may be older than the mirror: refresh them once and try again.
  if (apt(args)) return { ok: true, reason: '' };
  apt(['update']);
  if (apt(args)) return { ok: true, reason: '' };
  return { ok: false, reason: `${command} failed; its messages stand above.` };
}

function apt(args: readonly string[]): boolean {
  const run = spawnSync('apt-get', ['-q', ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return run.status === 0;
}
