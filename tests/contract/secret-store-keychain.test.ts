// The same contract on the system's real keychain. Run beside an unlocked keychain (LEITSTAND_TEST_KEYCHAIN=1) it runs here;
// otherwise it starts itself once more beside a private gnome-keyring, or says why it cannot.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { KeytarSecretStore, serviceName } from '../../electron/main/secrets/keytar-secret-store.ts';
import { openSecretStore } from '../../electron/main/secrets/open-secret-store.ts';
import { loadReplicaKey } from '../../electron/main/secrets/replica-key.ts';
import { FileSealedBlobStore } from '../../electron/main/secrets/sealed-blob-store.ts';
import { SealingSecretStore } from '../../electron/main/secrets/sealing-secret-store.ts';
import { canStartOwnSession, runInOwnSession } from '../support/own-keychain.ts';
import { secretStoreContract } from './secret-store.suite.ts';

const quiet = { warn: () => undefined };

if (process.env['LEITSTAND_TEST_KEYCHAIN'] === '1') besideKeychain();
else if (canStartOwnSession()) inOwnSession();
else test.skip('SecretStore on the real keychain: no keychain service here (needs dbus-run-session and gnome-keyring)', () => undefined);

function inOwnSession(): void {
  test('SecretStore on the real keychain, in a session of its own', { timeout: 120_000 }, () => {
    expect(runInOwnSession(import.meta.filename, {})).toBeGreaterThan(20);
  });
}

function besideKeychain(): void {
  const root = mkdtempSync(path.join(os.tmpdir(), 'leitstand-keychain-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let number = 0;
  const profile = (): string => `test-${process.pid}-${++number}`;

  secretStoreContract('real keychain, large values sealed in files', async () => {
    const own = profile();
    const folder = path.join(root, own);
    const open = (): SealingSecretStore => new SealingSecretStore(new KeytarSecretStore({ profile: own }), new FileSealedBlobStore(folder));
    return { store: open(), reopen: open };
  });

  describe('the real keychain', () => {
    test('profiles do not see each other', async () => {
      const one = new KeytarSecretStore({ profile: profile() });
      const other = new KeytarSecretStore({ profile: profile() });
      await one.set('account', 'mine');
      expect(await other.get('account')).toBeUndefined();
      expect(await other.list()).toEqual([]);
      await one.delete('account');
    });

    test('opening chooses it, and the replica key comes back the same', async () => {
      const options = { profile: profile(), dataDir: path.join(root, 'opened'), log: quiet };
      const opened = await openSecretStore(options);
      expect(opened).toMatchObject({ kind: 'keychain' });
      expect(opened.limitedBecause).toBeUndefined();
      const first = await loadReplicaKey(opened, options.dataDir);
      const again = await loadReplicaKey(await openSecretStore(options), options.dataDir);
      expect(first.keptBy).toBe('keychain');
      expect(first.key).toHaveLength(32);
      expect(again.key.equals(first.key)).toBe(true);
      await opened.store.delete('replica-key');
    });

    test('a value deleted in the system’s own tool is gone, and opening sweeps its sealed part away', async () => {
      const options = { profile: profile(), dataDir: path.join(root, 'swept'), log: quiet };
      const opened = await openSecretStore(options);
      await opened.store.set('account/big', 'b'.repeat(50_000));
      expect(readdirSync(path.join(options.dataDir, 'sealed'))).toHaveLength(1);
      expect(readFileSync(path.join(options.dataDir, 'sealed', readdirSync(path.join(options.dataDir, 'sealed'))[0] ?? '')).includes('bbbb')).toBe(false);
      await new KeytarSecretStore({ profile: options.profile }).delete('account/big');
      expect(await opened.store.get('account/big')).toBeUndefined();
      await openSecretStore(options);
      expect(readdirSync(path.join(options.dataDir, 'sealed'))).toEqual([]);
    });

    test('the service name is plain', () => {
      expect(serviceName('berlin-2')).toBe('leitstand.berlin-2');
      expect(() => serviceName('a/b')).toThrowError(expect.objectContaining({ code: 'INPUT_INVALID', field: 'profile' }));
    });
  });
}
