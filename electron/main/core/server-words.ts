import type { BudgetView } from '../../../shared/domain/budget-view.ts';
import type { FeedView } from '../../../shared/domain/feed-view.ts';
import { budgetDownSchema } from '../../../shared/protocol/budget.ts';
import { feedsDownSchema } from '../../../shared/protocol/lead-report.ts';
import type { Emit } from '../sync/ports.ts';

/** What the server says beside the log: what is left of each account's budget and, to leads, how its feeds are doing. The last word counts. */
export class ServerWords {
  readonly #emit: Emit;
  readonly #budgets = new Map<string, BudgetView>();
  readonly #feeds = new Map<string, FeedView>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  budgets(): BudgetView[] {
    return [...this.#budgets.values()];
  }

  feeds(): FeedView[] {
    return [...this.#feeds.values()];
  }

  /** A raw word of the server; one that cannot be read changes nothing. */
  told(name: 'budget' | 'feeds', raw: unknown): void {
    if (name === 'budget') {
      const word = budgetDownSchema.safeParse(raw);
      if (!word.success) return;
      for (const view of word.data.accounts) this.#budgets.set(view.accountId, view);
      this.#emit('budget', { accounts: word.data.accounts });
      return;
    }
    const word = feedsDownSchema.safeParse(raw);
    if (!word.success) return;
    for (const view of word.data.feeds) this.#feeds.set(view.accountId, view);
    this.#emit('feeds', { feeds: word.data.feeds });
  }
}
