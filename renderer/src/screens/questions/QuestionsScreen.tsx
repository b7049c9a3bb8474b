import type { ReactNode } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { TabBar } from '../../components/TabBar.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { isLead, useDesk } from '../../store/desk.ts';
import { chooseCluster, chooseTab, chosen, listed, nameOf, useQuestions, type QuestionsTab } from '../../store/questions.ts';
import { useCenter } from '../../store/rows.ts';
import { openSituations } from '../../store/situations.ts';
import { useText } from '../../text/index.tsx';
import { ClusterDetails } from './ClusterDetails.tsx';
import { SituationsPanel } from './SituationsPanel.tsx';
import { SpikesPanel } from './SpikesPanel.tsx';

/** Who asks the same, what is the matter, and what there is more of than usual. */
export function QuestionsScreen(): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const lead = useDesk((state) => isLead(state.session));
  const { tab } = useQuestions();
  const spikes = [...center.spikes.values()].filter((spike) => spike.seenAt === undefined).length;
  const tabs: { id: QuestionsTab; label: string; count?: string | undefined }[] = [
    { id: 'questions', label: t('screen.questions'), count: center.clusters.size === 0 ? undefined : String(center.clusters.size) },
    { id: 'situations', label: t('situation.title'), count: openSituations(center).length === 0 ? undefined : String(openSituations(center).length) },
    ...(lead ? [{ id: 'spikes' as const, label: t('spikes.title'), count: spikes === 0 ? undefined : String(spikes) }] : []),
  ];
  const shown = tab === 'spikes' && !lead ? 'questions' : tab;
  return (
    <main className="questions" data-testid="screen-questions">
      <h1 className="visually-hidden">{t('screen.questions')}</h1>
      <TabBar label={t('questions.parts')} tabs={tabs} chosen={shown} onChoose={chooseTab}>
        {shown === 'questions' ? <Clusters /> : shown === 'situations' ? <SituationsPanel isLead={lead} /> : <SpikesPanel />}
      </TabBar>
    </main>
  );
}

function Clusters(): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const now = useNow(30_000);
  const { clusterId } = useQuestions();
  const rows = listed(center);
  const row = chosen(center, clusterId);
  if (row === undefined) return <EmptyState title={t('questions.none')}>{t('questions.noneHint')}</EmptyState>;
  return (
    <div className="questions-two">
      <ul className="question-list" aria-label={t('questions.list')} data-testid="question-list">
        {rows.map((one) => (
          <li key={one.id}>
            <button type="button" className={`question-line${one.id === row.id ? ' is-chosen' : ''}`} aria-current={one.id === row.id} onClick={() => chooseCluster(one.id)} data-testid="question" data-cluster={one.id}>
              <span className="question-count" aria-hidden="true">
                ×{one.size}
              </span>
              <span className="question-main">
                <span className="question-name">{nameOf(one, t('questions.unnamed'))}</span>
                <span className="question-facts">
                  {t('questions.people', one.people)} · {t('questions.waiting', one.waiting)} · {f.moment(one.lastAt, now)}
                </span>
                <span className="row-tags">
                  <Tag tone={one.state === 'proposed' ? 'amber' : 'green'}>{t(one.kind === 'followUp' ? 'questions.kind.followUp' : `questions.state.${one.state === 'proposed' ? 'proposed' : 'confirmed'}`)}</Tag>
                  {one.offeredIds.length > 0 && <Tag tone="blue">{t('questions.late', one.offeredIds.length)}</Tag>}
                  {one.situationId !== undefined && <Tag tone="red">{t('situation.one')}</Tag>}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ClusterDetails key={row.id} row={row} />
    </div>
  );
}
