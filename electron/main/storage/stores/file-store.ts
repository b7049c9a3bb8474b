import type { Prepared, Replica } from '../replica.ts';

export interface StoredFile {
  readonly conversationId: string;
  /** SHA-256 of the content, in hex. */
  readonly digest: string;
  readonly addedAt: number;
}

interface Row {
  conversation_id: string;
  digest: string;
  added_at: number;
}

/** Bytes of files that go with answers, encrypted with the copy they lie in. */
export class FileStore {
  readonly #put: Prepared<unknown>;
  readonly #get: Prepared<{ content: Buffer }>;
  readonly #has: Prepared<{ digest: string }>;
  readonly #all: Prepared<Row>;
  readonly #delete: Prepared<unknown>;

  constructor(replica: Replica) {
    this.#put = replica.prepare('INSERT INTO file (conversation_id, digest, content, added_at) VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id, digest) DO UPDATE SET added_at = excluded.added_at');
    this.#get = replica.prepare('SELECT content FROM file WHERE conversation_id = ? AND digest = ?');
    this.#has = replica.prepare('SELECT digest FROM file WHERE conversation_id = ? AND digest = ?');
    this.#all = replica.prepare('SELECT conversation_id, digest, added_at FROM file ORDER BY added_at, conversation_id, digest');
    this.#delete = replica.prepare('DELETE FROM file WHERE conversation_id = ? AND digest = ?');
  }

  /** The same bytes again are kept once. */
  put(conversationId: string, digest: string, content: Uint8Array, at: number): void {
    this.#put.run(conversationId, digest, Buffer.from(content.buffer, content.byteOffset, content.byteLength), at);
  }

  get(conversationId: string, digest: string): Uint8Array | undefined {
    return this.#get.get(conversationId, digest)?.content;
  }

  has(conversationId: string, digest: string): boolean {
    return this.#has.get(conversationId, digest) !== undefined;
  }

  /** Without their content, oldest first. */
  all(): StoredFile[] {
    return this.#all.all().map((row) => ({ conversationId: row.conversation_id, digest: row.digest, addedAt: row.added_at }));
  }

  delete(conversationId: string, digest: string): boolean {
    return this.#delete.run(conversationId, digest) > 0;
  }
}
