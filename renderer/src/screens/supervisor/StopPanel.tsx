import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { Tag } from '../../components/Tag.tsx';
import { runCommand } from '../../store/commands.ts';
import { useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** The stop button, per account and for all. */
export function StopPanel(): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const online = useDesk((state) => state.connection.kind === 'online');
  const sorted = [...accounts.values()].toSorted((a, b) => f.compare(a.name, b.name));
  const running = sorted.filter((account) => account.stopped === undefined);
  if (sorted.length === 0) return null;
  return (
    <section className="aside-part" aria-labelledby="stop-title">
      <h2 id="stop-title">{t('stop.section')}</h2>
      <ul className="stop-list">
        {sorted.map((account) => (
          <li key={account.id}>
            <ChannelBadge channel={account.channel} size="small" />
            <span className="stop-name">{account.name}</span>
            {account.stopped === undefined ? (
              <Button
                isSmall
                isDisabled={!online}
                label={t('stop.oneNamed', account.name)}
                onPress={() => openDialog({ kind: 'stop', accountIds: [account.id] })}
                testId={`stop-${account.id}`}
              >
                {t('stop.one')}
              </Button>
            ) : (
              <>
                <Tag tone="red">{t('stop.stopped')}</Tag>
                <Button
                  isSmall
                  look="primary"
                  isDisabled={!online}
                  label={t('stop.resumeNamed', account.name)}
                  onPress={() => void runCommand({ type: 'account.resume', data: { accountId: account.id } })}
                  testId={`resume-${account.id}`}
                >
                  {t('stop.resume')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {running.length > 1 && (
        <Button
          look="danger"
          isDisabled={!online}
          onPress={() => openDialog({ kind: 'stop', accountIds: running.map((account) => account.id) })}
          testId="stop-all"
        >
          {t('stop.all')}
        </Button>
      )}
    </section>
  );
}
