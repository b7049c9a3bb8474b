import { CodedError } from '../../../../shared/util/errors.ts';
import type { Prepared, Replica } from '../replica.ts';
import { fromJson, toJson } from './json.ts';

export interface NewOutboxReply {
  readonly replyId: string;
  readonly conversationId: string;
  readonly workItemId?: string | undefined;
  readonly accountId: string;
  readonly epoch: number;
  readonly state: string;
  readonly stateValue: unknown;
  /** What will be sent, byte for byte; once attempted never changed. */
  readonly frozen: unknown;
  /** The platform's key for this reply (idempotency key, record key, Message-ID); never changed afterwards. */
  readonly platformKey: string;
  /** Not to be sent before; ms. Default: `at`. */
  readonly notBeforeAt?: number | undefined;
}

export interface OutboxReply extends Omit<NewOutboxReply, 'notBeforeAt'> {
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly notBeforeAt: number;
  /** Saved out of a damaged copy then: an attempt may be missing, so a reply not yet finished counts as unknown. */
  readonly salvagedAt?: number | undefined;
}

export interface OutboxChange {
  readonly state?: string | undefined;
  readonly stateValue?: unknown;
  readonly epoch?: number | undefined;
  readonly notBeforeAt?: number | undefined;
}

interface Row {
  reply_id: string;
  conversation_id: string;
  work_item_id: string | null;
  account_id: string;
  epoch: number;
  state: string;
  state_json: string;
  frozen_json: string;
  platform_key: string;
  created_at: number;
  updated_at: number;
  not_before_at: number;
  salvaged_at: number | null;
}

/** Replies the desk has accepted. There is no delete but `prune`, which takes finished ones only. */
export class OutboxStore {
  readonly #replica: Replica;
  readonly #get: Prepared<Row>;
  readonly #insert: Prepared<unknown>;
  readonly #update: Prepared<unknown>;
  readonly #rewrite: Prepared<unknown>;
  readonly #all: Prepared<Row>;
  readonly #byState: Prepared<Row>;
  readonly #byConversation: Prepared<Row>;
  readonly #pruneAttempts: Prepared<unknown>;
  readonly #prune: Prepared<unknown>;

  constructor(replica: Replica) {
    this.#replica = replica;
    this.#get = replica.prepare('SELECT * FROM outbox WHERE reply_id = ?');
    this.#insert = replica.prepare(
      `INSERT INTO outbox (reply_id, conversation_id, work_item_id, account_id, epoch, state, state_json, frozen_json, platform_key,
         created_at, updated_at, not_before_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = replica.prepare('UPDATE outbox SET state = ?, state_json = ?, epoch = ?, not_before_at = ?, updated_at = ? WHERE reply_id = ?');
    this.#rewrite = replica.prepare('UPDATE outbox SET frozen_json = ?, updated_at = ? WHERE reply_id = ? AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.reply_id = outbox.reply_id)');
    this.#all = replica.prepare('SELECT * FROM outbox ORDER BY created_at, reply_id');
    this.#byState = replica.prepare('SELECT * FROM outbox WHERE state = ? ORDER BY not_before_at, created_at, reply_id');
    this.#byConversation = replica.prepare('SELECT * FROM outbox WHERE conversation_id = ? ORDER BY created_at, reply_id');
    const finished = 'state IN (SELECT value FROM json_each(?)) AND updated_at < ?';
    this.#pruneAttempts = replica.prepare(`DELETE FROM attempt WHERE reply_id IN (SELECT reply_id FROM outbox WHERE ${finished})`);
    this.#prune = replica.prepare(`DELETE FROM outbox WHERE ${finished}`);
  }

  /**
   * Keeps a reply; on disk when it (or the transaction around it) returns. The same reply again changes nothing and gives false.
   * Throws REPLY_ID_TAKEN where the id belongs to other bytes, DISK_FULL where the reply cannot be accepted.
   */
  enqueue(reply: NewOutboxReply, at: number): boolean {
    const frozen = toJson(reply.frozen);
    return this.#replica.transaction(() => {
      const known = this.#get.get(reply.replyId);
      if (known !== undefined) {
        if (known.frozen_json === frozen && known.platform_key === reply.platformKey) return false;
        throw new CodedError('REPLY_ID_TAKEN', { field: 'replyId' });
      }
      this.#insert.run(
        reply.replyId, reply.conversationId, reply.workItemId ?? null, reply.accountId, reply.epoch, reply.state,
        toJson(reply.stateValue), frozen, reply.platformKey, at, at, reply.notBeforeAt ?? at,
      );
      return true;
    });
  }

  /** Changes what may change: state, epoch and earliest time; what is left out stays. Gives false for an unknown reply. */
  update(replyId: string, change: OutboxChange, at: number): boolean {
    return this.#replica.transaction(() => {
      const known = this.#get.get(replyId);
      if (known === undefined) return false;
      const stateJson = change.stateValue === undefined ? known.state_json : toJson(change.stateValue);
      this.#update.run(change.state ?? known.state, stateJson, change.epoch ?? known.epoch, change.notBeforeAt ?? known.not_before_at, at, replyId);
      return true;
    });
  }

  /** Other words, approved in place of those accepted (S2). Gives false, and changes nothing, once there was an attempt. */
  rewrite(replyId: string, frozen: unknown, at: number): boolean {
    return this.#replica.transaction(() => this.#rewrite.run(toJson(frozen), at, replyId) > 0);
  }

  get(replyId: string): OutboxReply | undefined {
    const row = this.#get.get(replyId);
    return row === undefined ? undefined : toReply(row);
  }

  /** Oldest first. */
  all(): OutboxReply[] {
    return this.#all.all().map(toReply);
  }

  /** The one that may go earliest first. */
  byState(state: string): OutboxReply[] {
    return this.#byState.all(state).map(toReply);
  }

  byConversation(conversationId: string): OutboxReply[] {
    return this.#byConversation.all(conversationId).map(toReply);
  }

  /** Removes replies in one of `finishedStates` that have not changed since `before` (ms), with their attempts. Gives their number. */
  prune(finishedStates: readonly string[], before: number): number {
    const states = JSON.stringify(finishedStates);
    return this.#replica.transaction(() => {
      this.#pruneAttempts.run(states, before);
      return this.#prune.run(states, before);
    });
  }
}

function toReply(row: Row): OutboxReply {
  return {
    replyId: row.reply_id,
    conversationId: row.conversation_id,
    workItemId: row.work_item_id ?? undefined,
    accountId: row.account_id,
    epoch: row.epoch,
    state: row.state,
    stateValue: fromJson(row.state_json),
    frozen: fromJson(row.frozen_json),
    platformKey: row.platform_key,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    notBeforeAt: row.not_before_at,
    salvagedAt: row.salvaged_at ?? undefined,
  };
}
