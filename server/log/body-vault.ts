import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CodedError } from '../../shared/util/errors.ts';
import { deriveKey } from '../storage/master-key.ts';
import type { SealedBody, WrappedKey } from './port.ts';

export interface BodyVaultOptions {
  /** 32 bytes. */
  readonly masterKey: Uint8Array;
  /** A fresh random id per body: it must say nothing about the text. */
  readonly nextRef: () => string;
  /** The wrapped keys the log holds for these contacts: `log.keys`. */
  readonly loadKeys: (contactIds: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;
  /** Gives n unpredictable bytes; the system's by default. */
  readonly random?: ((count: number) => Uint8Array) | undefined;
  /** Unwrapped keys kept in memory; default 5,000. Keys not yet stored are kept beyond that. */
  readonly maxCachedKeys?: number | undefined;
}

export interface SealedText {
  readonly body: SealedBody;
  /** Belongs into the same batch as the body; absent once `stored` has said that the log has it. */
  readonly key?: WrappedKey | undefined;
}

interface DataKey {
  readonly key: Buffer;
  readonly wrapped: Uint8Array;
  isStored: boolean;
}

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals message texts under one key per contact, so that destroying a key erases a person while the log stays whole. */
export class BodyVault {
  readonly #wrappingKey: Buffer;
  readonly #options: BodyVaultOptions;
  readonly #random: (count: number) => Uint8Array;
  readonly #keys = new Map<string, DataKey>();
  readonly #loading = new Map<string, Promise<DataKey>>();

  constructor(options: BodyVaultOptions) {
    if (options.masterKey.length !== 32) throw new CodedError('MASTER_KEY_INVALID');
    this.#wrappingKey = deriveKey(options.masterKey, 'body keys');
    this.#options = options;
    this.#random = options.random ?? randomBytes;
  }

  /** Seals one text, under `ref` where one is given. The contact's key is looked up, or made when the log has none. */
  async seal(contactId: string, text: string, ref: string = this.#options.nextRef()): Promise<SealedText> {
    const dataKey = this.#keys.get(contactId) ?? (await this.#load(contactId));
    this.#touch(contactId, dataKey);
    const sealed = this.#encrypt(dataKey.key, Buffer.from(text, 'utf8'), ['body', ref, contactId]);
    const body = { ref, contactId, sealed };
    return dataKey.isStored ? { body } : { body, key: { contactId, wrapped: dataKey.wrapped } };
  }

  /** To be called once an append with these contacts' keys has resolved. Until then every seal hands the key out again, so a failed append loses none. */
  stored(contactIds: Iterable<string>): void {
    for (const contactId of contactIds) {
      const dataKey = this.#keys.get(contactId);
      if (dataKey !== undefined) dataKey.isStored = true;
    }
    this.#evict();
  }

  /**
   * The texts by ref. A body whose key is not among `keys` was erased and is left out. What does not open goes to `onUnreadable`
   * when given, otherwise throws BODY_UNREADABLE.
   */
  open(bodies: Iterable<SealedBody>, keys: ReadonlyMap<string, Uint8Array>, onUnreadable?: (ref: string) => void): Map<string, string> {
    const texts = new Map<string, string>();
    for (const body of bodies) {
      const wrapped = keys.get(body.contactId);
      if (wrapped === undefined) continue;
      try {
        const { key } = this.#unwrap(body.contactId, wrapped);
        texts.set(body.ref, this.#decrypt(key, body.sealed, ['body', body.ref, body.contactId]).toString('utf8'));
      } catch (error) {
        if (onUnreadable === undefined) throw error;
        onUnreadable(body.ref);
      }
    }
    return texts;
  }

  /** Part of erasure: the key is gone from memory, too. Call it before and after `log.destroyKey`. */
  forget(contactId: string): void {
    this.#keys.get(contactId)?.key.fill(0);
    this.#keys.delete(contactId);
    this.#loading.delete(contactId);
  }

  #load(contactId: string): Promise<DataKey> {
    const underway = this.#loading.get(contactId);
    if (underway !== undefined) return underway;
    const loading = this.#options.loadKeys([contactId]).then((found) => {
      const wrapped = found.get(contactId);
      const dataKey = wrapped === undefined ? this.#make(contactId) : this.#unwrap(contactId, wrapped);
      this.#keys.set(contactId, dataKey);
      return dataKey;
    });
    this.#loading.set(contactId, loading);
    return loading.finally(() => {
      if (this.#loading.get(contactId) === loading) this.#loading.delete(contactId);
    });
  }

  #make(contactId: string): DataKey {
    const key = Buffer.from(this.#random(32));
    return { key, wrapped: this.#encrypt(this.#wrappingKey, key, ['key', contactId]), isStored: false };
  }

  #unwrap(contactId: string, wrapped: Uint8Array): DataKey {
    const known = this.#keys.get(contactId);
    if (known !== undefined && Buffer.compare(known.wrapped, wrapped) === 0) return known;
    const dataKey = { key: this.#decrypt(this.#wrappingKey, wrapped, ['key', contactId]), wrapped, isStored: true };
    this.#touch(contactId, dataKey);
    return dataKey;
  }

  #touch(contactId: string, dataKey: DataKey): void {
    this.#keys.delete(contactId);
    this.#keys.set(contactId, dataKey);
    this.#evict();
  }

  /** Oldest first; a key the log does not have yet exists nowhere else and stays. */
  #evict(): void {
    const limit = this.#options.maxCachedKeys ?? 5000;
    if (this.#keys.size <= limit) return;
    for (const [contactId, dataKey] of this.#keys) {
      if (this.#keys.size <= limit) return;
      if (dataKey.isStored) this.#keys.delete(contactId);
    }
  }

  /** version, iv, tag, ciphertext; `bound` is authenticated, so a body moved to another ref or contact does not open. */
  #encrypt(key: Buffer, plain: Buffer, bound: readonly string[]): Uint8Array {
    const iv = this.#random(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(JSON.stringify(bound)));
    const secret = Buffer.concat([cipher.update(plain), cipher.final()]);
    const out = new Uint8Array(1 + IV_BYTES + TAG_BYTES + secret.length);
    out[0] = VERSION;
    out.set(iv, 1);
    out.set(cipher.getAuthTag(), 1 + IV_BYTES);
    out.set(secret, 1 + IV_BYTES + TAG_BYTES);
    return out;
  }

  #decrypt(key: Buffer, sealed: Uint8Array, bound: readonly string[]): Buffer {
    try {
      if (sealed[0] !== VERSION || sealed.length < 1 + IV_BYTES + TAG_BYTES) throw new Error('unknown form');
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(JSON.stringify(bound)));
      decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new CodedError('BODY_UNREADABLE', { field: bound[1], cause });
    }
  }
}
