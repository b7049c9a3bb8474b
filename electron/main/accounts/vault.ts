import { z } from 'zod';
import type { SecretStore } from '../secrets/secret-store-port.ts';

/** A platform credential as it lies in the keychain. */
export interface StoredCredential {
  readonly value: string;
  /** Grows with every renewal and hand-over; 0: entered on this desk and never handed over. */
  readonly version: number;
  /** Not yet with the other desks: it is handed on before it is used, under the next version then. */
  readonly unshared?: 'connected' | 'renewed' | undefined;
  /** When it stops working, ms; absent: not known to end. */
  readonly expiresAt?: number | undefined;
  /** A renewal of the version named was begun here and its end never written down: the platform may have taken the token. */
  readonly renewing?: { readonly from: number; readonly since: number } | undefined;
}

const MARK = 'leitstandCredential';
const envelopeSchema = z.object({
  [MARK]: z.literal(1),
  value: z.string().min(1),
  version: z.number().int().min(0),
  unshared: z.enum(['connected', 'renewed']).optional(),
  expiresAt: z.number().int().min(0).optional(),
  renewing: z.object({ from: z.number().int().min(0), since: z.number().int().min(0) }).optional(),
});

/** Credentials in the keychain, each one entry with all that must change together. A bare value, as somebody may have put it there, is version 0. */
export class CredentialVault {
  readonly #store: SecretStore;
  readonly #entryOf: (credentialId: string) => string;

  constructor(store: SecretStore, entryOf: (credentialId: string) => string) {
    this.#store = store;
    this.#entryOf = entryOf;
  }

  async get(credentialId: string): Promise<StoredCredential | undefined> {
    const text = await this.#store.get(this.#entryOf(credentialId));
    if (text === undefined) return undefined;
    const read = envelopeSchema.safeParse(parse(text));
    if (!read.success) return { value: text, version: 0 };
    const { [MARK]: _, ...stored } = read.data;
    return stored;
  }

  /** Durable when it returns. */
  async put(credentialId: string, credential: StoredCredential): Promise<void> {
    await this.#store.set(this.#entryOf(credentialId), JSON.stringify({ [MARK]: 1, ...credential }));
  }

  async delete(credentialId: string): Promise<void> {
    await this.#store.delete(this.#entryOf(credentialId));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
