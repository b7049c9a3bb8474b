import type { OutboxEntry } from '../../../shared/ipc/views.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { OutboxPump } from './outbox-pump.ts';
import { outboxCounts, outboxEntry } from './outbox-view.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

/** A delivered reply stays until the thread shows it, at most this long. */
const DELIVERED_MS = 60_000;
const BECAME_DRAFT_MS = 24 * 3_600_000;

/** What a screen sees of the outbox, and the changes to it. */
export class OutboxScreen {
  readonly #base: SyncBase;
  readonly #book: OutboxBook;
  readonly #pump: () => OutboxPump | undefined;
  readonly #view: ReplicaView;
  readonly #shown = new Map<string, string>();
  #cancel: (() => void) | undefined;
  #stopped = false;
  readonly #takenUp = new Map<string, { at: number; times: number }>();

  constructor(parts: { base: SyncBase; book: OutboxBook; pump: () => OutboxPump | undefined; view: ReplicaView }) {
    this.#base = parts.base;
    this.#book = parts.book;
    this.#pump = parts.pump;
    this.#view = parts.view;
  }

  entries(): OutboxEntry[] {
    return this.#book.all().flatMap((item) => this.entry(item) ?? []);
  }

  ofConversation(conversationId: string): OutboxEntry[] {
    return this.#book.ofConversation(conversationId).flatMap((item) => this.entry(item) ?? []);
  }

  entry(item: OutboxItem): OutboxEntry | undefined {
    if (!this.#isVisible(item)) return undefined;
    const entry = outboxEntry(item, this.#pump()?.action(item) ?? { do: 'wait', reason: 'offline' });
    const takenUpAgain = this.#takenUp.get(item.replyId);
    return entry === undefined || takenUpAgain === undefined ? entry : { ...entry, takenUpAgain };
  }

  /** Stood still and were taken up again. */
  takenUp(replyIds: readonly string[]): void {
    for (const id of replyIds) this.#takenUp.set(id, { at: this.#base.clock.now(), times: (this.#takenUp.get(id)?.times ?? 0) + 1 });
    this.soon();
  }

  counts(): { waiting: number; unclear: number } {
    return outboxCounts(this.#book.open());
  }

  /** Several changes of one moment become one push. */
  soon(): void {
    if (this.#stopped) return;
    this.#cancel ??= this.#base.timers.after(20, () => this.refresh());
  }

  refresh(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = undefined;
    const entries = this.entries();
    const ids = new Set(entries.map((entry) => entry.replyId));
    const changed = entries.filter((entry) => this.#shown.get(entry.replyId) !== JSON.stringify(entry));
    const removed = [...this.#shown.keys()].filter((id) => !ids.has(id));
    for (const id of removed) this.#shown.delete(id);
    for (const entry of changed) this.#shown.set(entry.replyId, JSON.stringify(entry));
    if (changed.length + removed.length > 0) this.#base.emit('outbox', { entries: changed, removed });
  }

  /** For good: work that still ends after this must not read a copy that is closed. */
  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #isVisible({ replyId, state, reply }: OutboxItem): boolean {
    if (reply.notice === true) return false;
    const now = this.#base.clock.now();
    if (state.kind === 'discarded') return false;
    if (state.kind === 'becameDraft') return now - state.at < BECAME_DRAFT_MS;
    if (state.kind === 'delivered') return now - state.at < DELIVERED_MS && this.#view.get('reply', replyId)?.state !== 'delivered';
    return true;
  }
}
