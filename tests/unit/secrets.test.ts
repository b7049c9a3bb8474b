// Secrets without a keychain: time-outs, sealing, crashes between blob and entry, passphrases.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { KeytarSecretStore } from '../../electron/main/secrets/keytar-secret-store.ts';
import type { Keychain } from '../../electron/main/secrets/keytar-secret-store.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { openSecretStore } from '../../electron/main/secrets/open-secret-store.ts';
import { REPLICA_KEY_NAME, WRAPPED_KEY_FILE, loadReplicaKey, replicaKey } from '../../electron/main/secrets/replica-key.ts';
import { SealedFileStore } from '../../electron/main/secrets/sealed-file-store.ts';
import { FileSealedBlobStore } from '../../electron/main/secrets/sealed-blob-store.ts';
import { SealingSecretStore } from '../../electron/main/secrets/sealing-secret-store.ts';
import { unwrapKey, wrapKey } from '../../electron/main/secrets/wrap-key.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'leitstand-secrets-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = (): string => mkdtempSync(path.join(root, 'd-'));

/** A keychain in memory whose next calls can be held back or made to fail. */
function fakeKeychain(): Keychain & { entries: Map<string, string>; hold: Promise<void> | undefined; fail: Error | undefined; calls: number } {
  const entries = new Map<string, string>();
  const fake = {
    entries,
    hold: undefined as Promise<void> | undefined,
    fail: undefined as Error | undefined,
    calls: 0,
    async step() {
      fake.calls++;
      await fake.hold;
      if (fake.fail !== undefined) throw fake.fail;
    },
    async getPassword(service: string, account: string) {
      await fake.step();
      return entries.get(`${service}/${account}`) ?? null;
    },
    async setPassword(service: string, account: string, password: string) {
      await fake.step();
      entries.set(`${service}/${account}`, password);
    },
    async deletePassword(service: string, account: string) {
      await fake.step();
      return entries.delete(`${service}/${account}`);
    },
    async findCredentials(service: string) {
      await fake.step();
      return [...entries].filter(([name]) => name.startsWith(`${service}/`)).map(([name, password]) => ({ account: name.slice(service.length + 1), password }));
    },
  };
  return fake;
}

describe('a keychain that does not answer', () => {
  test('times out with a code, holds later calls off instead of queueing them behind it, and recovers', async () => {
    const keychain = fakeKeychain();
    const store = new KeytarSecretStore({ profile: 'p', timeoutMs: 50, load: async () => keychain });
    await store.set('a', 'value');
    const gate = Promise.withResolvers<void>();
    keychain.hold = gate.promise;
    await expect(store.get('a')).rejects.toMatchObject({ code: 'KEYCHAIN_TIMEOUT' });
    expect(store.stuck).toBe(true);
    const callsBefore = keychain.calls;
    await expect(store.get('a')).rejects.toMatchObject({ code: 'KEYCHAIN_TIMEOUT' });
    expect((await store.health()).ok).toBe(false);
    expect(keychain.calls).toBe(callsBefore);
    keychain.hold = undefined;
    gate.resolve();
    await expect.poll(() => store.stuck).toBe(false);
    expect(await store.get('a')).toBe('value');
  });

  test('a refusal is KEYCHAIN_UNAVAILABLE; the secret is in no message', async () => {
    const keychain = fakeKeychain();
    keychain.fail = new Error('Object does not exist at path');
    const store = new KeytarSecretStore({ profile: 'p', load: async () => keychain });
    const error = await store.set('a', 'geheim-4711').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE' });
    expect(JSON.stringify(error) + String(error)).not.toContain('geheim-4711');
  });

  test('a module that does not load is loaded anew at the next call', async () => {
    const keychain = fakeKeychain();
    let tries = 0;
    const store = new KeytarSecretStore({
      profile: 'p',
      load: async () => {
        if (++tries === 1) throw new Error('no such module');
        return keychain;
      },
    });
    await expect(store.get('a')).rejects.toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE' });
    expect(await store.get('a')).toBeUndefined();
  });

  test('health says when the keychain forgets what it was given', async () => {
    const keychain = { ...fakeKeychain(), getPassword: async () => null };
    expect(await new KeytarSecretStore({ profile: 'p', load: async () => keychain }).health()).toMatchObject({ ok: false, code: 'KEYCHAIN_UNAVAILABLE' });
  });
});

