import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { StorageDoorKind } from '../../../shared/ipc/index.ts';
import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import { keepKeyByPassphrase, loadReplicaKey, replicaKey, WRAPPED_KEY_FILE, type LoadedReplicaKey } from '../secrets/replica-key.ts';
import { SealedFileStore } from '../secrets/sealed-file-store.ts';
import type { SecretStore } from '../secrets/secret-store-port.ts';
import { replicaFile } from '../storage/care.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import { scopedSecrets } from './scoped-secrets.ts';

export const REFRESH_ENTRY = 'refresh-token';
/** Goes with the wrapped key when a copy is wiped. */
const SEALED_SECRETS_FILE = 'replica-key.secrets.sealed';

/** Failures of opening that a person may mend while the desk runs: a disk made free, a folder made writable, the other desk closed. */
const WORTH_ANOTHER_TRY: ReadonlySet<ErrorCode> = new Set([
  'DISK_FULL',
  'KEYCHAIN_TIMEOUT',
  'KEYCHAIN_UNAVAILABLE',
  'REPLICA_IN_USE',
  'REPLICA_IO',
  'REPLICA_NOT_DURABLE',
  'REPLICA_READ_ONLY',
]);

export interface OpenedDoor extends LoadedReplicaKey {
  /** Where this profile's other secrets lie: beside the key. */
  readonly secrets: SecretStore;
}

/** What opens the local copies of this desk: the keychain, a passphrase, or nothing beyond this session. */
export class StorageDoor {
  readonly #deps: DeskCoreDeps;
  /** Kept while the desk runs: a damaged copy is opened anew without asking. */
  #passphrase: string | undefined;

  constructor(deps: DeskCoreDeps) {
    this.#deps = deps;
    this.#passphrase = deps.passphrase;
  }

  /** Why the copy in `folder` is not open; `error`: what opening it said last. */
  kind(folder: string | undefined, error: string | undefined): StorageDoorKind | undefined {
    if (folder !== undefined && this.#passphrase === undefined && existsSync(path.join(folder, WRAPPED_KEY_FILE))) return 'passphrase';
    const { kind, again } = this.#deps.secretStore;
    if (kind === 'session' && again !== undefined && folder !== undefined && existsSync(replicaFile(folder, 'keychain'))) return 'keychain';
    return error !== undefined && WORTH_ANOTHER_TRY.has(error as ErrorCode) ? 'again' : undefined;
  }

  /** The key and the secrets of a profile. Throws PASSPHRASE_NEEDED, PASSPHRASE_WRONG (it is then asked for anew) and what the keychain throws. */
  async open(profileId: string, folder: string): Promise<OpenedDoor> {
    const scoped = scopedSecrets(this.#deps.secretStore.store, profileId);
    try {
      const loaded = await loadReplicaKey({ ...this.#deps.secretStore, store: scoped }, folder, this.#passphrase);
      const secrets = loaded.keptBy === 'passphrase' ? new SealedFileStore(path.join(folder, SEALED_SECRETS_FILE), loaded.key) : scoped;
      return { ...loaded, secrets };
    } catch (error) {
      if (isCodedError(error) && error.code === 'PASSPHRASE_WRONG') this.#passphrase = undefined;
      throw error;
    }
  }

  /** What a desk without a keychain must know, for the screen. */
  limitations(): { code: string; message: string }[] {
    const { kind, limitedBecause } = this.#deps.secretStore;
    if (kind === 'keychain') return [];
    const code = limitedBecause ?? 'KEYCHAIN_UNAVAILABLE';
    return [{ code, message: `${ERROR_CATALOGUE[code].meaning} ${ERROR_CATALOGUE[code].remedy}` }];
  }

  give(passphrase: string): void {
    this.#passphrase = passphrase;
  }

  forget(): void {
    this.#passphrase = this.#deps.passphrase;
  }

  /** Wraps the key of the copy of this session. Throws INPUT_INVALID; then nothing has changed. Then `keepSession`, once the copy is closed. */
  async wrapSession(profileId: string, folder: string, passphrase: string): Promise<void> {
    const key = await replicaKey(scopedSecrets(this.#deps.secretStore.store, profileId));
    await keepKeyByPassphrase(folder, key, passphrase);
    key.fill(0);
    this.#passphrase = passphrase;
  }

  /** Puts the closed copy under the name of those that last: the same key opens it. A crash before that loses what the session's end would have lost. */
  keepSession(folder: string): void {
    const [from, to] = [replicaFile(folder, 'session'), replicaFile(folder, 'passphrase')];
    for (const ending of ['-wal', '.keycheck', '']) if (existsSync(`${from}${ending}`)) renameSync(`${from}${ending}`, `${to}${ending}`);
  }

  /** Destroys a copy whose passphrase is forgotten; the key first. */
  discard(folder: string): void {
    const mine = path.basename(replicaFile(folder, 'passphrase'));
    const names = readdirSync(folder).toSorted((a, b) => Number(b.startsWith('replica-key.')) - Number(a.startsWith('replica-key.')));
    for (const name of names)
      if (name.startsWith('replica-key.') || name.startsWith(mine)) rmSync(path.join(folder, name), { force: true });
    this.forget();
  }

  /** Throws KEYCHAIN_UNAVAILABLE or KEYCHAIN_TIMEOUT where it still does not work. */
  async askKeychainAgain(): Promise<void> {
    const { kind, again } = this.#deps.secretStore;
    if (kind === 'keychain' || again === undefined || (await again())) return;
    throw new CodedError(this.#deps.secretStore.limitedBecause ?? 'KEYCHAIN_UNAVAILABLE');
  }
}
