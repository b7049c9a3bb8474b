import { useEffect, useState, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { loadAccounts, useAccounts } from '../../store/accounts.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { AccountForm } from './AccountForm.tsx';
import { AccountPanel } from './AccountPanel.tsx';

/** The brands' presences: whether this desk can send there, who else can, what is left to send, and the stop button for leads. */
export function AccountsScreen(): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const number = useAccounts((state) => state.number);
  const isAdmin = useDesk((state) => signedIn(state)?.role === 'admin');
  const [adding, setAdding] = useState(false);
  useEffect(() => void loadAccounts(), []);
  const sorted = [...accounts.values()].toSorted((a, b) => f.compare(a.brand, b.brand) || f.compare(a.name, b.name));
  return (
    <main className="page" data-testid="screen-accounts">
      <h1>{t('screen.accounts')}</h1>
      <p className="muted">{t('accounts.hint')}</p>
      {number !== null && (
        <p>
          {t('custody.mine')} <code className="safety-number" data-testid="my-number">{number}</code>
        </p>
      )}
      {isAdmin && (
        <div className="account-actions">
          <Button onPress={() => setAdding(!adding)} testId="account-add">
            {t('account.add')}
          </Button>
        </div>
      )}
      {adding && <AccountForm onDone={() => setAdding(false)} />}
      {sorted.length === 0 && <EmptyState title={t('accounts.none')} />}
      {sorted.map((account, place) => (
        // Accounts may share a credential: who has it is said once.
        <AccountPanel key={account.id} account={account} showsCustody={sorted.findIndex((other) => other.credentialId === account.credentialId) === place} />
      ))}
    </main>
  );
}
