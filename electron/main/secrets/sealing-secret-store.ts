// Keychains limit a value (Windows: 2,560 bytes). A larger one is sealed into a blob; the entry then holds its key and place.
// So there is still one entry per secret, and deleting that entry in the system's own tool still destroys the secret.
import { randomBytes } from 'node:crypto';
import { CodedError } from '../../../shared/util/errors.ts';
import { checkSecretName, checkSecretValue } from './secret-store-port.ts';
import type { SecretStore, SecretStoreHealth } from './secret-store-port.ts';
import type { SealedBlobStore } from './sealed-blob-store.ts';
import { SEAL_KEY_BYTES, openSealed, seal } from './seal.ts';

/** Bytes of UTF-8 up to which a value lies in the keychain itself; the same on every system, so that all take the same path. */
export const MAX_ENTRY_BYTES = 2_400;

const MARK = 'sealed:v1:';
const ENTRY_FORM = /^sealed:v1:([a-f0-9]{32}):([A-Za-z0-9+/]{43}=)$/;

export class SealingSecretStore implements SecretStore {
  readonly #inner: SecretStore;
  readonly #blobs: SealedBlobStore;

  constructor(inner: SecretStore, blobs: SealedBlobStore) {
    this.#inner = inner;
    this.#blobs = blobs;
  }

  async get(name: string): Promise<string | undefined> {
    const entry = await this.#inner.get(name);
    if (entry === undefined || !entry.startsWith(MARK)) return entry;
    const place = parseEntry(entry);
    const sealed = place === undefined ? undefined : await this.#blobs.get(place.id);
    const plain = place === undefined || sealed === undefined ? undefined : openSealed(sealed, place.key, name);
    if (plain === undefined) throw new CodedError('SECRET_DAMAGED', { field: name });
    return plain.toString('utf8');
  }

  async set(name: string, value: string): Promise<void> {
    checkSecretName(name);
    checkSecretValue(value);
    const before = await this.#placeOf(name);
    if (Buffer.byteLength(value) <= MAX_ENTRY_BYTES && !value.startsWith(MARK)) {
      await this.#inner.set(name, value);
    } else {
      // New id, blob first, entry second: whenever the power fails, the entry points at a whole blob, the old or the new.
      const id = randomBytes(16).toString('hex');
      const key = randomBytes(SEAL_KEY_BYTES);
      await this.#blobs.put(id, seal(Buffer.from(value), key, name));
      await this.#inner.set(name, `${MARK}${id}:${key.toString('base64')}`);
    }
    if (before !== undefined) await this.#blobs.delete(before.id);
  }

  async delete(name: string): Promise<boolean> {
    const before = await this.#placeOf(name);
    const deleted = await this.#inner.delete(name);
    if (before !== undefined) await this.#blobs.delete(before.id);
    return deleted;
  }

  list(): Promise<string[]> {
    return this.#inner.list();
  }

  health(): Promise<SecretStoreHealth> {
    return this.#inner.health();
  }

  /** Deletes blobs that no entry points at (left by a crash or by deleting entries in the system's tool). Gives their number. */
  async sweep(): Promise<number> {
    const ids = await this.#blobs.ids();
    if (ids.length === 0) return 0;
    const used = new Set<string>();
    for (const name of await this.#inner.list()) {
      const place = await this.#placeOf(name);
      if (place !== undefined) used.add(place.id);
    }
    const orphans = ids.filter((id) => !used.has(id));
    for (const id of orphans) await this.#blobs.delete(id);
    return orphans.length;
  }

  async #placeOf(name: string): Promise<Place | undefined> {
    const entry = await this.#inner.get(name);
    return entry === undefined ? undefined : parseEntry(entry);
  }
}

interface Place {
  readonly id: string;
  readonly key: Buffer;
}

function parseEntry(entry: string): Place | undefined {
  const match = ENTRY_FORM.exec(entry);
  const id = match?.[1];
  const key = match?.[2];
  return id === undefined || key === undefined ? undefined : { id, key: Buffer.from(key, 'base64') };
}
