import { useMemo, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useItemsVersion } from '../../hooks/items.ts';
import { answerable, startFromCluster } from '../../store/bulk-late.ts';
import { useBulk } from '../../store/bulk.ts';
import { nameOf } from '../../store/questions.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

/** T6: questions that several people ask and nobody has begun to answer together. A suggestion: the press of the button is a person's word that they ask the same. */
export function Proposals(): ReactNode {
  const { t } = useText();
  const version = useItemsVersion();
  const clusters = useCenter((state) => state.clusters);
  const bulks = useBulk((state) => state.bulks);
  const shown = useMemo(() => {
    const begun = new Set([...bulks.values()].flatMap(({ clusterId, state }) => (clusterId === undefined || state === 'stopped' ? [] : [clusterId])));
    return [...clusters.values()].flatMap((cluster) => {
      if (cluster.state === 'dismissed' || cluster.state === 'ended' || begun.has(cluster.id)) return [];
      const count = answerable(cluster).length;
      return count < 2 ? [] : [{ cluster, count }];
    });
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [clusters, bulks, version]);
  if (shown.length === 0) return null;
  return (
    <ul className="many-bulks" aria-label={t('many.proposals')}>
      {shown.map(({ cluster, count }) => (
        <li key={cluster.id} className="panel many-proposal" data-testid="many-proposal">
          <div className="many-head">
            <strong>{t('many.askSame', count)}</strong>
            <Tag tone={cluster.label === undefined ? 'plain' : 'green'}>{nameOf(cluster, t('questions.unnamed'))}</Tag>
            <Button look="primary" onPress={() => void startFromCluster(cluster)} testId="many-start-cluster">
              {t('many.start')}
            </Button>
          </div>
          <p className="row-tags">
            <Tag>{t('questions.forms', cluster.forms.du, cluster.forms.sie, cluster.forms.none)}</Tag>
          </p>
        </li>
      ))}
    </ul>
  );
}
