// Secrets of one profile where there is no keychain but a passphrase: in one file, sealed under a key derived from that of the local copy.
import { hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';
import { openSealed, seal } from './seal.ts';
import { checkSecretName, checkSecretValue } from './secret-store-port.ts';
import type { SecretStore, SecretStoreHealth } from './secret-store-port.ts';
import { writeDurably } from './write-durably.ts';

const CONTEXT = 'leitstand sealed secrets v1';
const entriesSchema = z.record(z.string(), z.string());

export class SealedFileStore implements SecretStore {
  readonly #file: string;
  readonly #key: Buffer;
  /** One change after the other: each writes the whole file. */
  #turn: Promise<unknown> = Promise.resolve();

  /** `replicaKey`: 32 bytes; the caller keeps it. */
  constructor(file: string, replicaKey: Uint8Array) {
    this.#file = file;
    this.#key = Buffer.from(hkdfSync('sha256', replicaKey, 'leitstand', 'sealed secrets', 32));
  }

  async get(name: string): Promise<string | undefined> {
    checkSecretName(name);
    return (await this.#entries()).get(name);
  }

  set(name: string, value: string): Promise<void> {
    checkSecretName(name);
    checkSecretValue(value);
    return this.#change((entries) => void entries.set(name, value));
  }

  async delete(name: string): Promise<boolean> {
    checkSecretName(name);
    // A wiped folder stays empty.
    if ((await this.get(name)) === undefined) return false;
    let there = false;
    await this.#change((entries) => {
      there = entries.delete(name);
    });
    return there;
  }

  async list(): Promise<string[]> {
    return [...(await this.#entries()).keys()].sort();
  }

  async health(): Promise<SecretStoreHealth> {
    try {
      await this.#entries();
      return { ok: true };
    } catch {
      return { ok: false, code: 'SECRET_DAMAGED', detail: 'The sealed file cannot be opened.' };
    }
  }

  #change(change: (entries: Map<string, string>) => void): Promise<void> {
    const next = this.#turn.then(async () => {
      const entries = await this.#entries();
      change(entries);
      await writeDurably(this.#file, seal(Buffer.from(JSON.stringify(Object.fromEntries(entries))), this.#key, CONTEXT));
    });
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #entries(): Promise<Map<string, string>> {
    let sealed: Buffer;
    try {
      sealed = await readFile(this.#file);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
      throw error;
    }
    const plain = openSealed(sealed, this.#key, CONTEXT);
    if (plain === undefined) throw new CodedError('SECRET_DAMAGED');
    return new Map(Object.entries(entriesSchema.parse(JSON.parse(plain.toString('utf8')))));
  }
}
