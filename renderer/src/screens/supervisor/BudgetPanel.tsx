import type { ReactNode } from 'react';
import { useAccounts } from '../../store/accounts.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { BudgetLines, isLow } from '../accounts/BudgetLines.tsx';

/** Accounts whose budget runs low or is waited for. */
export function BudgetPanel(): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const budgets = useAccounts((state) => state.budgets);
  const low = [...accounts.values()].filter(({ id }) => budgets.get(id)?.lines.some(isLow) === true).toSorted((a, b) => f.compare(a.name, b.name));
  if (low.length === 0) return null;
  return (
    <section className="aside-part" aria-labelledby="budget-title" data-testid="budget-panel">
      <h2 id="budget-title">{t('budget.title')}</h2>
      {low.map((account) => (
        <div key={account.id}>
          <strong>{account.name}</strong>
          <BudgetLines accountId={account.id} tight />
        </div>
      ))}
    </section>
  );
}
