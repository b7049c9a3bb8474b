import type { Prepared, Replica } from '../replica.ts';
import { fromJson, toJson } from './json.ts';

/** One line of a watched queue or list. */
export interface StoredRow {
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly value: unknown;
}

interface Row {
  kind: string;
  id: string;
  seq: number;
  json: string;
}

export class RowStore {
  readonly #get: Prepared<Row>;
  readonly #put: Prepared<unknown>;
  readonly #delete: Prepared<unknown>;
  readonly #byKind: Prepared<Row>;
  readonly #clear: Prepared<unknown>;

  constructor(replica: Replica) {
    this.#get = replica.prepare('SELECT kind, id, seq, json FROM row WHERE kind = ? AND id = ?');
    this.#put = replica.prepare(
      `INSERT INTO row (kind, id, seq, json) VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, json = excluded.json
       WHERE excluded.seq >= row.seq`,
    );
    this.#delete = replica.prepare('DELETE FROM row WHERE kind = ? AND id = ? AND seq <= ?');
    this.#byKind = replica.prepare('SELECT kind, id, seq, json FROM row WHERE kind = ? ORDER BY id');
    this.#clear = replica.prepare('DELETE FROM row WHERE kind = ?');
  }

  get(kind: string, id: string): StoredRow | undefined {
    const row = this.#get.get(kind, id);
    return row === undefined ? undefined : toRow(row);
  }

  /** The latest `seq` wins; gives false where a later one is here already. */
  put(row: StoredRow): boolean {
    return this.#put.run(row.kind, row.id, row.seq, toJson(row.value)) > 0;
  }

  /** Deletes unless a later `seq` than this one is here. */
  delete(kind: string, id: string, seq: number = Number.MAX_SAFE_INTEGER): boolean {
    return this.#delete.run(kind, id, seq) > 0;
  }

  byKind(kind: string): StoredRow[] {
    return this.#byKind.all(kind).map(toRow);
  }

  clear(kind: string): number {
    return this.#clear.run(kind);
  }
}

function toRow(row: Row): StoredRow {
  return { kind: row.kind, id: row.id, seq: row.seq, value: fromJson(row.json) };
}
