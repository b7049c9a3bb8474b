import type { OrderKey } from './order-key.ts';
import { OrderList } from './order-list.ts';

/** What a view takes in and how it orders: `rank` undefined leaves the row out. */
export type RankRow<R> = (row: R) => number | undefined;

/** An ordered selection of a table of rows, kept up to date change by change and never sorted anew for one. */
export class OrderedView<R> {
  private list = new OrderList();
  private readonly keys = new Map<string, OrderKey>();
  private readonly rank: RankRow<R>;

  constructor(rank: RankRow<R>) {
    this.rank = rank;
  }

  get size(): number {
    return this.list.size;
  }

  rebuild(rows: ReadonlyMap<string, R>): void {
    this.keys.clear();
    const keys: OrderKey[] = [];
    for (const [id, row] of rows) {
      const rank = this.rank(row);
      if (rank === undefined) continue;
      const key = { rank, id };
      this.keys.set(id, key);
      keys.push(key);
    }
    this.list = OrderList.of(keys);
  }

  change(id: string, after: R | undefined): void {
    const had = this.keys.get(id);
    const rank = after === undefined ? undefined : this.rank(after);
    if (had !== undefined) {
      if (had.rank === rank) return;
      this.list.remove(had);
      this.keys.delete(id);
    }
    if (rank === undefined) return;
    const key = { rank, id };
    this.keys.set(id, key);
    this.list.insert(key);
  }

  idAt(index: number): string | undefined {
    return this.list.at(index)?.id;
  }

  has(id: string): boolean {
    return this.keys.has(id);
  }

  /** -1 when the view does not hold it. */
  indexOf(id: string): number {
    const key = this.keys.get(id);
    return key === undefined ? -1 : this.list.indexOf(key);
  }
}
