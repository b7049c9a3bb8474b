import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Account } from '../../../../shared/domain/account.ts';
import type { CredentialView } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { isLead, useDesk } from '../../store/desk.ts';
import { showFailure } from '../../store/errors.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { atHandle } from '../../text/handle.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';
import { CredentialForm } from './CredentialForm.tsx';

const TONES: Record<CredentialView['status'], TagTone> = { ok: 'green', unchecked: 'amber', rejected: 'red', missing: 'red' };

/** The brand's presences, whether this desk can send there, and the stop button for leads. */
export function AccountsScreen(): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const [credentials, setCredentials] = useState<readonly CredentialView[]>([]);
  const reload = useCallback(() => {
    call('credentials.list', {})
      .then((answer) => setCredentials(answer.credentials))
      .catch(showFailure);
  }, []);
  useEffect(reload, [reload]);
  const sorted = [...accounts.values()].toSorted((a, b) => f.compare(a.name, b.name));
  return (
    <main className="page" data-testid="screen-accounts">
      <h1>{t('screen.accounts')}</h1>
      <p className="muted">{t('accounts.hint')}</p>
      {sorted.length === 0 && <EmptyState title={t('accounts.none')} />}
      {sorted.map((account) => (
        <AccountPanel
          key={account.id}
          account={account}
          credential={credentials.find((one) => one.credentialId === account.credentialId)}
          onChanged={reload}
        />
      ))}
    </main>
  );
}

function AccountPanel({
  account,
  credential,
  onChanged,
}: {
  readonly account: Account;
  readonly credential: CredentialView | undefined;
  readonly onChanged: () => void;
}): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const lead = useDesk((state) => isLead(state.session));
  const online = useDesk((state) => state.connection.kind === 'online');
  const now = useMinute();
  const [editing, setEditing] = useState(false);
  const status = credential?.status ?? 'missing';
  const remove = (): void => {
    call('credentials.delete', { credentialId: account.credentialId }).then(onChanged).catch(showFailure);
  };
  return (
    <section className="panel account" data-testid="account" aria-label={account.name}>
      <header className="account-head">
        <ChannelBadge channel={account.channel} />
        <div>
          <h2>{account.name}</h2>
          <p className="muted">
            {atHandle(account.handle)} · {account.brand}
          </p>
        </div>
        <span className="account-tags">
          <Tag tone={TONES[status]}>{t(`credential.${status}`)}</Tag>
          {credential?.present === true && <Tag>{t(`credential.in.${credential.storedIn}`)}</Tag>}
        </span>
      </header>
      {credential?.detail !== undefined && <p className="muted">{credential.detail}</p>}
      {account.stopped !== undefined && (
        <p className="banner banner-red">
          {t('accounts.stopped', agentShort(center, account.stopped.by), f.moment(account.stopped.at, now))} {account.stopped.reason}
        </p>
      )}
      <div className="account-actions">
        <Button onPress={() => setEditing(!editing)} testId="credential-edit">
          {credential?.present === true ? t('credential.replace') : t('credential.enter')}
        </Button>
        {credential?.present === true && <Button onPress={remove}>{t('credential.delete')}</Button>}
        {lead && account.stopped === undefined && (
          <Button
            look="danger"
            isDisabled={!online}
            onPress={() => openDialog({ kind: 'stop', accountIds: [account.id] })}
            testId="account-stop"
          >
            {t('stop.one')}
          </Button>
        )}
        {lead && account.stopped !== undefined && (
          <Button
            look="primary"
            isDisabled={!online}
            onPress={() => void runCommand({ type: 'account.resume', data: { accountId: account.id } })}
            testId="account-resume"
          >
            {t('stop.resume')}
          </Button>
        )}
      </div>
      {editing && (
        <CredentialForm
          credentialId={account.credentialId}
          onDone={() => {
            setEditing(false);
            onChanged();
          }}
        />
      )}
    </section>
  );
}
