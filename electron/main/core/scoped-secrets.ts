import { createHash } from 'node:crypto';
import type { SecretStore } from '../secrets/secret-store-port.ts';

/** The store as one profile sees it: its entries stand under `scope/`. `list` gives the names without it. */
export function scopedSecrets(store: SecretStore, scope: string): SecretStore {
  const prefix = `${scope}/`;
  return {
    get: (name) => store.get(prefix + name),
    set: (name, value) => store.set(prefix + name, value),
    delete: (name) => store.delete(prefix + name),
    list: async () => (await store.list()).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
    health: () => store.health(),
  };
}

/** Entry of a platform credential; shared by all who sign in on this desk. */
export function credentialEntry(credentialId: string): string {
  const plain = `credential/${credentialId}`;
  if (/^[A-Za-z0-9._:@/-]{1,128}$/.test(plain)) return plain;
  return `credential/${createHash('sha256').update(credentialId).digest('hex').slice(0, 40)}`;
}
