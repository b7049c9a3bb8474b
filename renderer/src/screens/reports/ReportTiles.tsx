import type { ReactNode } from 'react';
import type { Figures } from '../../../../shared/domain/service-report.ts';
import { Tile } from '../../components/Tile.tsx';
import { useText, type Texts } from '../../text/index.tsx';
import { measureOf, shown, type Measure } from './report-words.ts';

const CENTER_TILES = ['requests', 'firstAverage', 'firstP90', 'firstWorst', 'inTimeRate', 'chaserRate', 'resolutionRate', 'resolutionAverage', 'noAnswer', 'waiting'] as const;
const OWN_TILES = ['firstCount', 'firstAverage', 'firstP90', 'firstWorst', 'chaserRate', 'closed', 'resolutionRate', 'thanks'] as const;

/** What it was before, and by how much it is another now. */
export function beside<F extends { readonly served?: unknown }>({ unit, of }: Measure<F>, now: F, before: F, texts: Texts): string {
  const { t, f } = texts;
  const [is, was] = [of(now), of(before)];
  if (now.served === undefined && is === undefined) return t('reports.withheld');
  if (was === undefined) return t('reports.nothingBefore');
  const then = t('reports.wasBefore', shown(texts, unit, was));
  if (is === undefined || (was === 0 && unit !== 'share')) return then;
  // Shares differ in points, everything else by what it was.
  const change = unit === 'share' ? Math.round((is - was) * 1_000) / 10 : Math.round(((is - was) / was) * 100);
  const signed = `${change > 0 ? '+' : change < 0 ? '−' : '±'}${f.number(Math.abs(change))}`;
  return `${then} (${unit === 'share' ? t('reports.points', signed) : t('reports.percent', signed)})`;
}

/** What waits now has nothing to be compared with: of the time before everything is answered by now. */
const longest = ({ longestWaitMs }: Figures, texts: Texts): string => (longestWaitMs === undefined ? texts.t('tile.none') : texts.t('reports.longest', shown(texts, 'span', longestWaitMs)));

/** A point of a share, two in a hundred of a span: less is chance. */
const NOTABLE = { share: 0.01, span: 0.02 };

function toneOf({ of, unit, lessIsBetter }: Measure, now: Figures, before: Figures): 'plain' | 'good' | 'warn' {
  const [is, was] = [of(now), of(before)];
  if (is === undefined || was === undefined || unit === 'count' || Math.abs(is - was) < (unit === 'share' ? NOTABLE.share : was * NOTABLE.span)) return 'plain';
  return is < was === (lessIsBetter === true) ? 'good' : 'warn';
}

/** The whole in a few figures, each beside what it was before. */
export function ReportTiles({ now, before, isOwn }: { readonly now: Figures; readonly before: Figures; readonly isOwn: boolean }): ReactNode {
  const texts = useText();
  return (
    <div className="tiles report-tiles">
      {(isOwn ? OWN_TILES : CENTER_TILES).map((id) => {
        const measure = measureOf(id);
        return <Tile key={id} testId={`report-${id}`} title={texts.t(measure.title)} value={shown(texts, measure.unit, measure.of(now))} hint={id === 'waiting' ? longest(now, texts) : beside(measure, now, before, texts)} tone={toneOf(measure, now, before)} />;
      })}
    </div>
  );
}
