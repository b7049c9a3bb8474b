import type { Prepared, Replica } from '../replica.ts';
import { fromJson, toJson } from './json.ts';

/** The folded state of one thing: a conversation, a message, a contact … */
export interface StoredEntity {
  readonly noun: string;
  readonly id: string;
  readonly conversationId?: string | undefined;
  readonly threadId?: string | undefined;
  /** The log place it was folded up to. */
  readonly seq: number;
  readonly value: unknown;
}

interface Row {
  noun: string;
  id: string;
  conversation_id: string | null;
  thread_id: string | null;
  seq: number;
  json: string;
}

/** What conversations are found by without reading them all. `holder`: who has the item, or had it last. */
export type FoundBy = { readonly by: 'contact' | 'tag' | 'holder'; readonly value: string } | { readonly by: 'open' };

const COLUMNS = 'noun, id, conversation_id, thread_id, seq, json';

// The index is named: where nobody counts its rows SQLite takes the one by noun instead and reads every item there is.
const itemsBy = (index: string, where: string): string => `SELECT conversation_id AS id FROM entity INDEXED BY ${index} WHERE noun = 'workItem' AND ${where}`;
const FOUND: Readonly<Record<FoundBy['by'], string>> = {
  contact: "SELECT id FROM entity INDEXED BY conversation_contact WHERE noun = 'conversation' AND json ->> '$.contactId' = ?",
  tag: "SELECT id FROM entity INDEXED BY conversation_tags WHERE noun = 'conversation' AND json ->> '$.tags' IS NOT NULL AND instr(json ->> '$.tags', ?) > 0",
  holder: `${itemsBy('item_owner', "json ->> '$.ownerAgentId' = ?")} UNION ${itemsBy('item_last', "json ->> '$.lastAgentId' = ?")}`,
  open: itemsBy('item_state', "json ->> '$.state' IN ('queued', 'offered', 'assigned')"),
};

export class EntityStore {
  readonly #get: Prepared<Row>;
  readonly #put: Prepared<unknown>;
  readonly #delete: Prepared<unknown>;
  readonly #byConversation: Prepared<Row>;
  readonly #byThread: Prepared<Row>;
  readonly #byNoun: Prepared<Row>;
  readonly #deleteConversation: Prepared<unknown>;
  readonly #replica: Replica;
  /** Prepared when first asked for: a copy of an older schema has not all of the indexes. */
  readonly #found = new Map<FoundBy['by'], Prepared<{ id: string }>>();

  constructor(replica: Replica) {
    this.#replica = replica;
    this.#get = replica.prepare(`SELECT ${COLUMNS} FROM entity WHERE noun = ? AND id = ?`);
    this.#put = replica.prepare(
      `INSERT INTO entity (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (noun, id) DO UPDATE SET
         conversation_id = excluded.conversation_id, thread_id = excluded.thread_id, seq = excluded.seq, json = excluded.json`,
    );
    this.#delete = replica.prepare('DELETE FROM entity WHERE noun = ? AND id = ?');
    this.#byConversation = replica.prepare(`SELECT ${COLUMNS} FROM entity WHERE conversation_id = ? ORDER BY noun, id`);
    this.#byThread = replica.prepare(`SELECT ${COLUMNS} FROM entity WHERE thread_id = ? ORDER BY noun, id`);
    this.#byNoun = replica.prepare(`SELECT ${COLUMNS} FROM entity WHERE noun = ? ORDER BY id`);
    this.#deleteConversation = replica.prepare('DELETE FROM entity WHERE conversation_id = ?');
  }

  get(noun: string, id: string): StoredEntity | undefined {
    const row = this.#get.get(noun, id);
    return row === undefined ? undefined : toEntity(row);
  }

  /** Replaces without looking at `seq`: which event counts is decided by the sync engine. */
  put(entity: StoredEntity): void {
    this.#put.run(entity.noun, entity.id, entity.conversationId ?? null, entity.threadId ?? null, entity.seq, toJson(entity.value));
  }

  delete(noun: string, id: string): boolean {
    return this.#delete.run(noun, id) > 0;
  }

  byConversation(conversationId: string): StoredEntity[] {
    return this.#byConversation.all(conversationId).map(toEntity);
  }

  byThread(threadId: string): StoredEntity[] {
    return this.#byThread.all(threadId).map(toEntity);
  }

  /** Conversations, at most `limit`; in no order. */
  found(what: FoundBy, limit: number): string[] {
    let statement = this.#found.get(what.by);
    if (statement === undefined) this.#found.set(what.by, (statement = this.#replica.prepare(`${FOUND[what.by]} LIMIT ?`)));
    const values = what.by === 'tag' ? [toJson(what.value)] : what.by === 'holder' ? [what.value, what.value] : what.by === 'contact' ? [what.value] : [];
    return statement.all(...values, limit).map(({ id }) => id);
  }

  byNoun(noun: string): StoredEntity[] {
    return this.#byNoun.all(noun).map(toEntity);
  }

  /** Gives how many were deleted. What belongs to the thread alone stays. */
  deleteConversation(conversationId: string): number {
    return this.#deleteConversation.run(conversationId);
  }
}

function toEntity(row: Row): StoredEntity {
  return {
    noun: row.noun,
    id: row.id,
    conversationId: row.conversation_id ?? undefined,
    threadId: row.thread_id ?? undefined,
    seq: row.seq,
    value: fromJson(row.json),
  };
}
