import { useId, useState, type ReactNode } from 'react';
import type { ReportBy, ReportTable, ServiceReport } from '../../../../shared/domain/service-report.ts';
import { BarChart, type BarSeries } from '../../components/BarChart.tsx';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Picker } from '../../components/Picker.tsx';
import { RankChart } from '../../components/RankChart.tsx';
import { useCenter } from '../../store/rows.ts';
import { dayText } from '../../store/reports.ts';
import { useText } from '../../text/index.tsx';
import { saveFile } from '../knowledge/save-file.ts';
import { tableFile } from './report-file.ts';
import { ReportLines } from './ReportLines.tsx';
import { lineName, measureOf, shortDay, shown, withoutGaps } from './report-words.ts';

interface PanelProps {
  readonly report: ServiceReport;
  readonly title: string;
  readonly testId: string;
}

/** Head of a panel with its picture or table and its file. */
function Frame({ report, title, testId, table, tools, children }: PanelProps & { readonly table: ReportTable; readonly tools?: ReactNode; readonly children: (asTable: boolean) => ReactNode }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="panel report-panel" aria-labelledby={id} data-testid={testId}>
      <header className="panel-head">
        <h2 id={id} className="panel-title">
          {title}
        </h2>
        <div className="report-tools">
          {tools}
          <Button isSmall look="quiet" onPress={() => setAsTable(!asTable)} label={asTable ? t('reports.asPictureOf', title) : t('reports.asTableOf', title)} testId={`${testId}-toggle`}>
            {asTable ? t('chart.asPicture') : t('chart.asTable')}
          </Button>
          <Button
            isSmall
            look="quiet"
            onPress={() => saveFile(`${t('reports.fileName')}-${table.by}-${dayText(report.asOf)}.csv`, tableFile(report, table, useCenter.getState(), texts), 'text/csv')}
            label={t('reports.saveOf', title)}
            testId={`${testId}-csv`}
          >
            CSV
          </Button>
        </div>
      </header>
      {table.rows.length === 0 ? <p className="muted">{t('reports.nothing')}</p> : children(asTable)}
      {table.left > 0 && <p className="muted">{t('reports.left', table.left)}</p>}
    </section>
  );
}

export interface TimePanelProps extends PanelProps {
  readonly by: 'hour' | 'day';
  /** One or two measures of one unit. */
  readonly measures: readonly string[];
}

/** Measures over the hours of a day or over days, as columns. */
export function TimePanel({ report, title, testId, by, measures }: TimePanelProps): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const table = report.tables.find((one) => one.by === by) ?? { by, rows: [], left: 0 };
  const rows = by === 'hour' ? withoutGaps(table.rows) : table.rows;
  const unit = measureOf(measures[0] ?? '').unit;
  const tones = ['accent', 'amber'] as const;
  const series = measures.map((id, place): BarSeries => ({ name: t(measureOf(id).title), tone: tones[place] ?? 'soft', values: rows.map((row) => measureOf(id).of(row.now)) }));
  const greatest = (values: BarSeries['values']): number => Math.max(0, ...values.map((value) => value ?? 0));
  return (
    <Frame report={report} title={title} testId={testId} table={table}>
      {(asTable) =>
        asTable ? (
          <ReportLines table={table} rows={rows} label={title} />
        ) : (
          <BarChart
            label={`${title}: ${series.map(({ name, values }) => t('reports.upTo', name, shown(texts, unit, greatest(values)), rows[values.indexOf(greatest(values))] === undefined ? '–' : lineName(by, rows[values.indexOf(greatest(values))] ?? { key: '' }, center, texts))).join('; ')}`}
            marks={rows.map((row) => (by === 'hour' ? String(Number(row.key)) : shortDay(row.key, texts, rows.length > 14)))}
            series={series}
            format={(value) => shown(texts, unit, unit === 'count' ? Math.round(value) : value)}
          />
        )
      }
    </Frame>
  );
}

const RANKED = ['requests', 'messages', 'firstAverage', 'firstP90', 'firstWorst', 'nextAverage', 'chaserRate', 'closed', 'resolutionRate', 'resolutionAverage', 'noAnswer', 'thanks'] as const;
const MOST_BARS = 14;

/** Lines of one list, as bars of the measure one picks. */
export function RankPanel({ report, title, testId }: PanelProps): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const [by, setBy] = useState<ReportBy>('channel');
  const [measureId, setMeasureId] = useState<(typeof RANKED)[number]>('requests');
  const lists = report.tables.filter((one) => one.by !== 'hour' && one.by !== 'day');
  const table = lists.find((one) => one.by === by) ?? lists[0] ?? { by, rows: [], left: 0 };
  const measure = measureOf(measureId);
  const rows = table.rows.toSorted((a, b) => (measure.of(b.now) ?? -1) - (measure.of(a.now) ?? -1));
  const bars = rows.slice(0, MOST_BARS);
  return (
    <>
      <Choices<ReportBy> label={t('reports.by')} look="segments" value={table.by} onChange={setBy} choices={lists.map((one) => ({ id: one.by, label: t(`reports.by.${one.by}`) }))} />
      <Frame
        report={report}
        title={t('reports.rank', title, t(`reports.by.${table.by}`))}
        testId={testId}
        table={table}
        tools={<Picker label={t('reports.measure')} value={measureId} options={RANKED.map((id) => ({ id, label: t(measureOf(id).title) }))} onChange={setMeasureId} testId="report-measure" />}
      >
        {(asTable) =>
          asTable ? (
            <ReportLines table={table} rows={rows} label={title} />
          ) : (
            <>
              <RankChart
                label={t('reports.rank', t(measure.title), t(`reports.by.${table.by}`))}
                lines={bars.map((row) => ({
                  id: row.key,
                  name: lineName(table.by, row, center, texts),
                  value: measure.of(row.now),
                  text: row.now.served === undefined && measure.of(row.now) === undefined ? t('reports.withheld') : shown(texts, measure.unit, measure.of(row.now)),
                  before: measure.of(row.before) === undefined ? '' : t('reports.wasBefore', shown(texts, measure.unit, measure.of(row.before))),
                }))}
              />
              {rows.length > bars.length && <p className="muted">{t('reports.moreInTable', rows.length - bars.length)}</p>}
            </>
          )
        }
      </Frame>
    </>
  );
}
