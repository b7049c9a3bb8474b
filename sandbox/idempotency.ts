import { SandboxError } from './errors.ts';
import type { Ledger } from './ledger.ts';
import { key, type Store } from './store.ts';
import type { Settings } from './settings.ts';

interface Entry {
  readonly bodyHash: string;
  /** null while the request is in flight. */
  postId: string | null;
  readonly atMs: number;
}

export type Claim = { kind: 'first'; release(): void } | { kind: 'replay'; postId: string } | { kind: 'off' };

const OFF: Claim = { kind: 'off' };

/** Idempotency keys per author. Keys outlive a restart because they stand with the post in the journal. */
export class IdempotencyKeys {
  readonly #entries = new Map<string, Entry>();
  readonly #settings: () => Settings;
  readonly #now: () => number;

  constructor(ledger: Ledger, store: Store, settings: () => Settings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
    ledger.on('post', ({ post, storedAtMs, key: used }) => {
      if (used?.honoured !== true) return;
      const author = store.mustPost(post.id).author;
      this.#entries.set(nameOf(author, used.value), { bodyHash: used.bodyHash, postId: post.id, atMs: storedAtMs });
    });
  }

  /**
   * Claims a key for one request. Same key and body again: the post made first. Throws IDEMPOTENCY_MISMATCH for
   * another body, IDEMPOTENCY_IN_FLIGHT while the first request has not ended. `release` ends a claim that made nothing.
   */
  claim(author: string, value: string | undefined, bodyHash: string): Claim {
    if (value === undefined || this.#settings().idempotency === 'none') return OFF;
    const name = nameOf(author, value);
    const held = this.#entries.get(name);
    const now = this.#now();
    if (held !== undefined && (held.postId === null || now - held.atMs < this.#settings().keyRetentionMs)) {
      if (held.bodyHash !== bodyHash) throw new SandboxError('IDEMPOTENCY_MISMATCH', { field: 'Idempotency-Key' });
      if (held.postId === null) throw new SandboxError('IDEMPOTENCY_IN_FLIGHT', { field: 'Idempotency-Key', headers: { 'retry-after': '1' } });
      return { kind: 'replay', postId: held.postId };
    }
    const entry: Entry = { bodyHash, postId: null, atMs: now };
    this.#entries.set(name, entry);
    return {
      kind: 'first',
      release: () => {
        if (this.#entries.get(name) === entry) this.#entries.delete(name);
      },
    };
  }
}

const nameOf = (author: string, value: string): string => `${key(author)} ${value}`;
