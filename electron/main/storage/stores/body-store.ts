import { plainToken } from '../../../../shared/sync/search-facts.ts';
import type { Prepared, Replica } from '../replica.ts';
import { excerptOf, toQuery } from './search-words.ts';

export interface TextHit {
  readonly ref: string;
  readonly conversationId: string;
  /** The place of the match, its words between U+2039 and U+203A. */
  readonly excerpt: string;
  /** What says it, as "message m1"; '' where that is not known. */
  readonly owner: string;
  /** Grows with the time it was said. */
  readonly number: number;
}

export interface SearchOptions {
  readonly conversationId?: string | undefined;
  /** Of each list at least one must be a fact of the text. */
  readonly facts?: readonly (readonly string[])[] | undefined;
  /** Only texts before this number, from that one on. */
  readonly before?: number | undefined;
  readonly from?: number | undefined;
  /** Default 50, at most 5,000. */
  readonly limit?: number | undefined;
}

/** Of whoever said a text. `at`: when. `facts`: what never changes of it, see `plainToken`. */
export interface Told {
  readonly owner: string;
  readonly at: number;
  readonly facts: readonly string[];
}

interface HitRow {
  number: number;
  ref: string;
  conversation_id: string;
  owner: string;
}

/** Texts said within one second have this many numbers; more of them go on in the next. */
const PER_SECOND = 256;

/** The first number a text of this instant may have. */
export function numberAt(at: number): number {
  return Math.floor(Math.max(0, at) / 1_000) * PER_SECOND;
}

/** So many seconds are remembered, see `#next`. */
const SECONDS_KEPT = 4_096;

/** `any` and the conversation stand first. */
const OWN_FACTS = 2;

function factsOf(conversationId: string, more: readonly string[] = []): string {
  return ['any', plainToken('conversation', conversationId), ...more].join(' ');
}

/** Message texts by reference, each with its entry in the local search. */
export class BodyStore {
  readonly #replica: Replica;
  readonly #find: Prepared<{ number: number; conversation_id: string; text: string }>;
  readonly #insert: Prepared<unknown>;
  readonly #append: Prepared<{ number: number }>;
  readonly #update: Prepared<unknown>;
  readonly #delete: Prepared<unknown>;
  readonly #index: Prepared<unknown>;
  readonly #unindex: Prepared<unknown>;
  readonly #words: Prepared<{ text: string; facts: string; owner: string }>;
  readonly #refs: Prepared<{ ref: string }>;
  readonly #search: Prepared<HitRow>;
  readonly #last: Prepared<{ number: number | null }>;
  /** By second, the number the next text of it is likely to get. Only a guess: the table says whether it is free. */
  readonly #next = new Map<number, number>();

  constructor(replica: Replica) {
    this.#replica = replica;
    this.#find = replica.prepare('SELECT number, conversation_id, text FROM body WHERE ref = ?');
    this.#insert = replica.prepare('INSERT INTO body (number, ref, conversation_id, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
    this.#append = replica.prepare('INSERT INTO body (ref, conversation_id, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING number');
    this.#update = replica.prepare('UPDATE body SET conversation_id = ?, text = ? WHERE number = ?');
    this.#delete = replica.prepare('DELETE FROM body WHERE number = ?');
    this.#index = replica.prepare('INSERT INTO message_text (rowid, ref, conversation_id, text, facts, owner) VALUES (?, ?, ?, ?, ?, ?)');
    this.#words = replica.prepare('SELECT text, facts, owner FROM message_text WHERE rowid = ?');
    this.#unindex = replica.prepare('DELETE FROM message_text WHERE rowid = ?');
    this.#refs = replica.prepare('SELECT ref FROM body WHERE conversation_id = ?');
    this.#last = replica.prepare('SELECT max(number) AS number FROM body WHERE number >= ? AND number < ?');
    this.#search = replica.prepare(
      `SELECT rowid AS number, ref, conversation_id, owner FROM message_text
       WHERE message_text MATCH ? AND rowid < ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?`,
    );
  }

  get(ref: string): string | undefined {
    return this.#find.get(ref)?.text;
  }

  /** `searched`: the words it is found by, where the text itself is not meant for reading. */
  put(ref: string, conversationId: string, text: string, searched: string = text, told?: Told): void {
    this.#replica.within(() => {
      // Most texts are new: one is added first, and looked for where it cannot be.
      const made = this.#add(ref, conversationId, text, told?.at);
      if (made !== undefined) return void this.#index.run(made, ref, conversationId, searched, factsOf(conversationId, told?.facts), told?.owner ?? '');
      const known = this.#find.get(ref);
      if (known === undefined) throw new Error('invariant broken: a body that is not there is not in the way');
      // Who said it is told with the message; a text that comes again alone keeps what was known of it.
      const now = this.#words.get(known.number);
      const facts = factsOf(conversationId, told?.facts ?? now?.facts.split(' ').slice(OWN_FACTS));
      // Many a text comes again with every frame that names its person; its search entry is costly to write anew.
      if (known.text === text && known.conversation_id === conversationId && now?.text === searched && now.facts === facts) return;
      this.#update.run(conversationId, text, known.number);
      this.#unindex.run(known.number);
      this.#index.run(known.number, ref, conversationId, searched, facts, told?.owner ?? now?.owner ?? '');
    });
  }

  /** Gives its number; undefined where the text is here already. */
  #add(ref: string, conversationId: string, text: string, at: number | undefined): number | undefined {
    if (at === undefined) return this.#append.get(ref, conversationId, text)?.number;
    const second = numberAt(at);
    const likely = this.#next.get(second);
    let number = likely ?? this.#free(second);
    // The number is chosen here and not asked back: SQLite makes a table of its own for each answer of an insert, which costs more than the insert.
    let isNew = this.#insert.run(number, ref, conversationId, text) > 0;
    // Somebody else's number, or this very text.
    if (!isNew && likely !== undefined && this.#find.get(ref) === undefined) {
      number = this.#free(likely);
      isNew = this.#insert.run(number, ref, conversationId, text) > 0;
    }
    if (!isNew) return undefined;
    if (this.#next.size > SECONDS_KEPT) this.#next.clear();
    this.#next.set(second, number + 1);
    return number;
  }

  /** The first free number behind all of this one's second, else of one that follows. */
  #free(first: number): number {
    for (let from = first - (first % PER_SECOND); ; from += PER_SECOND) {
      const last = this.#last.get(from, from + PER_SECOND)?.number ?? undefined;
      if (last === undefined) return from;
      if (last + 1 < from + PER_SECOND) return last + 1;
    }
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

  /** The newest first. The words are all to occur, the last one may be a beginning. Anything may be typed; nothing in it is syntax. */
  search(typed: string, options: SearchOptions = {}): TextHit[] {
    const { conversationId, facts = [] } = options;
    const query = toQuery(typed, conversationId === undefined ? facts : [...facts, [plainToken('conversation', conversationId)]]);
    if (query === undefined) return [];
    const limit = Math.min(Math.max(1, Math.trunc(options.limit ?? 50)), 5_000);
    const words = this.#words;
    return this.#search
      .all(query, options.before ?? Number.MAX_SAFE_INTEGER, options.from ?? 0, limit)
      .filter((row) => conversationId === undefined || row.conversation_id === conversationId)
      .map((row) => ({
        ref: row.ref,
        conversationId: row.conversation_id,
        owner: row.owner,
        number: row.number,
        get excerpt() {
          return excerptOf(words.get(row.number)?.text ?? '', typed);
        },
      }));
  }
}
