import type { Account } from '../../shared/domain/account.ts';
import { mayAnswer, mayReadAccount } from '../../shared/domain/account-rights.ts';
import type { BudgetView, PlatformReading } from '../../shared/domain/budget-view.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Timers } from '../../shared/util/ports.ts';
import type { Center } from '../center/center.ts';
import type { Budgets } from './budget.ts';
import type { BudgetViewer, BudgetWatch } from './port.ts';

/** Changes are joined for so long; what fills up again by itself is told this often. */
const JOIN_MS = 250;
const REFILL_MS = 5_000;

/** What is left of each account's budget, to everybody who may see the account. */
export class BudgetPush implements BudgetWatch {
  readonly #center: Center;
  readonly #budgets: Budgets;
  readonly #timers: Timers;
  readonly #desks = new Map<string, BudgetViewer>();
  readonly #filling = new Set<string>();
  #cancelJoin: (() => void) | undefined;
  #cancelRefill: (() => void) | undefined;
  #stopped = false;

  constructor({ center, budgets, timers }: { readonly center: Center; readonly budgets: Budgets; readonly timers: Timers }) {
    this.#center = center;
    this.#budgets = budgets;
    this.#timers = timers;
    budgets.onChange(() => this.#soon());
  }

  open(desk: BudgetViewer): void {
    this.#desks.set(desk.id, desk);
    const now = this.#center.now();
    const accounts = [...this.#center.committed.all('account').values()].filter((account) => sees(account, desk)).map((account) => this.#budgets.view(account, now));
    if (accounts.length > 0) desk.send(accounts.slice(0, 2_000));
  }

  gone(id: string): void {
    this.#desks.delete(id);
  }

  heard(viewer: BudgetViewer['viewer'], accountId: string, readings: readonly PlatformReading[]): void {
    const account = this.#center.committed.get('account', accountId);
    if (account === undefined || !mayAnswer(account, viewer)) throw new CodedError('NOT_ALLOWED', { field: 'accountId' });
    for (const reading of readings) this.#budgets.heard(account, reading, this.#center.now());
  }

  /** Accounts that are new, or whose pace or people changed: told although nothing was spent. */
  changed(accountIds: readonly string[]): void {
    if (accountIds.length === 0) return;
    for (const id of accountIds) this.#filling.add(id);
    this.#soon();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelJoin?.();
    this.#cancelRefill?.();
  }

  #soon(): void {
    if (this.#stopped || this.#cancelJoin !== undefined) return;
    this.#cancelJoin = this.#timers.after(JOIN_MS, () => {
      this.#cancelJoin = undefined;
      this.#tell([...new Set([...this.#budgets.takeChanged(), ...this.#filling])]);
    });
  }

  #tell(accountIds: readonly string[]): void {
    const now = this.#center.now();
    const changed: { account: Account; view: BudgetView }[] = [];
    for (const id of accountIds) {
      const account = this.#center.committed.get('account', id);
      if (account !== undefined) changed.push({ account, view: this.#budgets.view(account, now) });
    }
    for (const desk of this.#desks.values()) {
      const accounts = changed.filter(({ account }) => sees(account, desk)).map(({ view }) => view);
      if (accounts.length > 0) desk.send(accounts);
    }
    for (const { account, view } of changed) {
      if (view.lines.some(({ left, max, waiting }) => left < max || waiting > 0)) this.#filling.add(account.id);
      else this.#filling.delete(account.id);
    }
    this.#cancelRefill?.();
    this.#cancelRefill = undefined;
    if (this.#filling.size > 0 && !this.#stopped)
      this.#cancelRefill = this.#timers.after(REFILL_MS, () => {
        this.#cancelRefill = undefined;
        this.#tell([...this.#filling]);
      });
  }
}

const sees = (account: Account, { viewer }: BudgetViewer): boolean => mayReadAccount(account, viewer);
