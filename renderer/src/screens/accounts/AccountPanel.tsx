import { useState, type ReactNode } from 'react';
import { credentialOf, getChannel } from '../../../../shared/channels/index.ts';
import { accountRecord, type Account } from '../../../../shared/domain/account.ts';
import { mayAdminister } from '../../../../shared/domain/account-rights.ts';
import type { CredentialView } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { loadAccounts, useAccounts } from '../../store/accounts.ts';
import { changesOf } from '../../store/house.ts';
import { runCommand } from '../../store/commands.ts';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { showFailure } from '../../store/errors.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { atHandle } from '../../text/handle.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';
import { AccountForm } from './AccountForm.tsx';
import { BudgetLines } from './BudgetLines.tsx';
import { ConnectWizard } from './ConnectWizard.tsx';
import { CredentialForm } from './CredentialForm.tsx';
import { ChangeLines } from '../house/HouseHistory.tsx';
import { CustodyPart } from './CustodyPart.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { RightsForm } from './RightsForm.tsx';

const TONES: Record<CredentialView['status'], TagTone> = { ok: 'green', unchecked: 'amber', rejected: 'red', missing: 'red' };
type Opened = 'connect' | 'byHand' | 'rights' | 'edit' | 'profile' | undefined;

/** One account: its health, its budget, the ways to connect it, and who else has its credential. */
export function AccountPanel({ account, showsCustody }: { readonly account: Account; readonly showsCustody: boolean }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const session = useDesk(signedIn);
  const lead = useDesk((state) => isLead(state.session));
  const online = useDesk((state) => state.connection.kind === 'online');
  const credential = useAccounts((state) => state.credentials.get(account.credentialId));
  const custody = useAccounts((state) => state.custody.get(account.credentialId));
  const now = useMinute();
  const [opened, setOpened] = useState<Opened>();
  const toggle = (what: Opened): void => setOpened(opened === what ? undefined : what);
  const channel = getChannel(account.channel);
  const facts = channel === undefined ? undefined : credentialOf(channel.credential, account.settings);
  const status = credential?.status ?? 'missing';
  const teamIds = center.agents.get(session?.agentId ?? '')?.teamIds ?? [];
  const administers = session !== undefined && mayAdminister(account, { agentId: session.agentId, role: session.role, teamIds });
  const changes = changesOf(center, 'account', account.id);
  const remove = (): void => {
    call('credentials.delete', { credentialId: account.credentialId }).then(loadAccounts).catch(showFailure);
  };
  return (
    <section className="panel account" data-testid="account" data-account={account.id} aria-label={account.name}>
      <header className="account-head">
        <ChannelBadge channel={account.channel} />
        <div>
          <h2>{account.name}</h2>
          <p className="muted">
            {atHandle(account.handle)} · {account.brand}
          </p>
        </div>
        <span className="account-tags" data-testid="account-health" data-status={status}>
          {account.person !== undefined && <Tag tone="amber">{t('profile.tag')}</Tag>}
          <Tag tone={TONES[status]}>{t(`credential.${status}`)}</Tag>
          {credential?.present === true && <Tag>{t(`credential.in.${credential.storedIn}`)}</Tag>}
        </span>
      </header>
      {credential?.detail !== undefined && <p className="muted">{credential.detail}</p>}
      {credential?.present === true && custody?.expiresAt !== undefined && (
        <p className="muted" data-testid="account-expiry">
          {facts?.rotates === true ? t('credential.renewsAt', f.moment(custody.expiresAt, now)) : t('credential.endsAt', f.moment(custody.expiresAt, now))}
        </p>
      )}
      {custody?.ended === true && (
        <p className="banner banner-red" data-testid="account-ended">
          {t('credential.ended')}
        </p>
      )}
      {custody?.unshared === true && <p className="banner">{t('credential.unshared')}</p>}
      {custody?.rotateSince !== undefined && (
        <p className="banner banner-red" data-testid="account-rotate">
          {t('custody.rotate', f.moment(custody.rotateSince, now))}
        </p>
      )}
      {account.stopped !== undefined && (
        <p className="banner banner-red">
          {t('accounts.stopped', agentShort(center, account.stopped.by), f.moment(account.stopped.at, now))} {account.stopped.reason}
        </p>
      )}
      <BudgetLines accountId={account.id} />
      <div className="account-actions">
        {facts !== undefined && facts.kind !== 'none' && (
          <Button onPress={() => toggle('connect')} testId="account-connect">
            {credential?.present === true ? t('connect.again') : t('connect.begin')}
          </Button>
        )}
        {facts !== undefined && facts.kind !== 'none' && (
          <Button look="quiet" onPress={() => toggle('byHand')} testId="credential-edit">
            {credential?.present === true ? t('credential.replace') : t('credential.enter')}
          </Button>
        )}
        {credential?.present === true && facts?.kind !== 'none' && <Button onPress={remove}>{t('credential.delete')}</Button>}
        {session?.role === 'admin' && (
          <Button onPress={() => toggle('edit')} testId="account-edit">
            {t('account.edit')}
          </Button>
        )}
        {session?.role === 'admin' && (
          <Button onPress={() => toggle('rights')} testId="account-rights">
            {t('rights.title')}
          </Button>
        )}
        {session?.role === 'admin' && (
          <Button onPress={() => toggle('profile')} testId="account-profile">
            {t('profile.edit')}
          </Button>
        )}
        {lead && account.stopped === undefined && (
          <Button look="danger" isDisabled={!online} onPress={() => openDialog({ kind: 'stop', accountIds: [account.id] })} testId="account-stop">
            {t('stop.one')}
          </Button>
        )}
        {lead && account.stopped !== undefined && (
          <Button look="primary" isDisabled={!online} onPress={() => void runCommand({ type: 'account.resume', data: { accountId: account.id } })} testId="account-resume">
            {t('stop.resume')}
          </Button>
        )}
      </div>
      {opened === 'connect' && facts !== undefined && <ConnectWizard account={account} facts={facts} onDone={() => setOpened(undefined)} />}
      {opened === 'byHand' && (
        <CredentialForm
          credentialId={account.credentialId}
          onDone={() => {
            setOpened(undefined);
            void loadAccounts();
          }}
        />
      )}
      {opened === 'edit' && <AccountForm account={accountRecord(account)} onDone={() => setOpened(undefined)} />}
      {opened === 'rights' && <RightsForm account={accountRecord(account)} onDone={() => setOpened(undefined)} />}
      {opened === 'profile' && <ProfileForm account={accountRecord(account)} onDone={() => setOpened(undefined)} />}
      {changes.length > 0 && (
        <details className="account-history" data-testid="account-history">
          <summary>{t('account.history', changes.length)}</summary>
          <ChangeLines changes={changes} online={online} />
        </details>
      )}
      {custody !== undefined && showsCustody && <CustodyPart custody={custody} mayHandOver={administers && custody.mayHandOver} />}
    </section>
  );
}
