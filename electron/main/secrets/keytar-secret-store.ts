// The only file that imports keytar.
import { PROBE_NAME, checkSecretName, checkSecretValue } from './secret-store-port.ts';
import type { SecretStore, SecretStoreHealth } from './secret-store-port.ts';
import { CodedError, isCodedError } from '../../../shared/util/errors.ts';
import { KeychainLine } from './keychain-line.ts';

/** The part of keytar in use. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<Array<{ account: string; password: string }>>;
}

export interface KeytarOptions {
  /** Separates desks of one user on one machine; becomes part of the service name shown in the system's tool. */
  readonly profile: string;
  /** How long one call may take, in ms. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Where keytar comes from; tests give their own. */
  readonly load?: (() => Promise<Keychain>) | undefined;
}

const PROFILE_FORM = /^[A-Za-z0-9._-]{1,64}$/;

/** Name of the service the entries stand under in the system's keychain tool. */
export function serviceName(profile: string): string {
  if (!PROFILE_FORM.test(profile)) {
    throw new CodedError('INPUT_INVALID', { field: 'profile', detail: 'A profile name has 1–64 letters, digits or . _ -.' });
  }
  return `leitstand.${profile}`;
}

async function loadKeytar(): Promise<Keychain> {
  // Native and absent on some machines: loaded when first needed, so that a desk without it still starts.
  const module = await import('keytar');
  return module.default ?? module;
}

/** Secrets in the system's keychain, one entry each. */
export class KeytarSecretStore implements SecretStore {
  readonly #service: string;
  readonly #load: () => Promise<Keychain>;
  readonly #line: KeychainLine;
  #keychain: Promise<Keychain> | undefined;

  constructor(options: KeytarOptions) {
    this.#service = serviceName(options.profile);
    this.#load = options.load ?? loadKeytar;
    this.#line = new KeychainLine(options.timeoutMs ?? 10_000);
  }

  /** A call is still blocked in the keychain: a normal process exit will wait for it. */
  get stuck(): boolean {
    return this.#line.stuck;
  }

  async get(name: string): Promise<string | undefined> {
    checkSecretName(name);
    return (await this.#call((keychain) => keychain.getPassword(this.#service, name))) ?? undefined;
  }

  async set(name: string, value: string): Promise<void> {
    checkSecretName(name);
    checkSecretValue(value);
    await this.#call((keychain) => keychain.setPassword(this.#service, name, value));
  }

  async delete(name: string): Promise<boolean> {
    checkSecretName(name);
    return this.#call((keychain) => keychain.deletePassword(this.#service, name));
  }

  async list(): Promise<string[]> {
    const found = await this.#call((keychain) => keychain.findCredentials(this.#service));
    return found.map((entry) => entry.account).filter((name) => name !== PROBE_NAME).sort();
  }

  async health(): Promise<SecretStoreHealth> {
    const probe = `probe-${process.pid}`;
    try {
      await this.set(PROBE_NAME, probe);
      const seen = await this.get(PROBE_NAME);
      await this.delete(PROBE_NAME);
      if (seen !== probe) return { ok: false, code: 'KEYCHAIN_UNAVAILABLE', detail: 'The keychain did not give back what it was given.' };
      return { ok: true };
    } catch (error) {
      return isCodedError(error)
        ? { ok: false, code: error.code, detail: error.message }
        : { ok: false, code: 'KEYCHAIN_UNAVAILABLE', detail: String(error) };
    }
  }

  #call<T>(use: (keychain: Keychain) => Promise<T>): Promise<T> {
    return this.#line.run(async () => {
      this.#keychain ??= this.#load();
      try {
        return await use(await this.#keychain);
      } catch (error) {
        this.#keychain = undefined;
        throw error;
      }
    });
  }
}
