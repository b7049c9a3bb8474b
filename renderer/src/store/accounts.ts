import { create } from 'zustand';
import type { BudgetView } from '../../../shared/domain/budget-view.ts';
import type { ConnectResult, CredentialView, CustodyView } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { showFailure } from './errors.ts';

export interface AccountsState {
  readonly credentials: ReadonlyMap<string, CredentialView>;
  readonly custody: ReadonlyMap<string, CustodyView>;
  /** This desk's own safety number; null without a keychain. */
  readonly number: string | null;
  readonly budgets: ReadonlyMap<string, BudgetView>;
  /** How sign-ins in the browser ended, by attempt. */
  readonly ended: ReadonlyMap<string, ConnectResult>;
}

export const useAccounts = create<AccountsState>(() => ({ credentials: new Map(), custody: new Map(), number: null, budgets: new Map(), ended: new Map() }));

/** Who has which credential, and whether those here work. */
export async function loadAccounts(): Promise<void> {
  try {
    const [{ credentials }, { number, credentials: custody }] = await Promise.all([call('credentials.list', {}), call('custody.get', {})]);
    useAccounts.setState({ credentials: new Map(credentials.map((one) => [one.credentialId, one])), custody: new Map(custody.map((one) => [one.credentialId, one])), number });
  } catch (error) {
    showFailure(error);
  }
}

export function putBudgets(views: readonly BudgetView[], reset = false): void {
  useAccounts.setState((state) => {
    const budgets = new Map(reset ? [] : state.budgets);
    for (const view of views) budgets.set(view.accountId, view);
    return { budgets };
  });
}

export function putEnded(attemptId: string, result: ConnectResult): void {
  useAccounts.setState((state) => ({ ended: new Map(state.ended).set(attemptId, result) }));
}

/** How this sign-in in the browser ends, once it has. */
export function endOf(attemptId: string): Promise<ConnectResult> {
  const known = useAccounts.getState().ended.get(attemptId);
  if (known !== undefined) return Promise.resolve(known);
  return new Promise((resolve) => {
    const stop = useAccounts.subscribe(({ ended }) => {
      const result = ended.get(attemptId);
      if (result === undefined) return;
      stop();
      resolve(result);
    });
  });
}

export function forgetAccounts(): void {
  useAccounts.setState({ credentials: new Map(), custody: new Map(), number: null, budgets: new Map(), ended: new Map() });
}
