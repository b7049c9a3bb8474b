import type { ReactNode } from 'react';
import type { SituationRow } from '../../../../shared/domain/situation.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { followUp, wording } from '../../store/situations.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';
import { MemberList } from './MemberList.tsx';

const CLOSED_SHOWN = 5;

/** D14: what is the matter, what we say about it, and who was told something else. */
export function SituationsPanel({ isLead }: { readonly isLead: boolean }): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const rows = [...center.situations.values()].toSorted((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || b.changedAt - a.changedAt);
  const open = rows.filter((row) => row.state === 'open');
  return (
    <div className="question-details" data-testid="situations">
      {isLead && (
        <div className="account-actions">
          <Button look="primary" onPress={() => openDialog({ kind: 'situation' })} testId="situation-new">
            {t('situation.new')}
          </Button>
        </div>
      )}
      {rows.length === 0 && <EmptyState title={t('situation.none')}>{t('situation.noneHint')}</EmptyState>}
      {[...open, ...rows.filter((row) => row.state === 'closed').slice(0, CLOSED_SHOWN)].map((row) => (
        <SituationCard key={row.id} row={row} isLead={isLead} />
      ))}
    </div>
  );
}

function SituationCard({ row, isLead }: { readonly row: SituationRow; readonly isLead: boolean }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const now = useNow(30_000);
  const online = useDesk((state) => state.connection.kind === 'online');
  const isOpen = row.state === 'open';
  return (
    <article className="panel" data-testid="situation-card">
      <h2>
        {row.title} <Tag tone={!isOpen ? 'plain' : row.status === 'solved' ? 'green' : 'red'}>{t(isOpen ? `situation.status.${row.status}` : 'situation.closed')}</Tag>
      </h2>
      <p className="muted">{[row.region, row.product, row.untilAt === undefined ? t('situation.untilOpen') : t('situation.until', f.moment(row.untilAt, now)), t('situation.told', row.told), t('situation.changed', f.moment(row.changedAt, now), agentShort(center, row.byAgentId))].filter(Boolean).join(' · ')}</p>
      <p className="situation-words">
        <strong>du</strong> {wording(row, 'du', now)}
      </p>
      <p className="situation-words">
        <strong>Sie</strong> {wording(row, 'sie', now)}
      </p>
      {isLead && isOpen && (
        <div className="account-actions">
          <Button isDisabled={!online} onPress={() => openDialog({ kind: 'situation', situationId: row.id })} testId="situation-change">
            {t('situation.change')}
          </Button>
          <Button look="quiet" isDisabled={!online} onPress={() => void runCommand({ type: 'situation.close', data: { situationId: row.id } })} testId="situation-close">
            {t('situation.close')}
          </Button>
        </div>
      )}
      {row.owed.length > 0 && (
        <section className="guard guard-amber situation-owed" aria-label={t('situation.owed', row.owed.length)} data-testid="situation-owed">
          <p>{t('situation.owed', row.owed.length)}</p>
          <MemberList
            ids={row.owed.map((one) => one.conversationId)}
            actions={(id) => {
              const { untilAt, byHand } = row.owed.find((one) => one.conversationId === id) ?? {};
              if (byHand !== undefined) return <span className="muted">{t('situation.byHand', f.moment(byHand.dueAt, now), agentShort(center, byHand.byAgentId))}</span>;
              return untilAt === undefined ? null : <span className="muted">{t('situation.wasTold', f.moment(untilAt, now))}</span>;
            }}
          />
          {isLead && (
            <Button isSmall isDisabled={!online} onPress={() => void followUp(row)} testId="situation-follow-up">
              {t('situation.followUp')}
            </Button>
          )}
        </section>
      )}
    </article>
  );
}
