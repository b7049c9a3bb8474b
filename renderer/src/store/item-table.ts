import type { QueueRow, RowPatch } from '../../../shared/domain/rows.ts';
import { isResting } from '../../../shared/domain/work-item.ts';
import { QUEUE_TABS, tabsOf, type QueueTab } from './item-ranks.ts';
import { OrderedView, type RankRow } from './ordered-view.ts';

/** What is counted: per tab, and of one's own what rests, which is no work for now. */
type Counted = QueueTab | 'resting';
const NONE: Readonly<Record<Counted, number>> = { mine: 0, resting: 0, team: 0, waiting: 0, done: 0 };
const COUNTED: readonly Counted[] = [...QUEUE_TABS, 'resting'];

export interface ItemTableOptions {
  /** Runs `publish` soon, at most once per frame however many changes come. */
  readonly schedule: (publish: () => void) => void;
}

/**
 * All work items this desk watches, outside React: a batch of changes touches the table and its views; screens hear of it once per frame
 * and read only the rows they show.
 */
export class ItemTable {
  private readonly rows = new Map<string, QueueRow>();
  private readonly seqs = new Map<string, number>();
  private readonly views = new Set<OrderedView<QueueRow>>();
  private readonly byConversation = new Map<string, string>();
  private readonly offers = new Map<string, QueueRow>();
  private readonly listeners = new Set<() => void>();
  private readonly schedule: ItemTableOptions['schedule'];
  private me = '';
  private waiting = false;
  private tally: Record<Counted, number> = { ...NONE };
  version = 0;
  /** A new object whenever a number changed, so that it can be a React snapshot. */
  counts: Readonly<Record<Counted, number>> = NONE;
  myOffers: readonly QueueRow[] = [];

  constructor(options: ItemTableOptions) {
    this.schedule = options.schedule;
  }

  setMe(agentId: string): void {
    if (agentId === this.me) return;
    this.me = agentId;
    this.recount();
    for (const view of this.views) view.rebuild(this.rows);
    this.changed();
  }

  /** The latest `seq` of a row wins, also over one that left. */
  apply(patches: readonly RowPatch[], reset: boolean): void {
    if (reset) {
      this.rows.clear();
      this.seqs.clear();
      this.byConversation.clear();
    }
    for (const patch of patches) {
      if (patch.kind !== 'workItem' || (this.seqs.get(patch.id) ?? -1) > patch.seq) continue;
      this.seqs.set(patch.id, patch.seq);
      this.put(patch.id, (patch.value ?? undefined) as QueueRow | undefined, reset);
    }
    if (reset) {
      this.recount();
      for (const view of this.views) view.rebuild(this.rows);
    }
    this.changed();
  }

  /** Changes came since the last publication. */
  get isChanging(): boolean {
    return this.waiting;
  }

  get(id: string): QueueRow | undefined {
    return this.rows.get(id);
  }

  forConversation(conversationId: string): QueueRow | undefined {
    const id = this.byConversation.get(conversationId);
    return id === undefined ? undefined : this.rows.get(id);
  }

  all(): ReadonlyMap<string, QueueRow> {
    return this.rows;
  }

  /** An ordered selection as the table is now; it changes only while it is followed. */
  select(rank: RankRow<QueueRow>): OrderedView<QueueRow> {
    const view = new OrderedView<QueueRow>(rank);
    view.rebuild(this.rows);
    return view;
  }

  /** Keeps a selection up to date until the returned function is called. `isFresh`: it was selected just now, with no change since. */
  follow(view: OrderedView<QueueRow>, isFresh = false): () => void {
    if (!isFresh) view.rebuild(this.rows);
    this.views.add(view);
    return () => void this.views.delete(view);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private put(id: string, after: QueueRow | undefined, resetting: boolean): void {
    const before = this.rows.get(id);
    if (after === undefined) this.rows.delete(id);
    else this.rows.set(id, after);
    if (before !== undefined && after === undefined && this.byConversation.get(before.conversationId) === id)
      this.byConversation.delete(before.conversationId);
    if (after !== undefined && this.leads(after)) this.byConversation.set(after.conversationId, id);
    if (resetting) return;
    this.count(before, -1);
    this.count(after, 1);
    for (const view of this.views) view.change(id, after);
    if (after?.offer?.agentId === this.me) this.offers.set(id, after);
    else this.offers.delete(id);
  }

  /** A conversation may have raised several items: an open one speaks for it before a closed one. */
  private leads(row: QueueRow): boolean {
    const known = this.forConversation(row.conversationId);
    return known === undefined || known.item.id === row.item.id || known.item.state === 'closed' || row.item.state !== 'closed';
  }

  private count(row: QueueRow | undefined, by: 1 | -1): void {
    if (row === undefined) return;
    for (const tab of tabsOf(row, this.me)) {
      this.tally[tab === 'mine' && isResting(row.item) ? 'resting' : tab] += by;
    }
  }

  private recount(): void {
    this.tally = { ...NONE };
    this.offers.clear();
    for (const [id, row] of this.rows) {
      this.count(row, 1);
      if (row.offer?.agentId === this.me) this.offers.set(id, row);
    }
  }

  private changed(): void {
    if (this.waiting) return;
    this.waiting = true;
    this.schedule(() => {
      this.waiting = false;
      this.version += 1;
      if (COUNTED.some((what) => this.tally[what] !== this.counts[what])) this.counts = { ...this.tally };
      const offers = [...this.offers.values()].toSorted((a, b) => (a.offer?.expiresAt ?? 0) - (b.offer?.expiresAt ?? 0));
      if (offers.length !== this.myOffers.length || offers.some((row, i) => row !== this.myOffers[i])) this.myOffers = offers;
      for (const listener of this.listeners) listener();
    });
  }
}
