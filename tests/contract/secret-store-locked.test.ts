// A locked keychain, and one that has stopped answering: always in a session of its own, for the lock stays.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { KeytarSecretStore } from '../../electron/main/secrets/keytar-secret-store.ts';
import { openSecretStore } from '../../electron/main/secrets/open-secret-store.ts';
import { canStartOwnSession, hasCommand, runInOwnSession } from '../support/own-keychain.ts';

const OWN = 'LEITSTAND_TEST_LOCKED_KEYCHAIN';
const quiet = { warn: () => undefined };

function dbus(method: string, ...values: string[]): string {
  const [object, name] = method.startsWith('org.freedesktop.DBus') ? ['/', 'org.freedesktop.DBus'] : ['/org/freedesktop/secrets', 'org.freedesktop.secrets'];
  return execFileSync('dbus-send', ['--session', '--print-reply', `--dest=${name}`, object, method, ...values], { encoding: 'utf8' });
}

if (process.env[OWN] === '1') inside();
else if (canStartOwnSession() && hasCommand('dbus-send')) {
  test('a locked or stuck real keychain', { timeout: 120_000 }, () => {
    expect(runInOwnSession(import.meta.filename, { [OWN]: '1' })).toBe(2);
  });
} else test.skip('a locked or stuck real keychain: needs dbus-run-session, dbus-send and gnome-keyring', () => undefined);

function inside(): void {
  test('a keychain that stops answering ends in KEYCHAIN_TIMEOUT and serves again afterwards', { timeout: 60_000 }, async () => {
    const store = new KeytarSecretStore({ profile: 'stuck', timeoutMs: 1_000 });
    await store.set('account', 'value');
    const pid = Number(/uint32 (\d+)/.exec(dbus('org.freedesktop.DBus.GetConnectionUnixProcessID', 'string:org.freedesktop.secrets'))?.[1]);
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(store.get('account')).rejects.toMatchObject({ code: 'KEYCHAIN_TIMEOUT' });
      expect(store.stuck).toBe(true);
      await expect(store.list()).rejects.toMatchObject({ code: 'KEYCHAIN_TIMEOUT' });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expect.poll(() => store.stuck, { timeout: 20_000 }).toBe(false);
    expect(await store.get('account')).toBe('value');
  });

  test('a locked keychain limits the desk to this session and says so', { timeout: 60_000 }, async () => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'leitstand-locked-'));
    const store = new KeytarSecretStore({ profile: 'locked', timeoutMs: 4_000 });
    await store.set('account', 'value');
    dbus('org.freedesktop.Secret.Service.Lock', 'array:objpath:/org/freedesktop/secrets/collection/login');
    const health = await store.health();
    expect(health.ok ? 'ok' : health.code).toMatch(/^KEYCHAIN_(UNAVAILABLE|TIMEOUT)$/);
    const opened = await openSecretStore({ profile: 'locked', dataDir, log: quiet, timeoutMs: 4_000 });
    expect(opened.kind).toBe('session');
    expect(opened.limitedBecause).toMatch(/^KEYCHAIN_(UNAVAILABLE|TIMEOUT)$/);
    expect(await opened.store.get('account')).toBeUndefined();
    rmSync(dataDir, { recursive: true });
  });
}
