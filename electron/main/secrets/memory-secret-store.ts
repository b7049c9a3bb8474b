import { checkSecretName, checkSecretValue } from './secret-store-port.ts';
import type { SecretStore, SecretStoreHealth } from './secret-store-port.ts';

/** Holds secrets for this session only: for tests, and for a machine without a keychain. */
export class MemorySecretStore implements SecretStore {
  readonly #entries = new Map<string, string>();

  async get(name: string): Promise<string | undefined> {
    checkSecretName(name);
    return this.#entries.get(name);
  }

  async set(name: string, value: string): Promise<void> {
    checkSecretName(name);
    checkSecretValue(value);
    this.#entries.set(name, value);
  }

  async delete(name: string): Promise<boolean> {
    checkSecretName(name);
    return this.#entries.delete(name);
  }

  async list(): Promise<string[]> {
    return [...this.#entries.keys()].sort();
  }

  async health(): Promise<SecretStoreHealth> {
    return { ok: true };
  }
}
