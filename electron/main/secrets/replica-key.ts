// The key of the local copy: an entry in the keychain, or wrapped by a passphrase, or for this session only.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CodedError } from '../../../shared/util/errors.ts';
import type { OpenedSecretStore } from './open-secret-store.ts';
import type { SecretStore } from './secret-store-port.ts';
import { unwrapKey, wrapKey } from './wrap-key.ts';
import { writeDurably } from './write-durably.ts';

export const REPLICA_KEY_NAME = 'replica-key';
export const WRAPPED_KEY_FILE = 'replica-key.wrapped.json';
const KEY_BYTES = 32;
const KEY_FORM = /^[A-Za-z0-9+/]{43}=$/;

/** The 32-byte key of the local copy, made on first use. Throws SECRET_DAMAGED where the entry is not such a key. */
export async function replicaKey(store: SecretStore): Promise<Buffer> {
  const known = await store.get(REPLICA_KEY_NAME);
  if (known !== undefined) {
    if (!KEY_FORM.test(known)) throw new CodedError('SECRET_DAMAGED', { field: REPLICA_KEY_NAME });
    return Buffer.from(known, 'base64');
  }
  const made = randomBytes(KEY_BYTES).toString('base64');
  await store.set(REPLICA_KEY_NAME, made);
  // Read back: a copy encrypted under a key that was not kept would be lost at the next start.
  if ((await store.get(REPLICA_KEY_NAME)) !== made) throw new CodedError('KEYCHAIN_UNAVAILABLE', { detail: 'The keychain did not keep the new key.' });
  return Buffer.from(made, 'base64');
}

export interface LoadedReplicaKey {
  readonly key: Buffer;
  /** `session`: the copy cannot be opened again, so replies may not be accepted offline. */
  readonly keptBy: 'keychain' | 'passphrase' | 'session';
}

/**
 * Chooses where the key is kept. Where one lies wrapped in `dataDir`: there, whatever else there is by now (PASSPHRASE_NEEDED without a passphrase,
 * PASSPHRASE_WRONG where it does not fit): what was not sent lies in that copy. Else with a keychain: there. Without one and with a passphrase:
 * wrapped. With neither: a key for this session.
 */
export async function loadReplicaKey(opened: OpenedSecretStore, dataDir: string, passphrase?: string | undefined): Promise<LoadedReplicaKey> {
  const file = path.join(dataDir, WRAPPED_KEY_FILE);
  const wrapped = await readIfThere(file);
  if (wrapped !== undefined && passphrase === undefined) throw new CodedError('PASSPHRASE_NEEDED');
  if (opened.kind === 'keychain' && wrapped === undefined) return { key: await replicaKey(opened.store), keptBy: 'keychain' };
  if (passphrase === undefined) return { key: await replicaKey(opened.store), keptBy: 'session' };
  if (wrapped !== undefined) return { key: await unwrapKey(wrapped, passphrase), keptBy: 'passphrase' };
  const key = randomBytes(KEY_BYTES);
  await writeDurably(file, await wrapKey(key, passphrase));
  return { key, keptBy: 'passphrase' };
}

/** Keeps a key that was good for this session only; it opens the same copy from now on. Throws INPUT_INVALID for a short passphrase. */
export async function keepKeyByPassphrase(dataDir: string, key: Uint8Array, passphrase: string): Promise<void> {
  await writeDurably(path.join(dataDir, WRAPPED_KEY_FILE), await wrapKey(key, passphrase));
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
