import { useEffect, useMemo, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { openBulk, shownBulks, tallyOf, useBulk } from '../../store/bulk.ts';
import { useText } from '../../text/index.tsx';
import { useCenter } from '../../store/rows.ts';
import { agentLong } from '../names.ts';
import { BulkView } from './BulkView.tsx';
import { stateWords } from './bulk-words.ts';
import { Proposals } from './Proposals.tsx';

/** D6: one answer for many. The list of them, or the one that is open. */
export function ManyScreen(): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const bulks = useBulk((state) => state.bulks);
  const members = useBulk((state) => state.members);
  const openId = useBulk((state) => state.openId);
  const center = useCenter();
  const shown = useMemo(() => shownBulks({ bulks }, now), [bulks, now]);
  const open = openId === undefined ? undefined : bulks.get(openId);
  const only = shown.length === 1 ? shown[0]?.id : undefined;
  // With one there is nothing to choose.
  useEffect(() => {
    if (openId === undefined && only !== undefined) openBulk(only);
  }, [openId, only]);
  if (open !== undefined) return <BulkView bulk={open} others={shown.length - 1} />;
  return (
    <main className="page" data-testid="screen-many">
      <h1>{t('screen.many')}</h1>
      {shown.length === 0 && <EmptyState title={t('many.none')}>{t('many.noneHint')}</EmptyState>}
      <Proposals />
      <ul className="many-bulks" aria-label={t('many.list')}>
        {shown.map((bulk) => {
          const tally = tallyOf({ members }, bulk.id);
          const total = tally.confirmed + tally.sending + tally.sent + tally.failed + tally.unclear;
          return (
            <li key={bulk.id} className="panel">
              <div className="many-head">
                <strong>{t('many.of', agentLong(center, bulk.agentId), f.moment(bulk.startedAt, now))}</strong>
                <Tag tone={bulk.state === 'paused' ? 'amber' : 'plain'}>{stateWords(t, bulk, tally)}</Tag>
                <Button isSmall onPress={() => openBulk(bulk.id)}>
                  {t('many.open')}
                </Button>
              </div>
              <p className="many-wording">{bulk.core.wording}</p>
              <Progress label={t('many.progress')} text={t('many.progressText', f.number(tally.sent), f.number(total))} done={tally.sent} total={total} />
            </li>
          );
        })}
      </ul>
    </main>
  );
}
