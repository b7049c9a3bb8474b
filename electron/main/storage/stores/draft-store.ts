import type { Prepared, Replica } from '../replica.ts';
import { fromJson, toJson } from './json.ts';

export interface StoredDraft {
  readonly conversationId: string;
  readonly value: unknown;
  readonly updatedAt: number;
  /** Not yet with the server. */
  readonly dirty: boolean;
}

interface Row {
  conversation_id: string;
  json: string;
  updated_at: number;
  dirty: number;
}

export class DraftStore {
  readonly #get: Prepared<Row>;
  readonly #all: Prepared<Row>;
  readonly #dirty: Prepared<Row>;
  readonly #save: Prepared<unknown>;
  readonly #clean: Prepared<unknown>;
  readonly #delete: Prepared<unknown>;

  constructor(replica: Replica) {
    this.#get = replica.prepare('SELECT * FROM draft WHERE conversation_id = ?');
    this.#all = replica.prepare('SELECT * FROM draft ORDER BY updated_at DESC, conversation_id');
    this.#dirty = replica.prepare('SELECT * FROM draft WHERE dirty = 1 ORDER BY updated_at, conversation_id');
    this.#save = replica.prepare(
      `INSERT INTO draft (conversation_id, json, updated_at, dirty) VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id) DO UPDATE SET
         json = excluded.json, updated_at = excluded.updated_at, dirty = excluded.dirty`,
    );
    this.#clean = replica.prepare('UPDATE draft SET dirty = 0 WHERE conversation_id = ? AND json = ?');
    this.#delete = replica.prepare('DELETE FROM draft WHERE conversation_id = ?');
  }

  get(conversationId: string): StoredDraft | undefined {
    const row = this.#get.get(conversationId);
    return row === undefined ? undefined : toDraft(row);
  }

  /** Last written first. */
  all(): StoredDraft[] {
    return this.#all.all().map(toDraft);
  }

  /** Those the server does not have yet, oldest first. */
  dirty(): StoredDraft[] {
    return this.#dirty.all().map(toDraft);
  }

  /** `dirty` false: it came from the server. */
  save(conversationId: string, value: unknown, at: number, dirty: boolean = true): void {
    this.#save.run(conversationId, toJson(value), at, dirty ? 1 : 0);
  }

  /** The server has exactly this value. Gives false where the draft was written on meanwhile: it stays dirty. */
  markClean(conversationId: string, value: unknown): boolean {
    return this.#clean.run(conversationId, toJson(value)) > 0;
  }

  delete(conversationId: string): boolean {
    return this.#delete.run(conversationId) > 0;
  }
}

function toDraft(row: Row): StoredDraft {
  return { conversationId: row.conversation_id, value: fromJson(row.json), updatedAt: row.updated_at, dirty: row.dirty === 1 };
}
