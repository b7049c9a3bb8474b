import type { ReactNode } from 'react';
import type { CustodyDeskView, CustodyView } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { loadAccounts } from '../../store/accounts.ts';
import { useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { showFailure } from '../../store/errors.ts';
import { useText } from '../../text/index.tsx';

const TONES: Record<CustodyDeskView['trust'], TagTone> = { thisDesk: 'plain', trusted: 'green', unknown: 'amber', changed: 'red' };

/** Who has the credential, who asks for it, and whether the numbers were compared. */
export function CustodyPart({ custody, mayHandOver }: { readonly custody: CustodyView; readonly mayHandOver: boolean }): ReactNode {
  const { t } = useText();
  const { waitsFrom, credentialId } = custody;
  const accept = (): void => {
    call('custody.accept', { credentialId }).then(loadAccounts).catch(showFailure);
  };
  if (waitsFrom === undefined && !mayHandOver) return null;
  return (
    <div className="custody" data-testid="custody">
      {waitsFrom !== undefined && (
        <div className="banner banner-red" data-testid="custody-waits">
          <p>{waitsFrom.changed ? t('custody.waitsChanged', waitsFrom.name) : t('custody.waits', waitsFrom.name)}</p>
          <code className="safety-number">{waitsFrom.number}</code> <Button onPress={accept}>{t('custody.accept')}</Button>
        </div>
      )}
      {mayHandOver && custody.desks.length > 0 && (
        <>
          <h3>{t('custody.title')}</h3>
          <p className="muted">{t('custody.hint')}</p>
          <ul className="custody-list">
            {custody.desks.map((desk) => (
              <DeskLine key={desk.deskId} desk={desk} credentialId={credentialId} />
            ))}
            {custody.revoked.map((agentId) => (
              <RevokedLine key={agentId} agentId={agentId} credentialId={credentialId} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function DeskLine({ desk, credentialId }: { readonly desk: CustodyDeskView; readonly credentialId: string }): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const online = useDesk((state) => state.connection.kind === 'online');
  const isMine = desk.trust === 'thisDesk';
  const handOver = (): void => {
    call('custody.handOver', { credentialId, deskId: desk.deskId }).then(loadAccounts).catch(showFailure);
  };
  const revoke = (): void => {
    call('custody.revoke', { credentialId, agentId: desk.agentId, revoked: true }).then(loadAccounts).catch(showFailure);
  };
  return (
    <li data-testid="custody-desk" data-agent={desk.agentId} data-trust={desk.trust} data-latest={desk.hasLatest}>
      <span>
        <strong>{desk.name}</strong> <Tag tone={TONES[desk.trust]}>{t(`custody.trust.${desk.trust}`)}</Tag>{' '}
        {/* Of its own credentials this machine says more above. */}
        <span className="muted">{isMine && !desk.hasLatest ? '' : desk.hasLatest ? t('custody.has', f.moment(desk.takenAt ?? desk.seenAt, now)) : t('custody.hasNot', f.moment(desk.seenAt, now))}</span>
      </span>
      <code className="safety-number">{desk.number}</code>
      {!isMine && (
        <span className="account-actions">
          {!(desk.hasLatest && desk.trust === 'trusted') && (
            <Button isSmall isDisabled={!online} look={desk.trust === 'changed' ? 'danger' : 'plain'} label={`${t('custody.handOver')}: ${desk.name}`} onPress={handOver} testId="custody-hand-over">
              {t('custody.handOver')}
            </Button>
          )}
          {desk.takenAt !== undefined && <Button isSmall look="danger" isDisabled={!online} label={`${t('custody.revoke')}: ${desk.name}`} onPress={revoke} testId="custody-revoke">
            {t('custody.revoke')}
          </Button>}
        </span>
      )}
    </li>
  );
}

/** Somebody it was taken from; what they had is worthless once the platform gave out another. */
function RevokedLine({ agentId, credentialId }: { readonly agentId: string; readonly credentialId: string }): ReactNode {
  const { t } = useText();
  const name = useCenter((state) => state.agents.get(agentId)?.name ?? agentId);
  const online = useDesk((state) => state.connection.kind === 'online');
  const allow = (): void => {
    call('custody.revoke', { credentialId, agentId, revoked: false }).then(loadAccounts).catch(showFailure);
  };
  return (
    <li data-testid="custody-revoked" data-agent={agentId}>
      <span>
        <strong>{name}</strong> <Tag tone="red">{t('custody.taken')}</Tag>
      </span>
      <Button isSmall isDisabled={!online} label={`${t('custody.allow')}: ${name}`} onPress={allow}>
        {t('custody.allow')}
      </Button>
    </li>
  );
}
