import { CodedError } from '../../../../shared/util/errors.ts';
import type { Prepared, Replica } from '../replica.ts';
import { fromJson, fromJsonOrUndefined, toJson } from './json.ts';

export interface NewCommand {
  readonly commandId: string;
  /** Of the payload, as the wire defines it; a resend must carry the same. */
  readonly hash: string;
  readonly value: unknown;
}

export interface StoredCommand extends NewCommand {
  /** 1, 2, 3 … per replicaId. Negative: taken over from a damaged copy, not numbered under this replicaId. */
  readonly commandNo: number;
  readonly createdAt: number;
  readonly state: CommandState;
  readonly answer?: unknown;
}

export type CommandState = 'pending' | 'accepted' | 'refused' | 'salvaged';

interface Row {
  command_no: number;
  command_id: string;
  hash: string;
  json: string;
  created_at: number;
  state: CommandState;
  answer_json: string | null;
}

/** What goes up, numbered without gaps. */
export class CommandStore {
  readonly #replica: Replica;
  readonly #next: Prepared<{ value: string }>;
  readonly #insert: Prepared<unknown>;
  readonly #byId: Prepared<Row>;
  readonly #get: Prepared<Row>;
  readonly #byState: Prepared<Row>;
  readonly #answer: Prepared<unknown>;
  readonly #prune: Prepared<unknown>;
  readonly #drop: Prepared<unknown>;

  constructor(replica: Replica) {
    this.#replica = replica;
    // The number stands in meta, not in the table: pruning answered commands must not hand a number out again.
    this.#next = replica.prepare(
      `INSERT INTO meta (key, value) VALUES ('commandNo', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
       RETURNING value`,
    );
    this.#insert = replica.prepare("INSERT INTO command (command_no, command_id, hash, json, created_at, state) VALUES (?, ?, ?, ?, ?, 'pending')");
    this.#byId = replica.prepare('SELECT * FROM command WHERE command_id = ?');
    this.#get = replica.prepare('SELECT * FROM command WHERE command_no = ?');
    this.#byState = replica.prepare('SELECT * FROM command WHERE state = ? ORDER BY command_no');
    this.#answer = replica.prepare("UPDATE command SET state = ?, answer_json = ? WHERE command_no = ? AND state = 'pending'");
    this.#prune = replica.prepare("DELETE FROM command WHERE state IN ('accepted', 'refused') AND created_at < ?");
    this.#drop = replica.prepare("DELETE FROM command WHERE command_id = ? AND state = 'salvaged'");
  }

  /**
   * Gives the command its number and keeps both, in one transaction. The same commandId and hash again give the first
   * number back. Throws COMMAND_ID_REUSED where the hash differs.
   */
  append(command: NewCommand, at: number): StoredCommand {
    return this.#replica.transaction(() => {
      const known = this.#byId.get(command.commandId);
      if (known !== undefined && known.state !== 'salvaged') {
        if (known.hash !== command.hash) throw new CodedError('COMMAND_ID_REUSED', { field: 'commandId' });
        return toCommand(known);
      }
      this.#drop.run(command.commandId);
      const commandNo = Number(this.#next.get()?.value);
      this.#insert.run(commandNo, command.commandId, command.hash, toJson(command.value), at);
      return { ...command, commandNo, createdAt: at, state: 'pending' };
    });
  }

  get(commandNo: number): StoredCommand | undefined {
    const row = this.#get.get(commandNo);
    return row === undefined ? undefined : toCommand(row);
  }

  byCommandId(commandId: string): StoredCommand | undefined {
    const row = this.#byId.get(commandId);
    return row === undefined ? undefined : toCommand(row);
  }

  /** Not yet answered, in order of their numbers. */
  pending(): StoredCommand[] {
    return this.#byState.all('pending').map(toCommand);
  }

  /** Unanswered ones out of a damaged copy: `append` them again under their commandId, or `dropSalvaged`. */
  salvaged(): StoredCommand[] {
    return this.#byState.all('salvaged').map(toCommand).reverse();
  }

  dropSalvaged(commandId: string): boolean {
    return this.#drop.run(commandId) > 0;
  }

  /** Keeps the server's first answer; gives false where there is one already or no such command. */
  answer(commandNo: number, state: 'accepted' | 'refused', answer: unknown): boolean {
    return this.#answer.run(state, toJson(answer), commandNo) > 0;
  }

  /** Removes answered commands created before (ms). Gives their number. */
  prune(before: number): number {
    return this.#prune.run(before);
  }
}

function toCommand(row: Row): StoredCommand {
  return {
    commandNo: row.command_no,
    commandId: row.command_id,
    hash: row.hash,
    value: fromJson(row.json),
    createdAt: row.created_at,
    state: row.state,
    answer: fromJsonOrUndefined(row.answer_json),
  };
}
