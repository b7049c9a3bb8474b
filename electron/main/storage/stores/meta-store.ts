import type { Prepared, Replica } from '../replica.ts';

export type MetaKey = 'replicaId' | 'createdAt' | 'cursor' | 'rowsMark' | 'commandNo' | 'agentId' | 'serverUrl' | 'schemaHash'
  // The desk's own: which center, who works here, what they chose, what happened while away, when the server was last heard.
  | 'centerId' | 'person' | 'settings' | 'notices' | 'away' | 'lastContactAt' | 'guards'
  // A check of the password, for unlocking without the network.
  | 'unlockCheck';

/** Single facts about this copy. */
export class MetaStore {
  readonly #get: Prepared<{ value: string }>;
  readonly #set: Prepared<unknown>;
  readonly #delete: Prepared<unknown>;

  constructor(replica: Replica) {
    this.#get = replica.prepare('SELECT value FROM meta WHERE key = ?');
    this.#set = replica.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
    this.#delete = replica.prepare('DELETE FROM meta WHERE key = ?');
  }

  get(key: MetaKey): string | undefined {
    return this.#get.get(key)?.value;
  }

  set(key: MetaKey, value: string): void {
    this.#set.run(key, value);
  }

  delete(key: MetaKey): void {
    this.#delete.run(key);
  }

  /** New for every database that is created. */
  replicaId(): string {
    const id = this.get('replicaId');
    if (id === undefined) throw new Error('invariant broken: an open copy has a replicaId');
    return id;
  }

  /** The last `seq` that is in here; 0 before the first batch. */
  cursor(): number {
    return Number(this.get('cursor') ?? 0);
  }

  /** Belongs into the transaction that writes the batch. */
  setCursor(seq: number): void {
    this.set('cursor', String(seq));
  }
}
