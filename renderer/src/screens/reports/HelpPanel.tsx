import { useState, type ReactNode } from 'react';
import type { HelpBy, HelpFigures, ServiceReport } from '../../../../shared/domain/service-report.ts';
import { Choices } from '../../components/Choices.tsx';
import { Picker } from '../../components/Picker.tsx';
import { RankChart } from '../../components/RankChart.tsx';
import { Tile } from '../../components/Tile.tsx';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { helpFile } from './report-file.ts';
import { ReportFrame } from './ReportFrame.tsx';
import { ReportLines } from './ReportLines.tsx';
import { beside } from './ReportTiles.tsx';
import { HELP_MEASURES, lineName, shown, whyEmpty, type Measure } from './report-words.ts';

const MOST_BARS = 14;
const TILES: readonly string[] = ['helpRaised', 'helpAverage', 'helpLate', 'helpByStandIn', 'helpOpen'];

const helpMeasure = (id: string): Measure<HelpFigures> => HELP_MEASURES.find((one) => one.id === id) ?? (HELP_MEASURES[0] as Measure<HelpFigures>);

/** REP-15: how often leads were asked for help, by whom, how soon they reacted, and who did. */
export function HelpPanel({ report }: { readonly report: ServiceReport }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const { help } = report;
  const [by, setBy] = useState<HelpBy>('day');
  const [measureId, setMeasureId] = useState('helpRaised');
  const table = help.tables.find((one) => one.by === by) ?? help.tables[0] ?? { by, rows: [], left: 0 };
  const measure = helpMeasure(measureId);
  const value = (figures: HelpFigures, { unit, of }: Measure<HelpFigures>): string => (figures.served === undefined && of(figures) === undefined ? t('reports.withheld') : shown(texts, unit, of(figures)));
  const before = (figures: HelpFigures, of: Measure<HelpFigures>): string => (of.of(figures) === undefined ? '' : t('reports.wasBefore', shown(texts, of.unit, of.of(figures))));
  const rows = by === 'day' ? table.rows : table.rows.toSorted((a, b) => (measure.of(b.now) ?? -1) - (measure.of(a.now) ?? -1));
  const bars = by === 'day' ? rows.slice(-MOST_BARS) : rows.slice(0, MOST_BARS);
  const empty = whyEmpty(bars, [measure]);
  const title = t('reports.rank', t('help.title'), t(`reports.by.${table.by}`));
  if (help.now.raised + help.before.raised === 0)
    return (
      <section className="panel" aria-label={t('help.title')} data-testid="report-help-none">
        <h2 className="panel-title">{t('help.title')}</h2>
        <p className="muted">{t('help.none')}</p>
      </section>
    );
  return (
    <section className="report-help" aria-label={t('help.title')} data-testid="report-help-part">
      <h2>{t('help.title')}</h2>
      <div className="tiles report-tiles">
        {TILES.map(helpMeasure).map((one) => (
          <Tile key={one.id} testId={`report-${one.id}`} title={t(one.title)} value={shown(texts, one.unit, one.of(help.now))} hint={beside(one, help.now, help.before, texts)} tone="plain" />
        ))}
      </div>
      <Choices<HelpBy> label={t('reports.by')} look="segments" value={table.by} onChange={setBy} choices={help.tables.map((one) => ({ id: one.by, label: t(one.by === 'agent' ? 'help.byAgent' : `reports.by.${one.by}`) }))} />
      <ReportFrame
        asOf={report.asOf}
        title={title}
        testId="report-help"
        table={table}
        file={() => helpFile(help, table, useCenter.getState(), texts)}
        about={t('help.fileName')}
        tools={<Picker<string> label={t('reports.measure')} value={measureId} options={HELP_MEASURES.map(({ id, title: name }) => ({ id, label: t(name) }))} onChange={setMeasureId} testId="report-help-measure" />}
      >
        {(asTable) =>
          asTable ? (
            <ReportLines by={table.by} rows={rows} label={title} measures={HELP_MEASURES} testId={`report-help-table-${table.by}`} />
          ) : empty !== undefined ? (
            <p className="muted">{t(empty)}</p>
          ) : (
            <RankChart
              label={t('reports.rank', t(measure.title), t(`reports.by.${table.by}`))}
              lines={bars.map((row) => ({ id: row.key, name: lineName(table.by, row, center, texts), value: measure.of(row.now), text: value(row.now, measure), before: by === 'day' ? '' : before(row.before, measure) }))}
            />
          )
        }
      </ReportFrame>
      <p className="muted">{t('help.explained')}</p>
    </section>
  );
}
