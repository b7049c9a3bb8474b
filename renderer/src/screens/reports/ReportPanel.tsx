import { useState, type ReactNode } from 'react';
import type { ReportBy, ServiceReport } from '../../../../shared/domain/service-report.ts';
import { BarChart, type BarSeries } from '../../components/BarChart.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Picker } from '../../components/Picker.tsx';
import { RankChart } from '../../components/RankChart.tsx';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { tableFile } from './report-file.ts';
import { ReportFrame } from './ReportFrame.tsx';
import { ReportLines } from './ReportLines.tsx';
import { lineName, MEASURES, measureOf, shortDay, shown, whyEmpty, withoutGaps } from './report-words.ts';

interface PanelProps {
  readonly report: ServiceReport;
  readonly title: string;
  readonly testId: string;
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
  const empty = whyEmpty(rows, measures.map(measureOf));
  const greatest = (values: BarSeries['values']): number => Math.max(0, ...values.map((value) => value ?? 0));
  return (
    <ReportFrame asOf={report.asOf} title={title} testId={testId} table={table} file={() => tableFile(report, table, useCenter.getState(), texts)}>
      {(asTable) =>
        asTable ? (
          <ReportLines by={table.by} rows={rows} label={title} measures={MEASURES} testId={`report-table-${table.by}`} />
        ) : empty !== undefined ? (
          <p className="muted" data-testid={`${testId}-empty`}>
            {t(empty)}
          </p>
        ) : (
          <BarChart
            label={`${title}: ${series.map(({ name, values }) => t('reports.upTo', name, shown(texts, unit, greatest(values)), rows[values.indexOf(greatest(values))] === undefined ? '–' : lineName(by, rows[values.indexOf(greatest(values))] ?? { key: '' }, center, texts))).join('; ')}`}
            marks={rows.map((row) => (by === 'hour' ? String(Number(row.key)) : shortDay(row.key, texts, rows.length > 14)))}
            series={series}
            format={(value) => shown(texts, unit, unit === 'count' ? Math.round(value) : value)}
          />
        )
      }
    </ReportFrame>
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
      <ReportFrame
        asOf={report.asOf}
        file={() => tableFile(report, table, useCenter.getState(), texts)}
        title={t('reports.rank', title, t(`reports.by.${table.by}`))}
        testId={testId}
        table={table}
        tools={<Picker label={t('reports.measure')} value={measureId} options={RANKED.map((id) => ({ id, label: t(measureOf(id).title) }))} onChange={setMeasureId} testId="report-measure" />}
      >
        {(asTable) =>
          asTable ? (
            <ReportLines by={table.by} rows={rows} label={title} measures={MEASURES} testId={`report-table-${table.by}`} />
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
      </ReportFrame>
    </>
  );
}
