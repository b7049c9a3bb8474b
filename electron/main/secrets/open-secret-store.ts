import path from 'node:path';
import type { ErrorCode } from '../../../shared/util/errors.ts';
import { KeytarSecretStore } from './keytar-secret-store.ts';
import type { Keychain } from './keytar-secret-store.ts';
import { MemorySecretStore } from './memory-secret-store.ts';
import { FileSealedBlobStore } from './sealed-blob-store.ts';
import { SealingSecretStore } from './sealing-secret-store.ts';
import type { SecretStore } from './secret-store-port.ts';

/** The part of a logger in use. */
export interface SecretsLog {
  warn(fields: object, message: string): void;
}

export interface OpenSecretStoreOptions {
  /** One profile per data folder: two desks of one user must not share entries. */
  readonly profile: string;
  /** Folder for sealed values that a keychain entry cannot hold. */
  readonly dataDir: string;
  readonly log: SecretsLog;
  /** How long one keychain call may take, in ms. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** False: do not ask for a keychain at all. */
  readonly useKeychain?: boolean | undefined;
  readonly load?: (() => Promise<Keychain>) | undefined;
}

export interface OpenedSecretStore {
  readonly store: SecretStore;
  /** `session`: everything in it is gone when the desk closes. */
  readonly kind: 'keychain' | 'session';
  /** Why it is only `session`. */
  readonly limitedBecause?: ErrorCode | undefined;
  /** Asks the keychain again; from then on this very object stands for it. What was entered meanwhile goes into it. True where it works now. */
  readonly again?: (() => Promise<boolean>) | undefined;
}

/** The keychain where it works; otherwise memory for this session, and says why. Never a secret on disk in clear. Never throws for a missing keychain. */
export async function openSecretStore(options: OpenSecretStoreOptions): Promise<OpenedSecretStore> {
  const opened: Changing = { ...(await openOnce(options)) };
  if (opened.kind === 'session' && options.useKeychain !== false) opened.again = () => askAgain(opened, options);
  return opened;
}

type Changing = { -readonly [Name in keyof OpenedSecretStore]: OpenedSecretStore[Name] };

async function askAgain(opened: Changing, options: OpenSecretStoreOptions): Promise<boolean> {
  if (opened.kind === 'keychain') return true;
  const next = await openOnce(options);
  opened.limitedBecause = next.limitedBecause;
  if (next.kind !== 'keychain') return false;
  for (const name of await opened.store.list()) {
    const value = await opened.store.get(name);
    // What belongs to a copy of this session goes with it; a credential is worth keeping.
    if (value !== undefined && name.startsWith('credential/')) await next.store.set(name, value);
  }
  opened.store = next.store;
  opened.kind = 'keychain';
  return true;
}

async function openOnce(options: OpenSecretStoreOptions): Promise<OpenedSecretStore> {
  if (options.useKeychain === false) return { store: new MemorySecretStore(), kind: 'session', limitedBecause: 'KEYCHAIN_UNAVAILABLE' };
  const keychain = new KeytarSecretStore({ profile: options.profile, timeoutMs: options.timeoutMs, load: options.load });
  const health = await keychain.health();
  if (!health.ok) {
    options.log.warn({ code: health.code, detail: health.detail }, 'no keychain: credentials last for this session only');
    return { store: new MemorySecretStore(), kind: 'session', limitedBecause: health.code };
  }
  const store = new SealingSecretStore(keychain, new FileSealedBlobStore(path.join(options.dataDir, 'sealed')));
  try {
    await store.sweep();
  } catch (error) {
    options.log.warn({ detail: error instanceof Error ? error.message : String(error) }, 'sealed values left over from before could not be swept');
  }
  return { store, kind: 'keychain' };
}
