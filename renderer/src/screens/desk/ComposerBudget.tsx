import type { ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import type { Account } from '../../../../shared/domain/account.ts';
import { findUrls } from '../../../../shared/text/urls.ts';
import { useClock } from '../../hooks/ticker.ts';
import { useAccounts } from '../../store/accounts.ts';
import { useText } from '../../text/index.tsx';

/** Below this share of it, or where somebody waits for it, what is left is worth a line while one writes; all of it stands on the accounts page. */
const SCARCE = 0.2;

/** What sending this costs at the platform, and what is left of the account's budget where that is little, before it is sent. */
export function ComposerBudget({ account, mode, text }: { readonly account: Account | undefined; readonly mode: 'public' | 'private'; readonly text: string }): ReactNode {
  const { t, f, language } = useText();
  const budget = useAccounts((state) => state.budgets.get(account?.id ?? ''));
  const action = mode === 'public' ? 'post' : 'privateMessage';
  const line = budget?.lines.find((one) => one.action === action) ?? budget?.lines.find((one) => one.action === 'post');
  const until = useClock((now) => (line === undefined || line.left > 0 || line.nextAt === undefined ? undefined : f.clock(Math.max(0, line.nextAt - now))));
  const cost = getChannel(account?.channel ?? '')?.costs?.find((one) => one.action === action);
  const hasLink = cost?.withLinkMicroUsd !== undefined && findUrls(text).length > 0;
  const micro = cost === undefined ? undefined : hasLink ? cost.withLinkMicroUsd : cost.microUsd;
  const money = micro === undefined ? undefined : new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', { style: 'currency', currency: 'USD', maximumFractionDigits: 3 }).format(micro / 1_000_000);
  const isScarce = line !== undefined && (line.left <= line.max * SCARCE || line.waiting > 0);
  if (!isScarce && money === undefined) return null;
  return (
    <span className="composer-budget" data-testid="composer-budget" data-left={line?.left ?? ''}>
      {money !== undefined && (
        <span className={hasLink ? 'tone-warn' : 'muted'} data-testid="composer-cost">
          {hasLink ? t('budget.costsWithLink', money) : t('budget.costs', money)}
        </span>
      )}
      {line !== undefined && line.left === 0 && (
        <span className="tone-bad" data-testid="budget-empty">
          {until === undefined ? t('budget.empty') : t('budget.emptyUntil', until)}
        </span>
      )}
      {isScarce && line.left > 0 && <span className="tone-warn">{t('budget.left', f.number(line.left), f.number(line.max))}</span>}
    </span>
  );
}
