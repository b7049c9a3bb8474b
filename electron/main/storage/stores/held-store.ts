import type { Prepared, Replica } from '../replica.ts';

/** A conversation this copy holds. */
export interface HeldConversation {
  readonly conversationId: string;
  /** Older events of this conversation are ignored. */
  readonly asOfSeq: number;
  /** Why it is not applied any further, e.g. an event this build cannot read. */
  readonly frozen?: string | undefined;
  readonly lastUsedAt: number;
}

interface Row {
  conversation_id: string;
  as_of_seq: number;
  frozen: string | null;
  last_used_at: number;
}

export class HeldStore {
  readonly #get: Prepared<Row>;
  readonly #all: Prepared<Row>;
  readonly #put: Prepared<unknown>;
  readonly #touch: Prepared<unknown>;
  readonly #freeze: Prepared<unknown>;
  readonly #delete: Prepared<unknown>;

  constructor(replica: Replica) {
    this.#get = replica.prepare('SELECT * FROM held WHERE conversation_id = ?');
    this.#all = replica.prepare('SELECT * FROM held ORDER BY last_used_at DESC, conversation_id');
    this.#put = replica.prepare(
      `INSERT INTO held (conversation_id, as_of_seq, frozen, last_used_at) VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id) DO UPDATE SET
         as_of_seq = excluded.as_of_seq, frozen = excluded.frozen, last_used_at = excluded.last_used_at`,
    );
    this.#touch = replica.prepare('UPDATE held SET last_used_at = max(last_used_at, ?) WHERE conversation_id = ?');
    this.#freeze = replica.prepare('UPDATE held SET frozen = ? WHERE conversation_id = ?');
    this.#delete = replica.prepare('DELETE FROM held WHERE conversation_id = ?');
  }

  get(conversationId: string): HeldConversation | undefined {
    const row = this.#get.get(conversationId);
    return row === undefined ? undefined : toHeld(row);
  }

  /** Last used first. */
  all(): HeldConversation[] {
    return this.#all.all().map(toHeld);
  }

  put(held: HeldConversation): void {
    this.#put.run(held.conversationId, held.asOfSeq, held.frozen ?? null, held.lastUsedAt);
  }

  touch(conversationId: string, at: number): boolean {
    return this.#touch.run(at, conversationId) > 0;
  }

  /** `undefined` thaws. */
  freeze(conversationId: string, reason: string | undefined): boolean {
    return this.#freeze.run(reason ?? null, conversationId) > 0;
  }

  delete(conversationId: string): boolean {
    return this.#delete.run(conversationId) > 0;
  }
}

function toHeld(row: Row): HeldConversation {
  return { conversationId: row.conversation_id, asOfSeq: row.as_of_seq, frozen: row.frozen ?? undefined, lastUsedAt: row.last_used_at };
}
