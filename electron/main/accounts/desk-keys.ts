import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../secrets/secret-store-port.ts';
import { makeKeyPair, publicKeyOf, type KeyPair } from './sealed-box.ts';

const KEY_ENTRY = 'desk-key';
const TRUST_ENTRY = 'trusted-desks';
export const DESK_ID_FORM = /^[0-9a-f]{32}$/;
const keySchema = z.object({ deskId: z.string().regex(DESK_ID_FORM), privateKey: z.base64().length(44) });
const trustSchema = z.record(z.string().regex(DESK_ID_FORM), z.object({ publicKey: z.base64().length(44), since: z.number().int().min(0) }));

/** The name and the key pair by which credentials are handed to this person's desk. */
export interface DeskIdentity {
  readonly deskId: string;
  readonly keys: KeyPair;
}

/** The desk's own, made at the first call. An entry that cannot be read is replaced: then it is another desk to everybody. */
export async function deskIdentity(secrets: SecretStore): Promise<DeskIdentity> {
  const stored = keySchema.safeParse(parse(await secrets.get(KEY_ENTRY)));
  if (stored.success) {
    const privateKey = Buffer.from(stored.data.privateKey, 'base64');
    return { deskId: stored.data.deskId, keys: { privateKey, publicKey: publicKeyOf(privateKey) } };
  }
  const made = { deskId: randomBytes(16).toString('hex'), keys: makeKeyPair() };
  await secrets.set(KEY_ENTRY, JSON.stringify({ deskId: made.deskId, privateKey: made.keys.privateKey.toString('base64') }));
  return made;
}

/** The next to sign in here is another desk, of whom nobody has compared the number. */
export async function forgetDesk(secrets: SecretStore): Promise<void> {
  await secrets.delete(TRUST_ENTRY);
  await secrets.delete(KEY_ENTRY);
}

export type Trust = 'trusted' | 'unknown' | 'changed';

/** The desks whose key somebody has compared, or a trusted desk has vouched for. The server can neither add to it nor change it. */
export class TrustedDesks {
  readonly #secrets: SecretStore;
  readonly #now: () => number;
  #known: Map<string, { publicKey: string; since: number }> | undefined;

  constructor(secrets: SecretStore, now: () => number) {
    this.#secrets = secrets;
    this.#now = now;
  }

  async load(): Promise<void> {
    const stored = trustSchema.safeParse(parse(await this.#secrets.get(TRUST_ENTRY)));
    this.#known = new Map(stored.success ? Object.entries(stored.data) : []);
  }

  get isEmpty(): boolean {
    return this.#must().size === 0;
  }

  of(deskId: string, publicKey: string): Trust {
    const known = this.#must().get(deskId);
    if (known === undefined) return 'unknown';
    return known.publicKey === publicKey ? 'trusted' : 'changed';
  }

  all(): { deskId: string; publicKey: string }[] {
    return [...this.#must()].map(([deskId, { publicKey }]) => ({ deskId, publicKey }));
  }

  /** Pins a key; a desk that is pinned already changes its key only with `again`: a person has compared the new number. True where something changed. */
  async pin(desks: readonly { readonly deskId: string; readonly publicKey: string }[], again = false): Promise<boolean> {
    const known = this.#must();
    const fresh = desks.filter(({ deskId, publicKey }) => known.get(deskId)?.publicKey !== publicKey && (again || !known.has(deskId)));
    if (fresh.length === 0) return false;
    for (const { deskId, publicKey } of fresh) known.set(deskId, { publicKey, since: this.#now() });
    await this.#save();
    return true;
  }

  async unpin(deskId: string): Promise<void> {
    if (this.#must().delete(deskId)) await this.#save();
  }

  async #save(): Promise<void> {
    await this.#secrets.set(TRUST_ENTRY, JSON.stringify(Object.fromEntries(this.#must())));
  }

  #must(): Map<string, { publicKey: string; since: number }> {
    if (this.#known === undefined) throw new Error('load first');
    return this.#known;
  }
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
