import type { ReactNode } from 'react';
import type { BudgetLine } from '../../../../shared/domain/budget-view.ts';
import { useClock } from '../../hooks/ticker.ts';
import { useAccounts } from '../../store/accounts.ts';
import { useText } from '../../text/index.tsx';

/** What is left of an account's budget, for all who use it; when nothing is, until when. `tight`: only lines that run low or are waited for. */
export function BudgetLines({ accountId, tight = false }: { readonly accountId: string; readonly tight?: boolean }): ReactNode {
  const budget = useAccounts((state) => state.budgets.get(accountId));
  const lines = (budget?.lines ?? []).filter((line) => !tight || isLow(line));
  if (lines.length === 0) return null;
  return (
    <ul className="budget-lines" data-testid="budget" data-account={accountId}>
      {lines.map((line) => (
        <BudgetItem key={line.action} line={line} />
      ))}
    </ul>
  );
}

export const isLow = ({ left, max, waiting }: BudgetLine): boolean => left === 0 || waiting > 0 || left <= max / 10;

function BudgetItem({ line }: { readonly line: BudgetLine }): ReactNode {
  const { t, f } = useText();
  const { action, left, max, windowMs, nextAt, waiting, people, fromPlatform } = line;
  const until = useClock((now) => (left > 0 || nextAt === undefined ? undefined : f.clock(Math.max(0, nextAt - now))));
  const kind = action === 'privateMessage' || action === 'search' || action === 'read' ? action : 'post';
  return (
    <li className={left === 0 ? 'tone-bad' : isLow(line) ? 'tone-warn' : 'muted'} data-testid="budget-line" data-action={action} data-left={left}>
      {t(`budget.${kind}`, f.number(left), f.number(max), f.span(windowMs))}
      {until !== undefined && ` · ${t('budget.nextIn', until)}`}
      {waiting > 0 && ` · ${t('budget.waiting', waiting, people)}`}
      {fromPlatform && ` · ${t('budget.byPlatform')}`}
    </li>
  );
}
