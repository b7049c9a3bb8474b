import { useEffect, type ReactNode } from 'react';
import type { WallView } from '../../../../shared/domain/wallboard.ts';
import { Button } from '../../components/Button.tsx';
import { useShortcuts } from '../../hooks/shortcuts.ts';
import { useNow } from '../../hooks/ticker.ts';
import { useDesk } from '../../store/desk.ts';
import { lockNow } from '../../store/lock.ts';
import { stayAwake } from '../../store/stay-awake.ts';
import { followWall, lookAtWall, useWall } from '../../store/wall.ts';
import { useText } from '../../text/index.tsx';
import { WallChannels } from './WallChannels.tsx';
import { WallPeople } from './WallPeople.tsx';
import { WallSituations } from './WallSituations.tsx';

const nothingKept = (): boolean => false;

/** For a big screen: how the house stands, readable from across the room. Nothing of customers is on it. */
export function WallScreen({ centerName, onLeave }: { readonly centerName: string; readonly onLeave: () => void }): ReactNode {
  const { t, f } = useText();
  const { view, failed } = useWall();
  const link = useDesk((state) => state.link.kind);
  const connection = useDesk((state) => state.connection.kind);
  useEffect(followWall, []);
  useEffect(() => stayAwake(), []);
  // What is told of the connection is told at once, not with the next look.
  useEffect(() => void lookAtWall(), [connection, link]);
  useEffect(() => {
    document.title = `${t('screen.wall')} – Leitstand`;
  }, [t]);
  useShortcuts(
    [
      { keys: ['Escape'], run: onLeave },
      { keys: ['Ctrl+Shift+l'], run: () => void lockNow() },
    ],
    nothingKept,
  );
  const now = useNow();
  const isStale = view !== undefined && (failed || !view.online || link === 'lost');
  const at = isStale ? view.asOf : now;
  return (
    <main className="wall" data-testid="screen-wall" data-stale={isStale} aria-labelledby="wall-title">
      <header className="wall-head">
        <h1 id="wall-title">{centerName === '' ? t('screen.wall') : centerName}</h1>
        <p className="wall-stand" role="status" data-testid="wall-stand">
          {isStale ? <strong className="wall-lost">{t('wall.lost', f.moment(view.asOf, now))}</strong> : view === undefined ? t('wall.loading') : ''}
        </p>
        <p className="wall-clock">{f.time(now)}</p>
        <Button look="quiet" onPress={onLeave} testId="wall-leave">
          {t('wall.leave')}
        </Button>
      </header>
      {view !== undefined && (
        <>
          <WallFigures view={view} />
          <div className="wall-body">
            <WallChannels channels={view.channels} at={at} />
            <div className="wall-side">
              <WallPeople people={view.people} />
              <WallSituations situations={view.situations} at={now} />
            </div>
          </div>
        </>
      )}
    </main>
  );
}

function WallFigures({ view }: { readonly view: WallView }): ReactNode {
  const { t, f } = useText();
  const { waiting, soon, late, closedToday, inTime } = view;
  return (
    <dl className="wall-figures">
      <WallFigure title={t('tile.waiting')} value={f.number(waiting)} testId="wall-waiting" />
      <WallFigure title={t('tile.late')} value={f.number(late)} tone={late > 0 ? 'bad' : 'good'} testId="wall-late" />
      <WallFigure title={t('wall.soon')} value={f.number(soon)} tone={soon > 0 ? 'warn' : 'good'} testId="wall-soon" />
      <WallFigure title={t('tile.closed')} value={f.number(closedToday)} testId="wall-closed" />
      <WallFigure title={t('wall.inTime')} value={inTime === undefined ? '–' : t('reports.percent', f.number(Math.floor((inTime.kept / inTime.of) * 100)))} testId="wall-in-time" />
    </dl>
  );
}

function WallFigure({ title, value, tone = 'plain', testId }: { readonly title: string; readonly value: string; readonly tone?: 'plain' | 'good' | 'warn' | 'bad'; readonly testId: string }): ReactNode {
  return (
    <div className="wall-figure" data-testid={testId}>
      <dt>{title}</dt>
      <dd className={`tone-${tone}`}>{value}</dd>
    </div>
  );
}
