import { useEffect, useMemo, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { openBulk, shownBulks, tallyOf, useBulk } from '../../store/bulk.ts';
import { useText } from '../../text/index.tsx';
import { useCenter } from '../../store/rows.ts';
import { me } from '../../store/navigation.ts';
import { agentLong } from '../names.ts';
import { BulkView } from './BulkView.tsx';
import { isUnderWay, stateWords } from './bulk-words.ts';
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
  // Whoever comes here with one of theirs under way means that one.
  useEffect(() => {
    const state = useBulk.getState();
    const own = shownBulks(state, Date.now()).filter((bulk) => bulk.agentId === me() && bulk.state !== 'stopped' && isUnderWay(tallyOf(state, bulk.id)));
    if (state.openId === undefined && own.length === 1 && own[0] !== undefined) openBulk(own[0].id);
  }, []);
  if (open !== undefined) return <BulkView bulk={open} />;
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
                <Button isSmall onPress={() => openBulk(bulk.id)} testId="many-show">
                  {t('many.show')}
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
