import {
  acceptedReplySchema,
  isFinished,
  outboxStateSchema,
  type OutboxItem,
  type OutboxState,
} from '../../../shared/sync/outbox-state.ts';
import { afterSalvage, atStartUp } from '../../../shared/sync/outbox-results.ts';
import { isCodedError } from '../../../shared/util/errors.ts';
import type { SyncBase } from './ports.ts';
import type { OutboxRecord } from './storage-port.ts';

/** Every reply this desk answers for: in memory as on disk, the disk first. */
export class OutboxBook {
  readonly #base: SyncBase;
  readonly #items = new Map<string, OutboxItem>();
  readonly #onChange: (item: OutboxItem) => void;
  readonly #onUndone: () => void;

  /** `undone`: a transaction failed, so what was added in it is not there. Attempts without an outcome become unknown here, before anything else can happen. */
  constructor(base: SyncBase, on: { change: (item: OutboxItem) => void; undone: () => void }) {
    this.#base = base;
    this.#onChange = on.change;
    this.#onUndone = on.undone;
    const now = base.clock.now();
    const taken: (() => void)[] = [];
    for (const record of base.stores.outbox.all()) {
      const item = this.#read(record);
      if (item === undefined) continue;
      const started = atStartUp(item.state, now);
      // `salvagedAt` stays on the row; one that was written since has been dealt with.
      const state = record.salvagedAt !== undefined && record.updatedAt <= record.salvagedAt ? afterSalvage(started, now) : started;
      if (state !== item.state)
        taken.push(() =>
          base.stores.outbox.update(item.replyId, { state: state.kind, stateValue: state }, Math.max(now, (record.salvagedAt ?? 0) + 1)),
        );
      this.#items.set(item.replyId, { ...item, state });
    }
    for (const attempt of base.stores.attempts.withoutOutcome())
      taken.push(() =>
        base.stores.attempts.finish(attempt.attemptId, { outcome: 'unknown', value: { detail: 'the desk ended before the answer' } }, now),
      );
    if (taken.length > 0) this.#takeUp(taken);
  }

  /** On a full disk the desk still starts, to be read and to make room: what is on the disk says the same to the next start. */
  #takeUp(writes: readonly (() => void)[]): void {
    const { stores, log } = this.#base;
    try {
      stores.transaction(() => writes.forEach((write) => write()));
    } catch (error) {
      if (!isCodedError(error) || error.code !== 'DISK_FULL') throw error;
      log.warn({ code: error.code }, 'what was being sent is taken up as unknown, in memory only');
    }
  }

  /** A row in a form this build does not know stays on the disk as it is, and is said. */
  #read(record: OutboxRecord): OutboxItem | undefined {
    try {
      return toItem(record);
    } catch (error) {
      this.#base.log.error(
        { replyId: record.replyId, error: error instanceof Error ? error.message : String(error) },
        'a stored reply cannot be read',
      );
      return undefined;
    }
  }

  /** Oldest first. */
  all(): OutboxItem[] {
    return [...this.#items.values()];
  }

  open(): OutboxItem[] {
    return this.all().filter((item) => !isFinished(item.state));
  }

  /** Open, or ended and not yet told to the server. */
  unsettled(): OutboxItem[] {
    return this.all().filter(({ state }) => !isFinished(state) || !('reportNo' in state));
  }

  get(replyId: string): OutboxItem | undefined {
    return this.#items.get(replyId);
  }

  ofConversation(conversationId: string): OutboxItem[] {
    return this.all().filter((item) => item.conversationId === conversationId);
  }

  /** Keeps a new reply; on disk when it (or the transaction around it) returns. Call `announce` once it has ended. */
  enqueue(item: OutboxItem): void {
    const { replyId, conversationId, workItemId, accountId, epoch, platformKey, reply, state, createdAt } = item;
    this.#base.stores.outbox.enqueue(
      {
        replyId,
        conversationId,
        accountId,
        epoch,
        platformKey,
        state: state.kind,
        stateValue: state,
        frozen: reply,
        ...(workItemId === undefined ? {} : { workItemId }),
      },
      createdAt,
    );
  }

  /** Writes a state; may stand inside a transaction. Memory follows with `announce`. */
  write(replyId: string, state: OutboxState, epoch?: number): void {
    this.#base.stores.outbox.update(replyId, { state: state.kind, stateValue: state, epoch }, this.#base.clock.now());
  }

  /** Other words than those accepted, before any attempt: somebody approved these instead. Inside a transaction. */
  rewrite({ replyId, reply }: OutboxItem): void {
    if (!this.#base.stores.outbox.rewrite(replyId, reply, this.#base.clock.now())) throw new Error(`invariant broken: ${replyId} was attempted in other words`);
  }

  /** After the transaction: memory takes what the disk has, and listeners hear it. */
  announce(item: OutboxItem): void {
    this.#items.set(item.replyId, item);
    this.#onChange(item);
  }

  /** One state change in a transaction of its own, with what belongs to it. */
  change(item: OutboxItem, state: OutboxState, also?: () => OutboxState | void): OutboxItem {
    let written = state;
    try {
      this.#base.stores.transaction(() => {
        written = also?.() ?? state;
        this.write(item.replyId, written, item.epoch);
      });
    } catch (error) {
      this.#onUndone();
      throw error;
    }
    const next = { ...item, state: written };
    this.announce(next);
    return next;
  }

  /** Drops finished replies of before (ms) from disk and memory; those not yet reported stay. */
  prune(before: number): string[] {
    const old = this.all().filter((item) => isFinished(item.state) && 'at' in item.state && item.state.at < before);
    if (old.length === 0) return [];
    this.#base.stores.outbox.prune(['delivered', 'failed', 'becameDraft', 'discarded'], before);
    const gone = old.filter((item) => this.#base.stores.outbox.get(item.replyId) === undefined);
    for (const item of gone) this.#items.delete(item.replyId);
    return gone.map((item) => item.replyId);
  }
}

function toItem(record: OutboxRecord): OutboxItem {
  return {
    replyId: record.replyId,
    conversationId: record.conversationId,
    workItemId: record.workItemId,
    accountId: record.accountId,
    epoch: record.epoch,
    platformKey: record.platformKey,
    createdAt: record.createdAt,
    reply: acceptedReplySchema.parse(record.frozen),
    state: outboxStateSchema.parse(record.stateValue),
  };
}
