import { DEFAULT_KEEP, type DeskSettings, type KeepLimits } from '../../../shared/ipc/index.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { planPurge, purgeStale } from './local-purge.ts';
import type { SyncBase } from './ports.ts';
import { writeBatch } from './replica-writer.ts';
import type { ReplicaView } from './replica-view.ts';

const CHECK_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;
const MEGABYTE = 1_000_000;
/** Compacting holds the whole copy in memory for a moment. */
const COMPACT_UP_TO = 200 * MEGABYTE;
/** Conversations let go in one transaction: the desk stays quick. */
const BATCH = 50;
/** Above the limit it is pruned down to this part of it, so that not every new message prunes again. */
const DOWN_TO = 0.9;

export interface RetentionParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly settings: () => DeskSettings;
  /** Linked, or just linking: the server knows, or is being told, what is held. */
  readonly linked: () => boolean;
  /** Linked, with all that happened meanwhile. */
  readonly online: () => boolean;
  /** Conversations with something of the desk's own on its way: commands not yet answered. */
  readonly underWay: () => Iterable<string | undefined>;
  /** Shown on a screen just now. */
  readonly shown: () => Iterable<string>;
  readonly applied: (plan: BatchPlan) => void;
  /** The server is told anew what is held: it would go on sending changes of what was let go. */
  readonly tellHeld: () => void;
}

interface Candidate {
  readonly id: string;
  readonly usedAt: number;
}

/**
 * How much of what is over stays on the desk. Lets go of closed conversations, the one longest unused first: those unused for `keepDays`, and more
 * while the copy is larger than `keepMegabytes`. Never of what is somebody's own here: held items, open replies, drafts, anything not yet sent.
 */
export class Retention {
  readonly #p: RetentionParts;
  #cancel: (() => void) | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(parts: RetentionParts) {
    this.#p = parts;
  }

  /** Before the first link: what goes now is not listed to the server. */
  start(): void {
    this.#look();
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Of the conversations here, those that may go once a limit is reached. */
  count(): { conversations: number; closed: number } {
    return { conversations: this.#p.base.stores.held.all().length, closed: this.#mayGo().length };
  }

  /** Applies the limits now. Gives how many conversations went. Never throws: it is tried again. */
  prune(): number {
    const { base } = this.#p;
    try {
      const gone = this.#byAge() + this.#bySize();
      if (gone === 0) return 0;
      base.log.info({ conversations: gone }, 'closed conversations were let go: the limits of the local copy');
      if (this.#p.linked()) this.#p.tellHeld();
      else this.#compact();
      return gone;
    } catch (error) {
      base.log.error({ error: error instanceof Error ? error.message : String(error) }, 'the limits of the local copy could not be kept');
      return 0;
    }
  }

  #look(): void {
    const { base, view, online, linked } = this.#p;
    const steady = base.clock.steady();
    if (!online()) purgeStale(base, view, this.#p.applied);
    if (!linked()) this.prune();
    else if (steady - this.#toldAt >= DAY_MS) {
      // Telling the server costs a moment without it: once a day is enough.
      this.#toldAt = steady;
      this.prune();
    }
    this.#cancel = base.timers.after(CHECK_MS, () => this.#look());
  }

  #byAge(): number {
    const since = this.#p.base.clock.now() - this.#limits().keepDays * DAY_MS;
    const due = this.#mayGo(since).filter(({ usedAt }) => usedAt < since);
    this.#letGo(due);
    return due.length;
  }

  #bySize(): number {
    const limit = this.#limits().keepMegabytes * MEGABYTE;
    if (this.#bytes() <= limit) return 0;
    const candidates = this.#mayGo();
    let gone = 0;
    while (gone < candidates.length && this.#bytes() > limit * DOWN_TO) {
      const batch = candidates.slice(gone, gone + BATCH);
      this.#letGo(batch);
      gone += batch.length;
    }
    return gone;
  }

  #letGo(candidates: readonly Candidate[]): void {
    const { base, view, applied } = this.#p;
    for (let done = 0; done < candidates.length; done += BATCH) {
      const plan = planPurge(
        view,
        candidates.slice(done, done + BATCH).map(({ id }) => id),
      );
      writeBatch(base.stores, plan, base.clock.now());
      applied(plan);
    }
  }

  /** Longest unused first. `since`: what was used after that is not even looked at; a start must not wait for it. */
  #mayGo(since: number = Number.POSITIVE_INFINITY): Candidate[] {
    const { base, view } = this.#p;
    const { stores } = base;
    const held = stores.held.all().filter(({ lastUsedAt }) => lastUsedAt < since);
    if (held.length === 0) return [];
    const kept = new Set<string | undefined>([
      ...stores.outbox.all().map(({ conversationId }) => conversationId),
      ...stores.drafts.all().map(({ conversationId }) => conversationId),
      ...this.#p.underWay(),
      ...this.#p.shown(),
    ]);
    return held
      .flatMap(({ conversationId, lastUsedAt }): Candidate[] => {
        const conversation = view.get('conversation', conversationId);
        if (conversation === undefined || kept.has(conversationId) || view.get('draft', conversationId) !== undefined) return [];
        const item = conversation.workItemId === undefined ? undefined : view.get('workItem', conversation.workItemId);
        const isOver =
          conversation.ownerAgentId === undefined &&
          conversation.lockedByReplyId === undefined &&
          (item === undefined || item.state === 'closed');
        if (!isOver) return [];
        return [
          {
            id: conversationId,
            usedAt: Math.max(lastUsedAt, conversation.lastInboundAt ?? 0, conversation.answeredAt ?? 0, conversation.openedAt),
          },
        ];
      })
      .toSorted((a, b) => a.usedAt - b.usedAt || (a.id < b.id ? -1 : 1));
  }

  #bytes(): number {
    return this.#p.base.stores.usage?.().usedBytes ?? 0;
  }

  /** Gives the disk back what is free inside the file, where it is worth the writing. */
  #compact(): void {
    const { usage, compact } = this.#p.base.stores;
    const now = usage?.();
    if (
      now !== undefined &&
      compact !== undefined &&
      now.freeBytes > 20 * MEGABYTE &&
      now.freeBytes > now.usedBytes &&
      now.usedBytes < COMPACT_UP_TO
    )
      compact();
  }

  #limits(): KeepLimits {
    const { keepDays, keepMegabytes } = this.#p.settings();
    return { keepDays: keepDays ?? DEFAULT_KEEP.keepDays, keepMegabytes: keepMegabytes ?? DEFAULT_KEEP.keepMegabytes };
  }
}