describe('opening without a keychain', () => {
  test('falls back to this session, says why, and leaves nothing on disk', async () => {
    const dataDir = folder();
    const warnings: object[] = [];
    const opened = await openSecretStore({
      profile: 'p',
      dataDir,
      log: { warn: (fields) => warnings.push(fields) },
      load: async () => {
        throw new Error('Cannot autolaunch D-Bus without X11 $DISPLAY');
      },
    });
    expect(opened).toMatchObject({ kind: 'session', limitedBecause: 'KEYCHAIN_UNAVAILABLE' });
    await opened.store.set('account', 'x'.repeat(10_000));
    expect(await opened.store.get('account')).toHaveLength(10_000);
    expect(readdirSync(dataDir)).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  test('a blocked keychain limits the session too', async () => {
    const keychain = fakeKeychain();
    keychain.hold = new Promise(() => undefined);
    const opened = await openSecretStore({ profile: 'p', dataDir: folder(), log: { warn: () => undefined }, timeoutMs: 30, load: async () => keychain });
    expect(opened).toMatchObject({ kind: 'session', limitedBecause: 'KEYCHAIN_TIMEOUT' });
  });
});

describe('large values', () => {
  const open = (inner = new MemorySecretStore(), place = folder()) => ({ inner, place, store: new SealingSecretStore(inner, new FileSealedBlobStore(place)) });

  test('lie sealed in a file of mode 0600, never in clear', async () => {
    const { inner, place, store } = open();
    const value = 'MERKMAL-'.repeat(1_000);
    await store.set('account', value);
    expect(Buffer.byteLength((await inner.get('account')) ?? '')).toBeLessThan(200);
    const [name = ''] = readdirSync(place);
    expect(readFileSync(path.join(place, name)).includes('MERKMAL')).toBe(false);
    if (process.platform !== 'win32') expect(statSync(path.join(place, name)).mode & 0o777).toBe(0o600);
  });

  test('any altered byte is found out', async () => {
    const { place, store } = open();
    await store.set('account', 'v'.repeat(3_000));
    const file = path.join(place, readdirSync(place)[0] ?? '');
    const whole = readFileSync(file);
    for (const at of [0, 11, 12, 27, 28, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      writeFileSync(file, bytes);
      await expect(store.get('account')).rejects.toMatchObject({ code: 'SECRET_DAMAGED', field: 'account' });
    }
    writeFileSync(file, whole.subarray(0, 5));
    await expect(store.get('account')).rejects.toMatchObject({ code: 'SECRET_DAMAGED' });
    rmSync(file);
    await expect(store.get('account')).rejects.toMatchObject({ code: 'SECRET_DAMAGED' });
  });

  test('an entry moved to another name does not open', async () => {
    const { inner, store } = open();
    await store.set('one', 'v'.repeat(3_000));
    await inner.set('two', (await inner.get('one')) ?? '');
    await expect(store.get('two')).rejects.toMatchObject({ code: 'SECRET_DAMAGED' });
  });

  test('shrinking, replacing and deleting leave no file behind', async () => {
    const { place, store } = open();
    await store.set('account', 'v'.repeat(3_000));
    await store.set('account', 'w'.repeat(4_000));
    expect(readdirSync(place)).toHaveLength(1);
    await store.set('account', 'small');
    expect(readdirSync(place)).toEqual([]);
    await store.set('account', 'v'.repeat(3_000));
    await store.delete('account');
    expect(readdirSync(place)).toEqual([]);
  });

  test('a keychain that refuses the new entry leaves the old value whole; the sweep removes the orphan', async () => {
    const { inner, place, store } = open();
    await store.set('account', 'old '.repeat(1_000));
    const refusing = new SealingSecretStore(
      Object.assign(Object.create(inner) as MemorySecretStore, {
        get: (name: string) => inner.get(name),
        list: () => inner.list(),
        set: () => Promise.reject(new Error('refused')),
      }),
      new FileSealedBlobStore(place),
    );
    await expect(refusing.set('account', 'new '.repeat(1_000))).rejects.toThrow('refused');
    expect(await store.get('account')).toBe('old '.repeat(1_000));
    expect(readdirSync(place)).toHaveLength(2);
    expect(await store.sweep()).toBe(1);
    expect(await store.get('account')).toBe('old '.repeat(1_000));
  });
});

describe('the key of the local copy', () => {
  test('is made once and comes back; a damaged entry is refused, not replaced', async () => {
    const store = new MemorySecretStore();
    const key = await replicaKey(store);
    expect(key).toHaveLength(32);
    expect((await replicaKey(store)).equals(key)).toBe(true);
    await store.set(REPLICA_KEY_NAME, 'not a key');
    await expect(replicaKey(store)).rejects.toMatchObject({ code: 'SECRET_DAMAGED' });
  });

  test('wraps and unwraps under a passphrase, however its umlauts are composed', async () => {
    const key = Buffer.alloc(32, 7);
    const wrapped = await wrapKey(key, 'Käsekuchen mit Sahne');
    expect((await unwrapKey(wrapped, 'Ka\u0308sekuchen mit Sahne')).equals(key)).toBe(true);
    expect(wrapped).not.toContain(key.toString('base64'));
    await expect(unwrapKey(wrapped, 'Kaesekuchen mit Sahne')).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
    await expect(wrapKey(key, 'zu kurz')).rejects.toMatchObject({ code: 'INPUT_INVALID', field: 'passphrase' });
  });

  test('a forged wrapped key cannot demand endless memory', async () => {
    const wrapped = JSON.parse(await wrapKey(Buffer.alloc(32), 'long enough words')) as Record<string, unknown>;
    for (const forged of [{ ...wrapped, n: 2 ** 30 }, { ...wrapped, r: 64 }, { ...wrapped, v: 2 }, { ...wrapped, salt: 'x' }, null, 'text']) {
      await expect(unwrapKey(JSON.stringify(forged), 'long enough words')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
    await expect(unwrapKey('{', 'long enough words')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(unwrapKey(JSON.stringify({ ...wrapped, n: 2 ** 15 }), 'long enough words')).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
  });

  test('without a keychain a passphrase keeps it over restarts; without either it lasts a session', async () => {
    const dataDir = folder();
    const session = () => ({ store: new MemorySecretStore(), kind: 'session' as const });
    const first = await loadReplicaKey(session(), dataDir, 'long enough words');
    const again = await loadReplicaKey(session(), dataDir, 'long enough words');
    expect(first.keptBy).toBe('passphrase');
    expect(again.key.equals(first.key)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(path.join(dataDir, WRAPPED_KEY_FILE)).mode & 0o777).toBe(0o600);
    await expect(loadReplicaKey(session(), dataDir, 'other long words')).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
    // What lies there may hold what was not sent: it is not passed over, not even where a keychain has come since.
    await expect(loadReplicaKey(session(), dataDir)).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
    await expect(loadReplicaKey({ store: new MemorySecretStore(), kind: 'keychain' }, dataDir)).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
    expect(await loadReplicaKey(session(), folder())).toMatchObject({ keptBy: 'session' });
  });

  test('sealed secrets of a passphrase: kept in order, unreadable without the key, said where altered', async () => {
    const file = path.join(folder(), 'replica-key.secrets.sealed');
    const key = Buffer.alloc(32, 3);
    const store = new SealedFileStore(file, key);
    await Promise.all([store.set('refresh-token', 'refresh-1'), store.set('other', 'x'), store.set('refresh-token', 'refresh-2')]);
    expect(await new SealedFileStore(file, key).get('refresh-token')).toBe('refresh-2');
    expect(await store.list()).toEqual(['other', 'refresh-token']);
    expect([await store.delete('other'), await store.delete('other')]).toEqual([true, false]);
    expect(readFileSync(file).includes('refresh-2')).toBe(false);
    await expect(new SealedFileStore(file, Buffer.alloc(32, 4)).get('refresh-token')).rejects.toMatchObject({ code: 'SECRET_DAMAGED' });
  });
});
