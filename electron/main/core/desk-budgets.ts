import type { BudgetView } from '../../../shared/domain/budget-view.ts';
import { budgetDownSchema } from '../../../shared/protocol/budget.ts';
import type { Emit } from '../sync/ports.ts';

/** What is left of each account's budget, as the server said last. */
export class DeskBudgets {
  readonly #emit: Emit;
  readonly #views = new Map<string, BudgetView>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  all(): BudgetView[] {
    return [...this.#views.values()];
  }

  /** A raw word of the server; one that cannot be read changes nothing. */
  told(raw: unknown): void {
    const word = budgetDownSchema.safeParse(raw);
    if (!word.success) return;
    for (const view of word.data.accounts) this.#views.set(view.accountId, view);
    this.#emit('budget', { accounts: word.data.accounts });
  }
}
