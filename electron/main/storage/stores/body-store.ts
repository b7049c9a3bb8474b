import type { Prepared, Replica } from '../replica.ts';

export interface TextHit {
  readonly ref: string;
  readonly conversationId: string;
  /** The place of the match, its words between U+2039 and U+203A. */
  readonly excerpt: string;
}

export interface SearchOptions {
  readonly conversationId?: string | undefined;
  /** Default 50, at most 500. */
  readonly limit?: number | undefined;
}

interface HitRow {
  ref: string;
  conversation_id: string;
  excerpt: string;
}

/** Message texts by reference, each with its entry in the local search. */
export class BodyStore {
  readonly #replica: Replica;
  readonly #find: Prepared<{ number: number; conversation_id: string; text: string }>;
  readonly #insert: Prepared<{ number: number }>;
  readonly #update: Prepared<unknown>;
  readonly #delete: Prepared<unknown>;
  readonly #index: Prepared<unknown>;
  readonly #unindex: Prepared<unknown>;
  readonly #words: Prepared<{ text: string }>;
  readonly #refs: Prepared<{ ref: string }>;
  readonly #search: Prepared<HitRow>;

  constructor(replica: Replica) {
    this.#replica = replica;
    this.#find = replica.prepare('SELECT number, conversation_id, text FROM body WHERE ref = ?');
    this.#insert = replica.prepare('INSERT INTO body (ref, conversation_id, text) VALUES (?, ?, ?) ON CONFLICT (ref) DO NOTHING RETURNING number');
    this.#update = replica.prepare('UPDATE body SET conversation_id = ?, text = ? WHERE number = ?');
    this.#delete = replica.prepare('DELETE FROM body WHERE number = ?');
    this.#index = replica.prepare('INSERT INTO message_text (rowid, ref, conversation_id, text) VALUES (?, ?, ?, ?)');
    this.#words = replica.prepare('SELECT text FROM message_text WHERE rowid = ?');
    this.#unindex = replica.prepare('DELETE FROM message_text WHERE rowid = ?');
    this.#refs = replica.prepare('SELECT ref FROM body WHERE conversation_id = ?');
    this.#search = replica.prepare(
      `SELECT ref, conversation_id, snippet(message_text, 2, '‹', '›', '…', 16) AS excerpt FROM message_text
       WHERE message_text MATCH ? AND (? IS NULL OR conversation_id = ?) ORDER BY rank LIMIT ?`,
    );
  }

  get(ref: string): string | undefined {
    return this.#find.get(ref)?.text;
  }

  /** `searched`: the words it is found by, where the text itself is not meant for reading. */
  put(ref: string, conversationId: string, text: string, searched: string = text): void {
    this.#replica.within(() => {
      const made = this.#insert.get(ref, conversationId, text);
      if (made !== undefined) return void this.#index.run(made.number, ref, conversationId, searched);
      const known = this.#find.get(ref);
      if (known === undefined) throw new Error('invariant broken: a body that is in the way is there');
      // Many a text comes again with every frame that names its person; its search entry is costly to write anew.
      if (known.text === text && known.conversation_id === conversationId && this.#words.get(known.number)?.text === searched) return;
      this.#update.run(conversationId, text, known.number);
      this.#unindex.run(known.number);
      this.#index.run(known.number, ref, conversationId, searched);
    });
  }

  /** Removes the text and every trace of it in the search. */
  delete(ref: string): boolean {
    return this.#replica.within(() => {
      const known = this.#find.get(ref);
      if (known === undefined) return false;
      this.#unindex.run(known.number);
      this.#delete.run(known.number);
      return true;
    });
  }

  /** Gives how many texts were removed. */
  deleteConversation(conversationId: string): number {
    return this.#replica.transaction(() => this.#refs.all(conversationId).filter(({ ref }) => this.delete(ref)).length);
  }

  /** Best match first. The words are all to occur, the last one may be a beginning. Anything may be typed; nothing in it is syntax. */
  search(typed: string, options: SearchOptions = {}): TextHit[] {
    const query = toQuery(typed);
    if (query === undefined) return [];
    const conversationId = options.conversationId ?? null;
    const limit = Math.min(Math.max(1, Math.trunc(options.limit ?? 50)), 500);
    return this.#search
      .all(query, conversationId, conversationId, limit)
      .map((row) => ({ ref: row.ref, conversationId: row.conversation_id, excerpt: row.excerpt }));
  }
}

/** Words as quoted strings, so that AND, NEAR, * or a quote are only text; undefined where there is no word. */
function toQuery(typed: string): string | undefined {
  const words = typed.match(/[\p{L}\p{N}]+/gu)?.slice(0, 20);
  if (words === undefined || words.length === 0) return undefined;
  return `{text} : (${words.map((word) => `"${word}"`).join(' AND ')} *)`;
}
